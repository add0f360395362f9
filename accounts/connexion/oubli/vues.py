"""Pages of the forgotten password: ask, wait for the mail, choose, done. Reading the link (GET) changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parseaddr
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.connexion import voies
from accounts.connexion.blocage import bloquee, sans_captcha
from accounts.connexion.choix_mot_de_passe import FormulaireChoixMotDePasse, changer, identite_de
from accounts.connexion.oubli import demande, page
from accounts.connexion.oubli.formulaires import FormulaireOubli
from accounts.models import JetonSecurite
from accounts.securite import jetons, lieux, limites
from accounts.securite.captcha import risque
from ameli.noyau import formats
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import maintenant
from ameli.noyau.plan import au_plan

FIN = "oubli_fin"


def ouverte(vue: Any) -> Any:
    """Public, while this way in is open."""

    @login_not_required
    @wraps(vue)
    def protegee(request: HttpRequest) -> HttpResponse:
        if not voies.ouverte(voies.MOT_DE_PASSE_OUBLIE):
            return render(request, "connexion/oubli/suspendu.html", status=503)
        return vue(request)

    return protegee


@au_plan("Mot de passe oublié")
@require_http_methods(["GET", "HEAD", "POST"])
@ouverte
def demander(request: HttpRequest) -> HttpResponse:
    """Steps 2 and 3: the same answer for every number."""
    reseau = lieux.reseau(request)
    formulaire = FormulaireOubli.recevoir(request, risque=risque.pese(reseau))
    if not formulaire.is_bound or not formulaire.is_valid():
        return _montrer(request, formulaire)
    nir = formulaire.cleaned_data["nir"]
    numero = empreinte("nir", nir)
    if risque.compter(formulaire, reseau, numero) is None:
        return _montrer(request, formulaire)
    refus = _compter(request, numero)
    if refus is not None:
        return refus
    request.session[FIN] = demande.deposer(nir, formulaire.cleaned_data["naissance"]).timestamp()
    return redirect("oubli_envoye")


def _montrer(request: HttpRequest, formulaire: FormulaireOubli) -> HttpResponse:
    contexte = {"form": formulaire, "secours": sans_captcha(request) if formulaire.demande_un_captcha else []}
    return render(request, "connexion/oubli/demander.html", contexte)


def _compter(request: HttpRequest, numero: str) -> HttpResponse | None:
    """Few requests for one number at one place, few numbers on one network: a room may ask, a machine may not go through many."""
    lieu = lieux.de(request, nir_empreinte=numero)
    prise = limites.prendre("oubli_numero", lieu.pour(numero))
    if not prise.permis:
        return bloquee(request, "oubli_numero", prise.jusqu_a, lieu=lieu, numero=numero)
    if prise.nombre > 1 or lieu.appareil is not None:
        return None
    du_reseau = limites.prendre("oubli_adresse", lieu.reseau)
    if du_reseau.permis:
        return None
    limites.rendre("oubli_numero", lieu.pour(numero))
    return bloquee(request, "oubli_adresse", du_reseau.jusqu_a, lieu=lieu, numero=numero)


@require_GET
@ouverte
def envoye(request: HttpRequest) -> HttpResponse:
    """Step 3, after: what to look for in the mailbox, until when, and what to do when nothing comes. Only after a request."""
    fin = datetime.fromtimestamp(request.session.get(FIN, 0), UTC)
    if fin <= maintenant():
        if FIN in request.session:
            messages.info(request, "Le lien de votre courriel ne fonctionne plus. Demandez-en un autre ici.")
            del request.session[FIN]
        return redirect("oubli")
    contexte = {
        "jusqu_a": formats.heure(fin), "objet": demande.OBJET, "expediteur": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }  # fmt: skip
    return render(request, "connexion/oubli/envoye.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
@ouverte
def choisir(request: HttpRequest) -> HttpResponse:
    """Steps 4 and 5. The link is spent when the new password is accepted, not before."""
    jeton = request.POST.get("jeton", "") or request.GET.get("jeton", "")
    ligne = _vivant(jeton)
    if ligne is None:
        page.oublier(request)
        return render(request, "connexion/oubli/lien_mort.html", status=404)
    page.ouvrir(request, ligne)
    compte, personne = ligne.compte, ligne.compte.assure.personne
    formulaire = FormulaireChoixMotDePasse(request.POST or None, identite=identite_de(personne), compte=compte)
    if request.method != "POST" or not formulaire.is_valid():
        return render(
            request, "connexion/oubli/choisir.html", {"form": formulaire, "jeton": jeton, "compte_cache": compte}
        )
    with transaction.atomic():
        if jetons.consommer(jeton, demande.USAGE) is None:
            return render(request, "connexion/oubli/lien_mort.html", status=404)
        changer(compte, formulaire.cleaned_data["mot_de_passe"], acteur=compte.acteur, motif="mot de passe oublié")
    logout(request)
    return redirect("oubli_fait")


@require_GET
@login_not_required
def fait(request: HttpRequest) -> HttpResponse:
    """Step 6."""
    return render(request, "connexion/oubli/fait.html", {"connexion": reverse("connexion")})


def _vivant(jeton: str) -> JetonSecurite | None:
    """The link, while the password is still the one it was made for and the account is open."""
    ligne = jetons.lire(jeton, demande.USAGE) if jeton else None
    if ligne is None or ligne.liaison != demande.version(ligne.compte):
        return None
    return ligne if ligne.compte.is_active and ligne.compte.gele_le is None else None
