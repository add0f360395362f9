"""What a false or broken provider may send: each is refused, opens nothing, and leaves no trace but a line of log."""

from __future__ import annotations

import base64
import json
from typing import Any

import jwt
import pytest
import requests
from django.test import Client
from django.urls import reverse

from accounts.connexion.franceconnect.rattachement import empreinte_du_sub
from accounts.models import Connexion, LienFranceConnect
from ameli.noyau.horloge import temps_reel
from tests.accounts.fournisseur import EMETTEUR, SUB, Faux, cle_ec, cle_rsa, faux, publique  # noqa: F401
from tests.fabriques import PREMIER_JOUR, creer_assure, creer_compte

pytestmark = pytest.mark.django_db


def _b64(donnees: bytes) -> str:
    return base64.urlsafe_b64encode(donnees).rstrip(b"=").decode()


def _sans_signature(alg: str, dits: dict[str, Any]) -> str:
    entete = _b64(json.dumps({"alg": alg, "typ": "JWT", "kid": "k1"}).encode())
    return f"{entete}.{_b64(json.dumps(dits).encode())}."


def _hmac_avec_la_cle_publique(dits: dict[str, Any]) -> str:
    """Key confusion: the public key used as the secret of an HMAC."""
    import hashlib
    import hmac

    secret = json.dumps(publique(cle_ec(), "k1")).encode()
    corps = f"{_b64(json.dumps({'alg': 'HS256', 'kid': 'k1'}).encode())}.{_b64(json.dumps(dits).encode())}"
    return f"{corps}.{_b64(hmac.new(secret, corps.encode(), hashlib.sha256).digest())}"


def _corps_change(dits: dict[str, Any]) -> str:
    vrai = jwt.encode(dits, cle_ec(), algorithm="ES256", headers={"kid": "k1"})
    entete, _, signature = vrai.split(".")
    return f"{entete}.{_b64(json.dumps({**dits, 'sub': 'un autre'}).encode())}.{signature}"


def _maintenant() -> int:
    return int(temps_reel().timestamp())


ATTAQUES: dict[str, Any] = {
    "alg none": lambda f: setattr(f, "signer", lambda dits: _sans_signature("none", dits)),
    "alg None in capitals": lambda f: setattr(f, "signer", lambda dits: _sans_signature("NONE", dits)),
    "signature cut off": lambda f: setattr(f, "signer", lambda dits: _sans_signature("ES256", dits)),
    "HMAC with the public key": lambda f: setattr(f, "signer", _hmac_avec_la_cle_publique),
    "HMAC with the client secret": lambda f: setattr(
        f, "signer", lambda d: jwt.encode(d, "secret" * 8, algorithm="HS256", headers={"kid": "k1"})
    ),
    "claims changed after signing": lambda f: setattr(f, "signer", _corps_change),
    "another key under the same name": lambda f: setattr(f, "cle", cle_ec("voleur")),
    "a key of an unknown name": lambda f: setattr(f, "kid", "inconnue"),
    "no name of key": lambda f: setattr(
        f, "signer", lambda d: jwt.encode(d, cle_ec(), algorithm="ES256")
    ),
    "the key inside the token": lambda f: setattr(
        f, "signer", lambda d: jwt.encode(
            d, cle_ec("voleur"), algorithm="ES256", headers={"kid": "voleur", "jwk": publique(cle_ec("voleur"), "voleur")}
        )
    ),
    "keys elsewhere (jku)": lambda f: setattr(
        f, "signer", lambda d: jwt.encode(
            d, cle_ec("voleur"), algorithm="ES256", headers={"kid": "v", "jku": "https://mechant.exemple/jwks"}
        )
    ),
    "an extension that must be understood (crit)": lambda f: f.entete.update({"crit": ["x"], "x": 1}),
    "an algorithm that is not the one of the key": lambda f: f.__dict__.update(cle=cle_rsa(), algorithme="RS512", kid="r1"),
    "RSA-PSS": lambda f: f.__dict__.update(cle=cle_rsa(), algorithme="PS256", kid="r1"),
    "two keys of one name": lambda f: f.cles.append(publique(cle_ec("voleur"), "k1")),
    "a key for encryption": lambda f: f.cles[0].update(use="enc"),
    "another issuer": lambda f: f.jeton.update(iss="https://ailleurs.exemple"),
    "issuer with a slash": lambda f: f.jeton.update(iss=EMETTEUR + "/"),
    "no issuer": lambda f: f.jeton.update(iss=...),
    "another audience": lambda f: f.jeton.update(aud="un-autre-site"),
    "audience shared with others": lambda f: f.jeton.update(aud=["compte-ameli", "un-autre-site"]),
    "no audience": lambda f: f.jeton.update(aud=...),
    "authorised party is another": lambda f: f.jeton.update(azp="un-autre-site"),
    "expired": lambda f: f.jeton.update(exp=_maintenant() - 120),
    "never expires": lambda f: f.jeton.update(exp=...),
    "made long ago": lambda f: f.jeton.update(iat=_maintenant() - 3600),
    "made in the future": lambda f: f.jeton.update(iat=_maintenant() + 3600),
    "valid later": lambda f: f.jeton.update(nbf=_maintenant() + 3600),
    "another nonce": lambda f: f.jeton.update(nonce="un autre"),
    "no nonce": lambda f: f.jeton.update(nonce=...),
    "nonce that is not a text": lambda f: f.jeton.update(nonce=["x"]),
    "no level of assurance": lambda f: f.jeton.update(acr=...),
    "level of assurance too low": lambda f: f.jeton.update(acr="eidas0"),
    "no sub": lambda f: f.jeton.update(sub=...),
    "empty sub": lambda f: f.jeton.update(sub=""),
    "token of another access token": lambda f: f.jeton.update(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "no ID token": lambda f: f.reponse_du_jeton.update(id_token=None),
    "not a token": lambda f: f.reponse_du_jeton.update(id_token="bonjour"),
    "a token of one megabyte": lambda f: f.jeton.update(x="x" * 1_000_000),
    "another kind of access token": lambda f: f.reponse_du_jeton.update(token_type="mac"),
    "identity of somebody else": lambda f: f.informations.update(sub="un autre"),
    "identity not signed": lambda f: setattr(f, "genre_des_informations", "application/json"),
    "identity with alg none": lambda f: setattr(f, "signer_informations", lambda d: _sans_signature("none", d)),
    "identity signed by another key": lambda f: setattr(
        f, "signer_informations", lambda d: jwt.encode(d, cle_ec("voleur"), algorithm="ES256", headers={"kid": "k1"})
    ),
    "identity for another site": lambda f: f.informations.update(aud="un-autre-site"),
    "identity of another issuer": lambda f: f.informations.update(iss="https://ailleurs.exemple"),
    "code refused by the provider": lambda f: f.pannes.update({"/token": 400}),
}  # fmt: skip


@pytest.fixture
def lea():
    """A person whom this very identity opens: an attack that passed would sign in."""
    assure = creer_assure()
    compte = creer_compte(assure)
    LienFranceConnect.objects.create(
        compte=compte, emetteur=EMETTEUR, sub_empreinte=empreinte_du_sub(EMETTEUR, SUB), lie_le=PREMIER_JOUR
    )
    return assure


def refuse(client: Client, reponse: Any, motif: str = "refuse") -> None:
    assert reponse["Location"] == reverse("franceconnect_ecran", args=[motif])
    assert "_auth_user_id" not in client.session
    assert not Connexion.objects.filter(resultat="REUSSIE").exists()


def test_the_same_answer_without_attack_signs_in(client, lea, faux: Faux):  # noqa: F811
    assert faux.aller_et_revenir(client)["Location"] == "/"
    assert int(client.session["_auth_user_id"]) == lea.compte.pk


@pytest.mark.parametrize("nom", ATTAQUES)
def test_a_false_token_is_refused(client, lea, faux: Faux, nom: str):  # noqa: F811
    ATTAQUES[nom](faux)
    refuse(client, faux.aller_et_revenir(client))


def test_a_short_rsa_key_is_refused(client, lea, faux: Faux):  # noqa: F811
    faux.cles = [publique(cle_rsa(1024), "r1")]
    faux.signer = lambda dits: jwt.encode(dits, cle_rsa(1024), algorithm="RS256", headers={"kid": "r1"})
    with pytest.warns(jwt.warnings.InsecureKeyLengthWarning):
        refuse(client, faux.aller_et_revenir(client))


def test_rs256_is_accepted_as_es256(client, lea, faux: Faux):  # noqa: F811
    faux.cle, faux.algorithme, faux.kid = cle_rsa(), "RS256", "r1"
    assert faux.aller_et_revenir(client)["Location"] == "/"


def test_new_keys_of_the_provider_are_read_at_their_first_use(client, lea, faux: Faux):  # noqa: F811
    faux.aller_et_revenir(client)
    faux.cles, faux.cle, faux.kid = [publique(cle_ec("nouvelle"), "k2")], cle_ec("nouvelle"), "k2"
    autre = Client()
    assert faux.aller_et_revenir(autre)["Location"] == "/"
    assert faux.demandes.count("/jwks") == 2


def test_a_return_cannot_be_played_twice(client, lea, faux: Faux):  # noqa: F811
    demande = faux.partir(client)
    retour = {"code": "code", "state": demande["state"], "iss": EMETTEUR}
    assert client.get(reverse("franceconnect_retour"), retour)["Location"] == "/"
    client.post(reverse("deconnexion"))
    assert client.get(reverse("franceconnect_retour"), retour)["Location"].endswith("/refuse/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("etat", ["", "inconnu", ...])
def test_a_return_without_its_state_is_refused(client, lea, faux: Faux, etat: Any):  # noqa: F811
    refuse(client, faux.aller_et_revenir(client, state=etat))


def test_the_state_of_another_browser_is_refused(client, lea, faux: Faux):  # noqa: F811
    """Login CSRF: the thief's return, opened in the victim's browser."""
    volee = faux.partir(Client())["state"]
    refuse(client, faux.aller_et_revenir(client, state=volee))


def test_the_return_of_another_provider_is_refused(client, lea, faux: Faux):  # noqa: F811
    """Mix-up: `iss` of the return is not ours."""
    refuse(client, faux.aller_et_revenir(client, iss="https://ailleurs.exemple"))


def test_a_discovery_document_that_calls_itself_otherwise_is_not_followed(client, lea, faux: Faux):  # noqa: F811
    faux.decouverte["issuer"] = "https://ailleurs.exemple"
    assert faux.partir(client)["ecran"].endswith("/indisponible/")


@pytest.mark.parametrize(
    "nom", ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint"]
)
def test_an_address_outside_the_provider_is_not_followed(client, lea, faux: Faux, nom: str):  # noqa: F811
    faux.decouverte[nom] = "https://mechant.exemple/x"
    assert faux.partir(client)["ecran"].endswith("/indisponible/")


@pytest.mark.parametrize("panne", [requests.ConnectTimeout(), requests.ReadTimeout(), requests.ConnectionError(), 503])
@pytest.mark.parametrize("chemin", ["/token", "/userinfo", "/jwks"])
def test_a_provider_that_fails_on_the_way_has_its_own_screen(client, lea, faux: Faux, chemin: str, panne: Any):  # noqa: F811
    faux.pannes[chemin] = panne
    refuse(client, faux.aller_et_revenir(client), "indisponible")


def test_after_a_failure_nobody_waits_for_a_while(client, lea, faux: Faux):  # noqa: F811
    faux.pannes["/.well-known/openid-configuration"] = requests.ReadTimeout()
    assert faux.partir(client)["ecran"].endswith("/indisponible/")
    assert faux.partir(Client())["ecran"].endswith("/indisponible/")
    assert len(faux.demandes) == 1
