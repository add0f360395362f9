"""Speak with FranceConnect: discovery, keys, tokens, identity, sign-out. allauth's OpenID Connect client does the exchange
(state, PKCE, code); its answer is believed after `jetons` only.
"""

from __future__ import annotations

import hashlib
import secrets
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
import structlog
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from requests.adapters import BaseAdapter

from accounts.connexion.franceconnect import jetons
from ameli.noyau import reseau

journal = structlog.get_logger()

NOM = "franceconnect"
# The pivot identity and an e-mail to suggest. Nothing more is asked than what is used.
CHAMPS = ["openid", "family_name", "given_name", "birthdate", "gender", "birthplace", "birthcountry", "email"]
ADRESSES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
FIN = "end_session_endpoint"
DUREE_DES_ADRESSES = 900  # seconds: longer than a sign-in
DUREE_DES_CLES = 3600
OCTETS_MAXIMUM = 200_000


class Indisponible(RuntimeError):
    """FranceConnect does not answer, or not as it should."""


class Exterieur(DefaultSocialAccountAdapter):
    """What allauth asks of this site: nobody signs up there, states are long, requests end soon and follow nothing."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def generate_state_param(self, state: dict[str, Any]) -> str:
        return secrets.token_urlsafe(32)

    def get_requests_session(self) -> requests.Session:
        session = requests.Session()
        session.max_redirects = 0
        session.trust_env = False
        session.hooks["response"] = [_en_panne]
        for schema in ("https://", "http://"):
            session.mount(schema, _EnTemps())
        return session


class _EnTemps(BaseAdapter):
    """Requests over the lines of this product: over in time, and of a bounded length, whatever FranceConnect does."""

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        corps = request.body.encode() if isinstance(request.body, str) else request.body
        try:
            recue = reseau.demander(
                str(request.url), methode=str(request.method), corps=corps, entetes=request.headers,
                secondes=settings.FRANCECONNECT["patience"], octets_maximum=OCTETS_MAXIMUM,
            )  # fmt: skip
        except OSError as panne:
            raise requests.ConnectionError(str(panne), request=request) from panne
        reponse = requests.Response()
        reponse.status_code, reponse._content, reponse._content_consumed = recue.statut, recue.octets, True  # type: ignore[attr-defined]
        reponse.headers.update(recue.entetes)
        reponse.request, reponse.url = request, str(request.url)
        reponse.encoding = requests.utils.get_encoding_from_headers(reponse.headers)
        return reponse

    def close(self) -> None:
        """Nothing is kept open."""


def _en_panne(reponse: requests.Response, *args: Any, **kwargs: Any) -> None:
    """A provider that is down is not one that refuses."""
    if reponse.status_code >= 500:
        reponse.raise_for_status()


class Adresses(OpenIDConnectOAuth2Adapter):
    """allauth's exchange with our provider: configured in settings, read nowhere else."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, NOM)

    @property
    def openid_config(self) -> dict[str, Any]:
        return decouverte()

    @property
    def basic_auth(self) -> bool:
        return False

    def get_provider(self) -> Fournisseur:
        reglages = settings.FRANCECONNECT
        app = SocialApp(
            provider="openid_connect", provider_id=NOM, name="FranceConnect", client_id=reglages["client"],
            secret=reglages["secret"],
            settings={"server_url": reglages["emetteur"], "oauth_pkce_enabled": True, "scope": CHAMPS},
        )  # fmt: skip
        return Fournisseur(self.request, app=app)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("franceconnect_retour"))


class Fournisseur(OpenIDConnectProvider):
    def get_oauth2_adapter(self, request: HttpRequest) -> Adresses:
        return Adresses(request)


def envoyer(request: HttpRequest, suite: str) -> HttpResponse:
    """To FranceConnect, with a new state, nonce and PKCE verifier kept in the session. Raises Indisponible."""
    decouverte(relire=True)  # before anybody leaves: a person in front of a dead page has no way back
    nonce = secrets.token_urlsafe(32)
    parametres = {"nonce": nonce, "acr_values": "eidas1", "prompt": "login consent"}
    return Adresses(request).get_provider().redirect(
        request, process="login", next_url=suite or None, auth_params=parametres, nonce=nonce
    )  # fmt: skip


def recevoir(request: HttpRequest, etat: dict[str, Any], code: str) -> tuple[dict[str, Any], str]:
    """What FranceConnect says of the person, and the ID token to give back at sign-out.

    `etat` is what was kept at departure. Raises Indisponible, and JetonRefuse when something is not to be believed.
    """
    adresses = Adresses(request)
    client = adresses.get_client(request, adresses.get_provider().app)
    try:
        with _ligne():
            recus = client.get_access_token(code, pkce_code_verifier=etat["pkce_code_verifier"])
    except OAuth2Error as refus:
        raise jetons.JetonRefuse("token endpoint") from refus
    acces, identite = recus.get("access_token"), recus.get("id_token")
    if not isinstance(acces, str) or not isinstance(identite, str) or str(recus.get("token_type")).lower() != "bearer":
        raise jetons.JetonRefuse("token endpoint: answer")
    reglages = settings.FRANCECONNECT
    commun = {"emetteur": reglages["emetteur"], "client": reglages["client"]}
    dits = _avec_les_cles(
        lambda cles: jetons.verifier_identite(identite, cles=cles, nonce=etat["nonce"], jeton_d_acces=acces, **commun)
    )
    informations = _informations(acces)
    return _avec_les_cles(
        lambda cles: jetons.verifier_informations(informations, cles=cles, sub=dits["sub"], **commun)
    ), identite


def adresse_de_fin(request: HttpRequest, jeton: str) -> str:
    """Where to end the session of FranceConnect too; empty when it never said where. No request is made."""
    fin = cache.get(_cle("fin"))
    if not fin:
        return ""
    parametres = {
        "id_token_hint": jeton, "state": secrets.token_urlsafe(32),
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("connexion")),
    }  # fmt: skip
    return f"{fin}?{urlencode(parametres)}"


def decouverte(relire: bool = False) -> dict[str, Any]:
    """The addresses of FranceConnect. It must call itself as we were told, and stay on the origin of its issuer.

    Raises Indisponible.
    """
    connues = None if relire else cache.get(_cle("adresses"))
    if connues is not None:
        return connues
    emetteur = settings.FRANCECONNECT["emetteur"]
    dites = _json(f"{emetteur}/.well-known/openid-configuration")
    if dites.get("issuer") != emetteur:
        raise Indisponible("issuer of the discovery document")
    lues = {nom: str(dites.get(nom, "")) for nom in (*ADRESSES, FIN)}
    for nom, adresse in lues.items():
        if (adresse or nom != FIN) and urlsplit(adresse)[:2] != urlsplit(emetteur)[:2]:
            raise Indisponible(f"{nom} of the discovery document")
    cache.set(_cle("adresses"), lues, DUREE_DES_ADRESSES)
    cache.set(_cle("fin"), lues[FIN], int(settings.SESSION_DUREE_MAXIMALE.total_seconds()) + DUREE_DES_ADRESSES)
    return lues


def _avec_les_cles(verifier: Any) -> dict[str, Any]:
    """Verify with the keys that we know; one name that we do not know, and they are read again, once."""
    connues = cache.get(_cle("cles"))
    if connues is not None:
        try:
            return verifier(connues)
        except jetons.CleInconnue:
            journal.info("franceconnect_cles_relues")
    lues = _json(decouverte()["jwks_uri"])
    cache.set(_cle("cles"), lues, DUREE_DES_CLES)
    return verifier(lues)


def _informations(acces: str) -> str:
    with _ligne(), get_adapter().get_requests_session() as session:
        reponse = session.get(decouverte()["userinfo_endpoint"], headers={"Authorization": f"Bearer {acces}"})
        reponse.raise_for_status()
    if reponse.headers.get("Content-Type", "").split(";")[0].strip().lower() != "application/jwt":
        raise jetons.JetonRefuse("userinfo: not signed")
    return reponse.text.strip()


def _json(adresse: str) -> dict[str, Any]:
    with _ligne(), get_adapter().get_requests_session() as session:
        reponse = session.get(adresse)
        reponse.raise_for_status()
        lu = reponse.json()
    if not isinstance(lu, dict):
        raise Indisponible("answer is not an object")
    return lu


@contextmanager
def _ligne() -> Any:
    """A request to FranceConnect. After one that failed, the next ones fail at once for a while: a slow provider must not
    hold the workers of a site that is well.
    """
    if cache.get(_cle("panne")):
        raise Indisponible("it failed a moment ago")
    try:
        yield
    except (requests.RequestException, Indisponible) as panne:
        cache.set(_cle("panne"), True, int(settings.FRANCECONNECT["repos"].total_seconds()))
        journal.warning("franceconnect_indisponible", cause=type(panne).__name__)
        raise Indisponible(type(panne).__name__) from panne


def _cle(nom: str) -> str:
    """Of this issuer: what another one said, before the configuration changed, is forgotten."""
    return f"franceconnect:{hashlib.sha256(settings.FRANCECONNECT['emetteur'].encode()).hexdigest()[:16]}:{nom}"
