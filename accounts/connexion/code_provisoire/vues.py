"""The way in: number and code, then a password of one's own. Until it is chosen nobody is signed in and nothing is shown."""

from __future__ import annotations

from functools import wraps
from typing import Any

from allauth.account.internal import flows
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.connexion import voies
from accounts.connexion.blocage import bloquee
from accounts.connexion.choix_mot_de_passe import FormulaireChoixMotDePasse, changer, identite_de
from accounts.connexion.code_provisoire import codes
from accounts.connexion.code_provisoire.formulaires import FormulaireCode
from accounts.connexion.identification import comptes
from accounts.connexion.premiere_visite import attente, ouverture
from accounts.connexion.premiere_visite.formulaires import FormulaireCompte
from accounts.connexion.premiere_visite.vues import annoncer
from accounts.models import CodeProvisoire, Compte
from accounts.securite import gel, lieux, limites
from accounts.securite.lieux import Lieu
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.plan import au_plan

VOIE = voies.CODE_PROVISOIRE.value
REFUS = "Ce numéro et ce code ne vont pas ensemble, ou le code ne fonctionne plus. Vérifiez les deux."
CARTE = "Beaucoup de codes étaient faux pour ce numéro. Recopiez aussi le numéro de série de votre carte Vitale."
UN_AUTRE = "Pour en avoir un autre, appelez le 36\N{NO-BREAK SPACE}46, ou allez à l’accueil de votre caisse."
RECOMMENCER = {
    "tard": (
        "Vous avez attendu plus de 20\N{NO-BREAK SPACE}minutes.",
        "Saisissez de nouveau votre numéro et votre code\N{NO-BREAK SPACE}: il fonctionne encore.",
    ),
    "ailleurs": (
        "Vous avez commencé autre chose dans une autre fenêtre.",
        "Saisissez de nouveau votre numéro et votre code\N{NO-BREAK SPACE}: il fonctionne encore.",
    ),
    codes.Fin.SERVI: ("Votre code a déjà servi.", f"Il sert une seule fois. {UN_AUTRE}"),
    codes.Fin.ANNULE: (
        "Votre code ne fonctionne plus.",
        f"Un autre code l’a remplacé, ou votre conseiller l’a annulé. Utilisez le dernier que vous avez reçu. {UN_AUTRE}",
    ),
    codes.Fin.PASSE: ("Votre code ne fonctionne plus.", f"Ses 48\N{NO-BREAK SPACE}heures sont passées. {UN_AUTRE}"),
    codes.Fin.INUTILE: (
        "Ce code n’ouvre pas votre compte.",
        "Votre compte a été gelé, ou il ne s’ouvre pas avec ce code. Présentez-vous à l’accueil de votre caisse avec une pièce d’identité.",
    ),
}
GABARITS = "connexion/code_provisoire"


def ouverte(vue: Any) -> Any:
    """Public, while this way in is open."""

    @login_not_required
    @wraps(vue)
    def protegee(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        if not voies.ouverte(voies.CODE_PROVISOIRE):
            return render(request, f"{GABARITS}/suspendu.html", status=503)
        return vue(request)

    return protegee


@au_plan("J’ai un code provisoire")
@require_http_methods(["GET", "HEAD", "POST"])
@ouverte
def entrer(request: HttpRequest) -> HttpResponse:
    """Number and code. One sentence for everything that is not right."""
    formulaire = FormulaireCode(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        numero = empreinte("nir", formulaire.cleaned_data["nir"])
        lieu = lieux.de(request, nir_empreinte=numero)
        passage = _passer(lieu, numero)
        if passage.refus:
            return bloquee(request, *passage.refus, lieu=lieu, numero=numero)
        code = _juger(formulaire, passage, lieu, numero)
        if code is not None:
            attente.garder(request, etape="provisoire", code=code.public_id)
            return redirect("code_provisoire_choisir")
    avec_carte = "serie" in formulaire.errors or bool(request.POST.get("serie"))
    motif = next((phrase for nom, phrase in RECOMMENCER.items() if nom in request.GET), None)
    return render(
        request, f"{GABARITS}/entrer.html", {"recommencer": motif, "form": formulaire, "avec_carte": avec_carte}
    )


def _passer(lieu: Lieu, numero: str) -> limites.Passage:
    """For this number here, and on this network for devices that nobody knows."""
    ici = {"code_provisoire_numero": lieu.pour(numero)}
    return limites.passer(ici if lieu.appareil else {"code_provisoire_adresse": lieu.reseau, **ici})


def _juger(formulaire: FormulaireCode, passage: limites.Passage, lieu: Lieu, numero: str) -> CodeProvisoire | None:
    """The code that is right. Four digits are soon guessed by a crowd: after thirty wrong ones of a number, wherever they are
    tried, only who holds the Vitale card too is judged, so that nobody shuts the owner out.
    """
    saisi, partout = formulaire.cleaned_data, lieux.partout(numero)
    sans_carte = lieu.appareil is not None or limites.prendre("code_provisoire_partout", partout).permis
    if not sans_carte and not saisi["serie"]:
        passage.rendre()
        formulaire.add_error("serie", CARTE)
        return None
    code = codes.essayer(numero, saisi["code"], lieu.cle, carte="" if sans_carte else saisi["serie"])
    if code is None:
        formulaire.add_error(None, REFUS)
        return None
    passage.rendre()
    limites.oublier("code_provisoire_numero", lieu.pour(numero))
    if sans_carte and lieu.appareil is None:
        limites.rendre("code_provisoire_partout", partout)
    return code


@require_http_methods(["GET", "HEAD", "POST"])
@ouverte
def choisir(request: HttpRequest) -> HttpResponse:
    """A password, or a whole account for who has none."""
    garde = attente.reprendre(request)
    if garde.get("etape") != "provisoire":
        return _recommencer("tard" if attente.perdue(request) == "provisoire" else "ailleurs" if garde else None)
    code, fin = codes.reprendre(garde["code"])
    if code is None:
        attente.oublier(request)
        return _recommencer(fin)
    if request.method == "POST":
        attente.prolonger(request)
    compte, personne = codes.compte_de(code.assure), code.assure.personne
    genre = FormulaireChoixMotDePasse if compte is not None else FormulaireCompte
    formulaire = genre(request.POST or None, identite=identite_de(personne), compte=compte)
    if request.method == "POST" and formulaire.is_valid():
        reponse = (
            _rouvrir(request, code, compte, formulaire) if compte is not None else _ouvrir(request, code, formulaire)
        )
        if reponse is not None:
            return reponse
        attente.oublier(request)
        return _recommencer(codes.reprendre(garde["code"])[1] or "ailleurs")
    contexte = {"form": formulaire, "prenom": personne.prenom, "ouvre_un_compte": compte is None}
    return render(request, f"{GABARITS}/choisir.html", contexte)


def _recommencer(motif: str | None) -> HttpResponse:
    """Back to the form, which says why (`motif`, a key of RECOMMENCER; nothing when nothing was begun)."""
    return redirect(f"{reverse('code_provisoire')}?{motif}=1" if motif else "code_provisoire")


def _rouvrir(request: HttpRequest, code: CodeProvisoire, compte: Compte, formulaire: Any) -> HttpResponse | None:
    """The new password: other sessions end, a blocked, closed or (at the desk) frozen account opens again. None: too late."""
    with transaction.atomic():
        if not codes.utiliser(code, compte.acteur):
            return None
        changer(compte, formulaire.cleaned_data["mot_de_passe"], acteur=compte.acteur, motif="code provisoire")
        if compte.gele_le is not None and code.agent is not None:
            gel.degeler(compte, code.agent, "code provisoire remis à l’accueil")
        Compte.objects.filter(pk=compte.pk, is_active=False).update(is_active=True)
    attente.oublier(request)
    return _connecter(request, compte)


def _ouvrir(request: HttpRequest, code: CodeProvisoire, formulaire: Any) -> HttpResponse | None:
    propres = formulaire.cleaned_data
    try:
        with transaction.atomic():
            ouvert = ouverture.ouvrir(
                code.assure, courriel=propres["courriel"], mot_de_passe=propres["mot_de_passe"],
                telephone=propres["telephone"], voie=VOIE,
            )  # fmt: skip
            if not codes.utiliser(code, ouvert.acteur):
                raise ouverture.DejaOuvert
    except ouverture.DejaOuvert:
        return None
    return annoncer(request, ouvert)


def _connecter(request: HttpRequest, compte: Compte) -> HttpResponse:
    """A session like any other: allauth's flow, hooks, journal, mail."""
    request.voie_d_acces = VOIE  # type: ignore[attr-defined]
    frais = comptes().get(pk=compte.pk)
    frais.backend = settings.AUTHENTICATION_BACKENDS[0]
    flows.login.record_authentication(request, frais, method="code")
    return flows.login.perform_login(request, Login(user=frais))
