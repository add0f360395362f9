"""A draft is kept thirty days after its last word, told once before it goes, then forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Message
from ameli.noyau import horloge
from ameli.noyau.echeances import balayer
from demarches.models import Brouillon
from tests.moteur.test_assistant import ETAPES, adresse, commencer, relire


@pytest.fixture
def brouillon(essai, marcheuse) -> Brouillon:
    brouillon = commencer(marcheuse)
    marcheuse.post(adresse(brouillon, "couleur"), ETAPES[0][1])
    return relire(brouillon)


def jours_plus_tard(nombre: float) -> None:
    horloge.regler_decalage(timedelta(days=nombre))
    balayer()


def messages(lea) -> int:
    return Message.objects.de(lea).count()


def test_one_message_a_week_before_then_what_was_typed_is_forgotten(brouillon, lea):
    jours_plus_tard(22.9)
    assert messages(lea) == 0
    jours_plus_tard(23.1)
    assert messages(lea) == 1 and relire(brouillon).contenu
    jours_plus_tard(30.1)
    assert messages(lea) == 1
    assert relire(brouillon).etat == "ABANDONNE" and relire(brouillon).contenu == {}


def test_each_save_gives_a_draft_its_full_time_again_without_a_second_message(brouillon, lea):
    jours_plus_tard(23.1)
    le = horloge.maintenant()
    Brouillon.objects.de(lea).update(expire_le=le + timedelta(days=30))  # as a save does
    jours_plus_tard(31)
    assert relire(brouillon).etat == "OUVERT"
    jours_plus_tard(54)
    assert relire(brouillon).etat == "ABANDONNE" and messages(lea) == 1


def test_a_draft_that_was_sent_or_given_up_wakes_for_nothing(brouillon, marcheuse, lea):
    marcheuse.post(f"/demarches/essai/{brouillon.public_id}/abandonner/")
    jours_plus_tard(31)
    assert messages(lea) == 0


def test_a_save_moves_the_end(brouillon, marcheuse):
    fin = relire(brouillon).expire_le
    horloge.regler_decalage(timedelta(days=2))
    marcheuse.post(adresse(brouillon, "nuance"), ETAPES[1][1])
    assert relire(brouillon).expire_le >= fin + timedelta(days=2)
