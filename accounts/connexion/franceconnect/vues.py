"""Pages of « S'identifier avec FranceConnect »: departure, return, the number asked once, and the screens of what fails."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from functools import wraps
from typing import Any

import structlog
from allauth.account.adapter import get_adapter
from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.internal import statekit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.connexion import voies
from accounts.connexion.blocage import bloquee
from accounts.connexion.franceconnect import client, rattachement
from accounts.connexion.franceconnect.ecrans import ECRANS
from accounts.connexion.franceconnect.formulaires import FormulaireRattachement
from accounts.connexion.franceconnect.jetons import JetonRefuse
from accounts.connexion.franceconnect.rattachement import EnCours, Impossible
from accounts.models import Compte, Personne
from accounts.securite import limites
from ameli.noyau.horloge import maintenant
from ameli.noyau.lecture_seule import peut_ecrire

journal = structlog.get_logger()

VOIE = voies.FRANCECONNECT.value
BLOQUE = "franceconnect_bloque_jusqu_a"
NUMERO_DIFFERENT = (
    "Ce numéro n’est pas celui du dossier trouvé avec votre identité. Recopiez celui de votre carte Vitale."
)


def ouverte_aux_visiteurs(vue: Any) -> Any:
    """Of a person who is signed in, nothing is asked; of anybody, while the way in is closed."""

    @login_not_required
    @wraps(vue)
    def protegee(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        if not voies.ouverte(VOIE):
            return _ecran("suspendu")
        try:
            return vue(request)
        except Impossible as refus:
            request.session.pop(rattachement.CLE, None)
            return _ecran(refus.motif)
        except ImmediateHttpResponse as reponse:
            return reponse.response

    return protegee


@require_POST
@ouverte_aux_visiteurs
def partir(request: HttpRequest) -> HttpResponse:
    """To FranceConnect."""
    try:
        return client.envoyer(request, _suite(request))
    except client.Indisponible:
        raise Impossible("indisponible") from None


@peut_ecrire("the provider sends the browser back with a GET: the state is used up and the session begins")
@require_GET
@ouverte_aux_visiteurs
def revenir(request: HttpRequest) -> HttpResponse:
    """Back from FranceConnect: into the account, to the number asked once, or to a screen that says what to do."""
    etat = statekit.unstash_state(request, provider_id=client.NOM, state_id=request.GET.get("state", ""))
    emetteur = settings.FRANCECONNECT["emetteur"]
    if etat is None or not hmac.compare_digest(request.GET.get("iss", emetteur).encode(), emetteur.encode()):
        return _refuser("state or iss of the return")
    if "error" in request.GET:
        raise Impossible("annule" if request.GET["error"] == "access_denied" else "refuse")
    try:
        dits, jeton = client.recevoir(request, etat, request.GET.get("code", ""))
    except client.Indisponible:
        raise Impossible("indisponible") from None
    except JetonRefuse as refus:
        return _refuser(str(refus))
    suite = etat.get("next") or ""
    compte = rattachement.compte_lie(emetteur, dits["sub"])
    if compte is not None:
        return _entrer(request, compte, suite, jeton)
    rattachement.preparer(dits, emetteur, suite=suite, jeton=jeton).garder(request)
    return redirect("franceconnect_rattacher")


@require_http_methods(["GET", "HEAD", "POST"])
@ouverte_aux_visiteurs
def rattacher(request: HttpRequest) -> HttpResponse:
    """The number, once; and the e-mail of who opens an account so."""
    attente = EnCours.de(request)
    assure = attente.dossier if attente is not None else None
    if attente is None or assure is None:
        return _ecran("trop-tard")
    ouvre_un_compte = getattr(assure, "compte", None) is None
    formulaire = FormulaireRattachement(
        request.POST or None, ouvre_un_compte=ouvre_un_compte, initial={"courriel": attente.courriel}
    )
    if request.method == "POST" and formulaire.is_valid():
        if _numero_juste(request, attente, assure.personne, formulaire.cleaned_data["nir"]):
            compte = rattachement.lier(attente, assure, formulaire.cleaned_data.get("courriel", ""))
            request.session.pop(rattachement.CLE, None)
            return _entrer(request, compte, attente.suite, attente.jeton)
        formulaire.add_error("nir", NUMERO_DIFFERENT)
    contexte = {"form": formulaire, "prenom": assure.personne.prenom, "ouvre_un_compte": ouvre_un_compte}
    return render(request, "connexion/franceconnect/rattacher.html", contexte)


@require_GET
@login_not_required
def ecran(request: HttpRequest, motif: str) -> HttpResponse:
    """Why it stopped, and what to do."""
    if motif not in (*ECRANS, "trop-d-essais"):
        raise Http404
    if motif == "trop-d-essais":
        return _trop_d_essais(request)
    une = ECRANS[motif]
    contexte = {"ecran": une, "reessayer": une.reessayer and voies.ouverte(VOIE)}
    return render(request, "connexion/franceconnect/ecran.html", contexte, status=une.statut)


def _trop_d_essais(request: HttpRequest) -> HttpResponse:
    """The screen of the limit, for the browser whose identity met it; the way in for any other."""
    jusqu_a = datetime.fromtimestamp(request.session.get(BLOQUE, 0), UTC)
    return bloquee(request, "franceconnect_numero", jusqu_a) if jusqu_a > maintenant() else redirect("connexion")


def fin_de_session(request: HttpRequest) -> str:
    """Where sign-out must lead when the person came by FranceConnect, or an empty string. Before the session is flushed."""
    jeton = request.session.get(rattachement.JETON)
    return client.adresse_de_fin(request, jeton) if jeton and settings.FRANCECONNECT["emetteur"] else ""


def _entrer(request: HttpRequest, compte: Compte, suite: str, jeton: str) -> HttpResponse:
    """A session like any other: allauth's flow, hooks, journal, mail."""
    request.voie_d_acces = VOIE  # type: ignore[attr-defined]
    flows.login.record_authentication(request, compte, method="socialaccount", provider=client.NOM)
    reponse = flows.login.perform_login(
        request, Login(user=compte, redirect_url=suite or None, email_verification=EmailVerificationMethod.NONE)
    )
    if request.user.is_authenticated:
        request.session[rattachement.JETON] = jeton
    return reponse


def _numero_juste(request: HttpRequest, attente: EnCours, personne: Personne, nir: str) -> bool:
    """Counted for the identity that asks, so that nobody shuts out somebody else. Raises Impossible after too many."""
    sujet = attente.sub_empreinte
    prise = limites.prendre("franceconnect_numero", sujet)
    juste = prise.permis and personne.a_pour_numero(nir)
    if not juste and prise.jusqu_a is not None:
        request.session[BLOQUE] = prise.jusqu_a.timestamp()
        raise Impossible("trop-d-essais")
    if juste:
        limites.oublier("franceconnect_numero", sujet)
    return juste


def _suite(request: HttpRequest) -> str:
    """The page of ours that was asked for, never a place of the agents; empty for the home."""
    suite = request.POST.get("next", "")
    sure = suite and get_adapter(request).is_safe_url(suite) and not suite.startswith(reverse("admin:index"))
    return suite if sure else ""


def _refuser(regle: str) -> HttpResponse:
    journal.warning("franceconnect_refuse", regle=regle)
    return _ecran("refuse")


def _ecran(motif: str) -> HttpResponse:
    return redirect("franceconnect_ecran", motif)
