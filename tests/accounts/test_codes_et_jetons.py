"""Codes and links prove one thing, for a short time, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from accounts.models import CodeSecurite, JetonSecurite
from accounts.securite import codes, jetons
from ameli.noyau import horloge
from tests.fabriques import creer_assure, creer_compte
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db

QUART = timedelta(minutes=15)


@pytest.fixture
def compte():
    return creer_compte(creer_assure())


@pytest.fixture
def horloge_murale():
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False) as voyage:
        yield voyage


def faux(code: str) -> str:
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"


def test_a_right_code_is_accepted_once(compte):
    code = codes.emettre(compte, "iban", "brouillon-a", duree=QUART)
    assert len(code) == 4
    assert codes.verifier(compte, "iban", "brouillon-a", f"{code[:2]} {code[2:]}") == codes.Resultat(True, 2, "")
    assert codes.deja_verifie(compte, "iban", "brouillon-a")
    assert codes.verifier(compte, "iban", "brouillon-a", code).motif == "absent"


def test_three_wrong_tries_kill_the_code(compte):
    code = codes.emettre(compte, "iban", "brouillon-a", duree=QUART)
    essais = [codes.verifier(compte, "iban", "brouillon-a", faux(code)) for _ in range(3)]
    assert [(essai.essais_restants, essai.motif) for essai in essais] == [(2, "faux"), (1, "faux"), (0, "epuise")]
    assert not codes.verifier(compte, "iban", "brouillon-a", code).valide
    assert not codes.deja_verifie(compte, "iban", "brouillon-a")


def test_a_code_is_worth_nothing_for_another_request_account_or_usage(compte):
    autre = creer_compte(creer_assure())
    code = codes.emettre(compte, "iban", "brouillon-a", duree=QUART)
    assert codes.verifier(compte, "iban", "brouillon-b", code).motif == "absent"
    assert codes.verifier(autre, "iban", "brouillon-a", code).motif == "absent"
    assert codes.verifier(compte, "connexion", "brouillon-a", code).motif == "absent"
    assert codes.verifier(compte, "iban", "brouillon-a", code).valide


def test_a_code_lives_by_the_clock_of_the_domain(compte):
    code = codes.emettre(compte, "iban", "brouillon-a", duree=QUART)
    horloge.regler_decalage(QUART)
    assert codes.verifier(compte, "iban", "brouillon-a", code) == codes.Resultat(False, 0, "expire")


def test_a_new_code_kills_the_former(compte, horloge_murale):
    premier = codes.emettre(compte, "iban", "brouillon-a", duree=QUART)
    horloge_murale.shift(timedelta(seconds=61))
    second = codes.emettre(compte, "iban", "brouillon-a", duree=QUART)
    if premier != second:
        assert codes.verifier(compte, "iban", "brouillon-a", premier).motif == "faux"
    assert codes.verifier(compte, "iban", "brouillon-a", second).valide
    assert CodeSecurite.objects.filter(utilise_le=None, annule_le=None).count() == 0


def test_another_code_waits_a_minute_and_the_fourth_waits_a_day(compte, horloge_murale):
    debut = horloge.temps_reel()
    for _ in range(3):
        codes.emettre(compte, "iban", "brouillon-a", duree=QUART)
        with pytest.raises(codes.TropDeCodes) as attente:
            codes.emettre(compte, "iban", "brouillon-a", duree=QUART)
        horloge_murale.shift(timedelta(seconds=60))
    assert attente.value.jusqu_a == debut + timedelta(days=1)
    assert codes.prochain_envoi(compte, "iban", "brouillon-a") == debut + timedelta(days=1)
    assert codes.prochain_envoi(compte, "iban", "brouillon-b") is None  # who corrects the IBAN has asked for no code
    horloge_murale.shift(timedelta(days=1))
    assert codes.prochain_envoi(compte, "iban", "brouillon-a") is None


def test_a_jump_of_the_sandbox_does_not_free_the_limit(compte):
    codes.emettre(compte, "iban", "brouillon-a", duree=QUART)
    horloge.regler_decalage(timedelta(days=2))
    with pytest.raises(codes.TropDeCodes):
        codes.emettre(compte, "iban", "brouillon-a", duree=QUART)


def test_codes_are_never_kept_in_clear(compte):
    code = codes.emettre(compte, "iban", "brouillon-a", chiffres=6, duree=QUART)
    ligne = CodeSecurite.objects.get()
    assert len(code) == 6
    assert len(ligne.empreinte) == 64
    assert code not in {ligne.empreinte, ligne.sel, ligne.liaison}


def test_a_link_is_read_without_writing_and_spent_once(compte):
    jeton = jetons.creer(compte, "gel", "demande-1", timedelta(hours=48))
    with requetes() as vues:
        assert jetons.lire(jeton, "gel").liaison == "demande-1"
    assert all(sql.startswith("SELECT") for sql in vues)
    assert jetons.consommer(jeton, "gel").compte == compte
    assert jetons.consommer(jeton, "gel") is None
    assert jetons.lire(jeton, "gel") is None


def test_a_link_of_another_usage_too_old_or_unknown_is_nothing(compte):
    jeton = jetons.creer(compte, "gel", "demande-1", timedelta(hours=48))
    assert jetons.lire(jeton, "oubli") is None
    assert jetons.lire("inconnu", "gel") is None
    assert jeton not in JetonSecurite.objects.get().empreinte
    horloge.regler_decalage(timedelta(hours=48))
    assert jetons.lire(jeton, "gel") is None
    assert jetons.consommer(jeton, "gel") is None
