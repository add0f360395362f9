"""What several téléservices ask before anybody may start, in the same words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from demarches.moteur.conditions import COMPTE_SAIN, MAJEUR_CAPABLE, compte_sain, droits_ouverts
from demarches.moteur.refus_communs import APPELER

LE = datetime(2026, 11, 29, 10, 40, tzinfo=UTC)


def contexte(*, gele: bool = False, protege: bool = False, ouverts: bool = True) -> Any:
    return SimpleNamespace(
        compte=SimpleNamespace(gele_le=LE if gele else None),
        assure=SimpleNamespace(
            majeur_protege=protege, droits_ouverts=lambda jour: ouverts and jour == date(2026, 11, 29)
        ),
        le=LE,
    )


@pytest.mark.parametrize("condition", [COMPTE_SAIN, MAJEUR_CAPABLE, droits_ouverts("Rien à prouver.")])
def test_an_ordinary_person_may_and_it_is_known_without_a_query(condition):
    assert condition.a_vue and condition.refus(contexte()) is None


@pytest.mark.parametrize(
    ("condition", "situation", "mot"),
    [
        (COMPTE_SAIN, {"gele": True}, "gelé"),
        (MAJEUR_CAPABLE, {"protege": True}, "protection"),
        (droits_ouverts("La carte ne peut pas être faite."), {"ouverts": False}, "La carte ne peut pas être faite."),
    ],
)
def test_each_refusal_says_why_until_when_and_three_ways_out(condition, situation, mot):
    refus = condition.refus(contexte(**situation))
    assert refus is not None and mot in refus.motif and refus.jusqu_a and len(refus.issues) == 3


def test_a_room_may_give_its_own_ways_out_of_a_frozen_account():
    refus = compte_sain(APPELER).refus(contexte(gele=True))
    assert refus is not None and refus.issues == (APPELER,)
