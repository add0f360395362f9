"""Each outside service, tried closed, silent, slow, endless and cut: nobody waits for long, nothing is lost, the page says what to do."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
import requests
from django.test import Client
from django.urls import reverse

from ameli.noyau import envois, horloge
from ameli.noyau.envois import transports
from ameli.noyau.models import Envoi
from ameli.noyau.televersement import antivirus
from demarches.catalogue.adresse import geocodage
from tests.fabriques import connecter, creer_assure, creer_compte
from tests.outils.hostile import MANIERES, hostile

pytestmark = pytest.mark.django_db
SUGGESTIONS = "/demarches/adresse/suggestions/"


@pytest.fixture(params=MANIERES)
def port(request) -> Iterator[int]:
    """Of a partner that misbehaves."""
    with hostile(request.param) as port:
        yield port


@pytest.fixture
def chrono() -> Iterator[None]:
    """What is done takes less than three seconds, where each partner has half a second."""
    debut = time.monotonic()
    yield
    assert time.monotonic() - debut < 3


@pytest.fixture
def lea() -> Client:
    assure = creer_assure()
    return connecter(Client(), creer_compte(assure))


@pytest.mark.parametrize("service", ["banque", "kiosque", "sms", "lettres"])
def test_what_a_partner_did_not_answer_waits_whole_and_is_tried_again(settings, monkeypatch, port, service):
    monkeypatch.setattr(transports, "DELAI_HTTP", 0.5)
    ici = f"http://127.0.0.1:{port}/"
    settings.PARTENAIRES = {"banque": ici, "kiosque": ici}
    settings.CONFIGURATION = {
        **{nom: settings.CONFIGURATION[nom] for nom in ("AMELI_CLES_CHIFFREMENT", "AMELI_CLE_EMPREINTE", "REDIS_URL")},
        "AMELI_SMS_URL": ici, "AMELI_LETTRES_URL": ici,
    }  # fmt: skip
    for n in range(4):
        if service in settings.PARTENAIRES:
            envois.deposer_appel(partenaire=service, donnees={"n": n}, cle=f"{n}", objet="")
        else:
            envois.deposer_sms(a="0639981234", texte=f"code {n}", cle=f"{n}")
    if service == "lettres":
        Envoi.objects.update(canal=Envoi.Canal.LETTRE)
    debut = time.monotonic()
    envois.livrer()
    assert time.monotonic() - debut < 3
    attendent = Envoi.objects.order_by("id")
    assert {(un.etat, un.essai_le > horloge.temps_reel()) for un in attendent} == {(Envoi.Etat.EN_ATTENTE, True)}
    assert [next(iter(json.loads(un.contenu).values())) for un in attendent] in (
        [0, 1, 2, 3],
        [f"code {n}" for n in range(4)],
    )


def test_while_the_geocoder_misbehaves_the_address_is_typed_by_hand(settings, monkeypatch, lea, port, chrono):
    monkeypatch.setattr(geocodage, "DELAI", 0.5)
    geocodage.cache.clear()
    settings.GEOCODAGE_URL = f"http://127.0.0.1:{port}"
    assert lea.post(SUGGESTIONS, {"q": "8 rue des arenes"}).json() == {"suggestions": [], "indisponible": True}
    geocodage.cache.clear()


@pytest.mark.parametrize("statut", [301, 302, 308, 401, 403, 404, 410])
def test_a_geocoder_that_is_not_at_that_address_is_an_error_that_names_the_variable(
    settings, passerelle_adresses, lea, caplog, statut
):
    passerelle_adresses(statut)
    assert lea.post(SUGGESTIONS, {"q": "8 rue des arenes"}).json()["indisponible"] is True
    (ligne,) = [une for une in caplog.records if "geocodage_mal_regle" in str(une.msg)]
    assert (ligne.levelname, "AMELI_GEOCODAGE_URL" in str(ligne.msg), f"HTTP {statut}" in str(ligne.msg)) == (
        "ERROR",
        True,
        True,
    )


@pytest.fixture
def passerelle_adresses(settings) -> Iterator:
    """A geocoder whose answers always have the status that it is given."""
    piles = []

    def installer(statut: int) -> None:
        debut = f"HTTP/1.1 {statut} x\r\nLocation: http://ailleurs.exemple/\r\nContent-Length: 0\r\n".encode()
        geocodage.cache.clear()
        pile = hostile("goutte", debut=debut)
        settings.GEOCODAGE_URL = f"http://127.0.0.1:{pile.__enter__()}/base"
        piles.append(pile)

    yield installer
    for pile in piles:
        pile.__exit__(None, None, None)
    geocodage.cache.clear()


def test_while_franceconnect_misbehaves_its_screen_says_to_sign_in_another_way(settings, port, chrono, monkeypatch):
    from accounts.connexion.franceconnect import client

    monkeypatch.setattr(client, "_cle", lambda nom: f"franceconnect:{port}:{nom}")
    settings.FRANCECONNECT = {**settings.FRANCECONNECT, "emetteur": f"http://127.0.0.1:{port}", "patience": 0.5}
    reponse = Client().post(reverse("franceconnect"), follow=True)
    assert reponse.redirect_chain[-1][0].endswith("/indisponible/")
    page = reponse.content.decode()
    assert "mot de passe" in page and reverse("connexion") in page


def test_while_the_antivirus_misbehaves_a_file_waits_in_quarantine(settings, port, chrono, monkeypatch):
    monkeypatch.setattr(antivirus, "ATTENTE", 0.5)
    settings.ANTIVIRUS = f"tcp://127.0.0.1:{port}"
    with pytest.raises(antivirus.AntivirusMuet):
        antivirus.analyser(b"x" * 1_000_000)


def test_an_answer_of_franceconnect_that_leads_elsewhere_is_not_followed():
    from accounts.connexion.franceconnect.client import Exterieur

    debut = b"HTTP/1.1 302 x\r\nLocation: http://ailleurs.exemple/\r\nContent-Length: 0\r\n\r\n"
    with hostile("goutte", debut=debut) as port, pytest.raises(requests.TooManyRedirects):
        Exterieur().get_requests_session().get(f"http://127.0.0.1:{port}/", timeout=2)
