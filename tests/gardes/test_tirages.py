"""What must not be guessed comes from the generator of the system, and from nothing else.

At one instant, for one person, from one seed, two draws differ; from the same bytes of the system, they are the same: no
clock, counter or weak generator enters.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from django.db import transaction
from django.middleware.csrf import _get_new_csrf_string
from django.test import RequestFactory

from accounts.connexion.code_provisoire import codes as codes_provisoires
from accounts.connexion.franceconnect.client import Exterieur
from accounts.informations import cartes_europeennes, cartes_vitale
from accounts.models import CodeProvisoire
from accounts.models.identifiants import identifiant_public
from accounts.securite import appareils, codes, jetons
from accounts.securite.captcha import defi
from ameli.noyau import horloge
from ameli.noyau.sessions import SessionStore
from ameli.noyau.televersement.modeles import identifiant
from demarches.moteur.models import nouvelle_reference
from paiements.creances import emission
from paiements.models import Avis
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


# Who has it is let in, and it may be tried without end: 128 bits or more. Short codes, which people copy, are held by tries.
LONGS: dict[str, Callable] = {
    "link of a mail": lambda compte, rang: jetons.creer(compte, "essai", "x", UN_QUART),
    "known device": _appareil,
    "key of a session": lambda compte, rang: SessionStore()._get_new_session_key(),
    "token of a form": lambda compte, rang: _get_new_csrf_string(),
    "seed of an application of codes": lambda compte, rang: generate_totp_secret(),
    "seed of the codes to print": lambda compte, rang: RecoveryCodes.generate_seed(),
    "departure to FranceConnect": lambda compte, rang: Exterieur().generate_state_param({}),
    "proof of a departure": lambda compte, rang: generate_code_challenge()["code_verifier"],
}
TIRES: dict[str, Callable] = {
    **LONGS,
    "security code": lambda compte, rang: codes.emettre(compte, f"essai-{rang}", "x", chiffres=6, duree=UN_QUART),
    "provisional code": _code_provisoire,
    "challenge": lambda compte, rang: defi.nouveau("essai").texte,
    "address of a page": lambda compte, rang: identifiant_public(),
    "address of a file": lambda compte, rang: identifiant(),
    "reference of a démarche": lambda compte, rang: nouvelle_reference(),
    "reference of a debt": lambda compte, rang: emission.reference(
        compte.assure, horloge.aujourdhui(), Avis.Nature.PFFR
    ),
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


def du_systeme(monkeypatch: pytest.MonkeyPatch, graine: str) -> None:
    """The system gives these bytes, the same from the same `graine`."""
    rang = 0

    def urandom(taille: int) -> bytes:
        nonlocal rang
        rang += 1
        return hashlib.shake_256(f"{graine}{rang}".encode()).digest(taille)

    for module in ("os.urandom", "random._urandom"):
        monkeypatch.setattr(module, urandom)


@pytest.mark.parametrize("tirer", TIRES.values(), ids=TIRES)
def test_a_draw_is_made_of_bytes_of_the_system_and_of_nothing_else(db, tirer, monkeypatch):
    compte, vus = creer_compte(creer_assure()), []
    for graine in ("a", "a", "b"):
        du_systeme(monkeypatch, graine)
        with transaction.atomic():
            vus.append(tirer(compte, 0))
            transaction.set_rollback(True)
    assert vus[0] == vus[1] != vus[2]


@pytest.mark.parametrize("tirer", LONGS.values(), ids=LONGS)
def test_what_may_be_tried_without_end_has_128_bits(db, tirer):
    compte = creer_compte(creer_assure())
    tires = [str(tirer(compte, rang)) for rang in range(TIRAGES)]
    signes = len(set("".join(tires)))
    assert min(len(tire) for tire in tires) * math.log2(signes) >= 128
