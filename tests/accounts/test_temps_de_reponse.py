"""Each way in takes the same time for a number that has an account and for one that nobody has (≤ 5 ms apart)."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.connexion import afflux
from accounts.connexion.code_provisoire import codes
from accounts.securite.captcha import defi
from ameli.noyau.saisie.nir import complet
from tests.fabriques import creer_agent, creer_assure, creer_compte, nir_d_essai
from tests.outils.temps import ECART_PERMIS_MS, ecart_ms

FAUX = "Un-mot-de-passe-faux-7"

Donnees = Callable[[str], dict[str, str]]


def captcha(usage: str) -> dict[str, str]:
    un = defi.nouveau(usage)
    return {"captcha_defi": un.jeton, "captcha": un.texte}


VOIES: dict[str, Donnees] = {
    "connexion": lambda nir: {"nir": nir, "mot_de_passe": FAUX},
    "oubli": lambda nir: {"nir": nir, "naissance": "15/06/1990", **captcha("oubli")},
    "code_provisoire": lambda nir: {"nir": nir, "code": "0000"},
    "borne": lambda nir: {"nir": complet(nir), "serie": "1234567890"},
    "premiere_visite_preuve": lambda nir: {"serie": "1234567", "iban": "3456705", **captcha("premiere_visite")},
}


@pytest.fixture
def lea(db, settings, monkeypatch):
    """Somebody with an account and a provisional code that waits; no limit stands in the way of the measure."""
    monkeypatch.setattr(afflux, "SEAU", afflux.Seau(10_000, 10_000))
    monkeypatch.setattr(codes, "ESSAIS", 10_000)
    settings.LIMITES = {nom: {**regle, "essais": 10_000} for nom, regle in settings.LIMITES.items()}
    assure = creer_assure()
    creer_compte(assure)
    codes.delivrer(assure, codes.Canal.ACCUEIL, motif="essai", agent=creer_agent())
    return assure


def duree(voie: str, nir: str) -> float:
    """Milliseconds of one wrong answer, from a device never seen."""
    client, donnees = Client(REMOTE_ADDR=f"203.0.113.{int(nir[-3:]) % 250}"), VOIES[voie](nir)
    if voie == "premiere_visite_preuve":
        identite = {"nir": complet(nir), "nom": "Duprat", "naissance": "15/06/1990", "code_postal": "40100"}
        assert client.post(reverse("premiere_visite"), identite).status_code == 302
    depart = time.perf_counter()
    reponse = client.post(reverse(voie), donnees)
    fini = (time.perf_counter() - depart) * 1000
    assert reponse.status_code in (200, 302), "measured on the answer that people get"
    return fini


@pytest.mark.parametrize("voie", VOIES)
def test_nobody_learns_from_the_time_of_an_answer_whether_a_number_has_an_account(lea, voie):
    """With the true parameters of Argon2."""
    connu, inconnu = lea.personne.nir, nir_d_essai(numero=89)
    duree(voie, inconnu), duree(voie, connu)
    assert ecart_ms(lambda: duree(voie, connu), lambda: duree(voie, inconnu)) <= ECART_PERMIS_MS
