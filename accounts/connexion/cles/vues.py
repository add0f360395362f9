"""Pages of the keys: the list in « Ma sécurité », adding and removing one, and giving one at sign-in."""

from __future__ import annotations

import json
from datetime import datetime

from allauth.account.stages import LoginStageController
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.connexion.blocage import autres_voies, bloquee
from accounts.connexion.cles import secret as secrets
from accounts.connexion.cles import trousseau
from accounts.connexion.cles.etape import Cle
from accounts.connexion.cles.formulaires import FormulaireApplication, FormulaireCle, FormulaireNouvelleCle
from accounts.connexion.reauthentification import recente
from accounts.models import Compte, Connexion
from accounts.securite import connexions, lieux, limites, moyens
from ameli.noyau.plan import au_plan

GABARITS = "connexion/cles"
FAUX = "Ce n’est pas le bon code, ou il a déjà servi. Attendez le code suivant."


@au_plan("Clé d’accès et application de codes")
@require_GET
@recente
def liste(request: HttpRequest) -> HttpResponse:
    contexte = {"cles": trousseau.cles_de(request.user), "codes_restants": trousseau.codes_restants(request.user)}
    return render(request, f"{GABARITS}/liste.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
@recente
def application(request: HttpRequest) -> HttpResponse:
    """Scan the square, type the first code."""
    formulaire, secret = FormulaireApplication(request.POST or None), secrets.en_cours(request)
    if request.method == "POST" and formulaire.is_valid():
        dernier = trousseau.compteur(secret, formulaire.cleaned_data["code"])
        if dernier is not None:
            codes = trousseau.ajouter_application(request.user, secret, dernier)
            secrets.oublier(request)
            return _ajoutee(request, codes)
        formulaire.add_error("code", "Ce n’est pas le code de l’application. Vérifiez l’heure de votre téléphone.")
    contexte = {"form": formulaire, "image": secrets.image(request.user, secret), "secret": secrets.par_quatre(secret)}
    return render(request, f"{GABARITS}/application.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
@recente
def nouvelle(request: HttpRequest) -> HttpResponse:
    """The browser makes a key; the script of the page carries it."""
    formulaire = FormulaireNouvelleCle(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            codes = trousseau.ajouter_cle(
                request.user, formulaire.cleaned_data["nom"], formulaire.cleaned_data["credential"]
            )
            return _ajoutee(request, codes)
        except ValidationError:
            formulaire.add_error(None, "La clé n’a pas pu être créée. Recommencez.")
    options = json.dumps(webauthn.begin_registration(request.user, passwordless=False))
    return render(request, f"{GABARITS}/nouvelle.html", {"form": formulaire, "options": options})


@require_POST
@recente
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    if not trousseau.retirer(request.user, pk):
        raise Http404
    messages.success(request, "Elle est retirée de votre compte.")
    return redirect("informations:cles")


@require_POST
@recente
def codes(request: HttpRequest) -> HttpResponse:
    """Ten new codes, shown once."""
    if not trousseau.a_une_cle(request.user):
        raise Http404
    return render(request, f"{GABARITS}/codes.html", {"codes": _lisibles(trousseau.nouveaux_codes(request.user))})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def donner(request: HttpRequest) -> HttpResponse:
    """`/connexion/cle/`: between the password and the session."""
    etape = LoginStageController.enter(request, Cle.key)
    if etape is None:
        return redirect("connexion")
    formulaire = FormulaireCle(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        juste, arret = juger(request, etape.login.user, formulaire.cleaned_data, "cle")
        if juste:
            moyens.prouver(
                request, "cle_d_acces" if formulaire.cleaned_data.get("credential") else "application_de_codes"
            )
            return etape.exit()
        if arret is not None:
            etape.abort()
            return bloquee(request, *arret)
        formulaire.add_error("code", FAUX)
    return page(request, etape.login.user, formulaire, reverse("second_facteur_cle"))


def juger(
    request: HttpRequest, compte: Compte, donnees: dict[str, str], limite: str
) -> tuple[bool, tuple[str, datetime] | None]:
    """Is it right; and when nothing more is tried here, which limit is closed and until when. `limite`: "cle" or "agent_cle".

    Counted before anything is compared: at this place, and for all the devices that the account does not know together.
    """
    lieu = lieux.de(request, compte_id=compte.pk)
    partout = {} if lieu.appareil else {f"{limite}_partout": lieux.partout(compte.public_id)}
    passage = limites.passer({**partout, limite: lieu.pour(compte.public_id)})
    if passage.refus:
        return False, passage.refus
    essai = donnees.get("credential") or ""
    juste = trousseau.essayer_cle(compte, essai) if essai else trousseau.essayer_code(compte, donnees.get("code", ""))
    if juste:
        passage.rendre()
        limites.oublier(limite, lieu.pour(compte.public_id))
        return True, None
    connexions.noter(request, compte, Connexion.Resultat.CODE)
    return False, passage.arret(limite)


def page(
    request: HttpRequest, compte: Compte, formulaire: FormulaireCle, action: str, gabarit: str = "donner"
) -> HttpResponse:
    """The page that asks for a key, with the question for a passkey when there is one."""
    genres = {cle.type for cle in trousseau.cles_de(compte)}
    avec_cle = trousseau.Type.WEBAUTHN in genres
    options = json.dumps(webauthn.begin_authentication(compte)) if avec_cle else ""
    contexte = {
        "form": formulaire, "options": options, "action": action, "avec_application": trousseau.Type.TOTP in genres,
        "secours": autres_voies(request) if compte.assure_id is not None else [],
    }  # fmt: skip
    return render(request, f"{GABARITS}/{gabarit}.html", contexte)


def _ajoutee(request: HttpRequest, codes: list[str]) -> HttpResponse:
    if codes:
        return render(request, f"{GABARITS}/codes.html", {"codes": _lisibles(codes)})
    messages.success(
        request, "C’est ajouté. À la prochaine connexion sur un nouvel appareil, nous vous la demanderons."
    )
    return redirect("informations:cles")


def _lisibles(codes: list[str]) -> list[str]:
    return [f"{code[:4]} {code[4:]}" for code in codes]
