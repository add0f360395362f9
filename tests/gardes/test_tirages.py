"""What must not be guessed is drawn anew each time: at one instant, for one person, from one seed, two draws differ."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import RequestFactory

from accounts.connexion.code_provisoire import codes as codes_provisoires
from accounts.informations import cartes_europeennes, cartes_vitale
from accounts.models import CodeProvisoire
from accounts.models.identifiants import identifiant_public
from accounts.securite import appareils, codes, jetons
from accounts.securite.captcha import defi
from ameli.noyau import horloge
from ameli.noyau.televersement.modeles import identifiant
from demarches.moteur.models import nouvelle_reference
from paiements.creances import solde
from tests.fabriques import creer_assure, creer_compte

TIRAGES = 30
MEME_A_UN_PRES = TIRAGES - 2  # the shortest has six digits: once in two thousand runs it comes twice
UN_QUART = timedelta(minutes=15)


def _appareil(compte, rang: int) -> str:
    request = RequestFactory().get("/")
    appareils.reconnaitre(request, compte)
    return request._appareil_a_poser


def _code_provisoire(compte, rang: int) -> str:
    return codes_provisoires.delivrer(compte.assure, CodeProvisoire.Canal.ACCUEIL, motif="essai")[1]


TIRES: dict[str, Callable] = {
    "security code": lambda compte, rang: codes.emettre(compte, f"essai-{rang}", "x", chiffres=6, duree=UN_QUART),
    "provisional code": _code_provisoire,
    "link of a mail": lambda compte, rang: jetons.creer(compte, "essai", "x", UN_QUART),
    "known device": _appareil,
    "challenge": lambda compte, rang: defi.nouveau("essai").texte,
    "address of a page": lambda compte, rang: identifiant_public(),
    "address of a file": lambda compte, rang: identifiant(),
    "reference of a démarche": lambda compte, rang: nouvelle_reference(),
    "reference of a debt": lambda compte, rang: solde._reference(compte.assure, horloge.aujourdhui()),
    "serial of a Vitale card": lambda compte, rang: cartes_vitale.nouvelle_serie(),
    "number of a European card": lambda compte, rang: cartes_europeennes.nouveau_numero("401"),
}


@pytest.mark.parametrize("tirer", TIRES.values(), ids=TIRES)
def test_two_draws_at_one_instant_differ(db, tirer):
    compte = creer_compte(creer_assure())
    vus = set()
    with time_machine.travel(horloge.temps_reel(), tick=False):
        for rang in range(TIRAGES):
            random.seed(0)
            vus.add(tirer(compte, rang))
    assert len(vus) >= MEME_A_UN_PRES
