"""What several téléservices ask before anybody may start, in the same words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import Personne
from ameli.noyau import formats
from ameli.noyau.calendrier import jours, mois
from demarches.moteur.conditions import (
    COMPTE_SAIN,
    JOIGNABLE,
    MAJEUR,
    MAJEUR_CAPABLE,
    au_plus,
    compte_sain,
    contacts_poses,
    droits_ouverts,
)
from demarches.moteur.refus_communs import APPELER
from tests.fabriques import creer_assure, creer_compte
from tests.suivi.salle import RAPIDE, envoyer

LE = datetime(2026, 11, 29, 10, 40, tzinfo=UTC)


def contexte(
    *, gele: bool = False, protege: bool = False, ouverts: bool = True, ne_le: date = date(1990, 6, 1),
    courriel: bool = True, mobile: str = "",
) -> Any:  # fmt: skip
    return SimpleNamespace(
        compte=SimpleNamespace(
            gele_le=LE if gele else None, email_valide_le=LE if courriel else None, telephone=mobile
        ),
        assure=SimpleNamespace(
            personne=Personne(date_naissance=ne_le),
            majeur_protege=protege,
            droits_ouverts=lambda jour: ouverts and jour == date(2026, 11, 29),
        ),
        le=LE,
    )


@pytest.mark.parametrize(
    "condition", [COMPTE_SAIN, MAJEUR, MAJEUR_CAPABLE, JOIGNABLE, droits_ouverts("Rien à prouver.")]
)
def test_an_ordinary_person_may_and_it_is_known_without_a_query(condition):
    assert condition.a_vue and condition.refus(contexte()) is None


@pytest.mark.parametrize(
    ("condition", "situation", "mot"),
    [
        (COMPTE_SAIN, {"gele": True}, "gelé"),
        (MAJEUR_CAPABLE, {"protege": True}, "protection"),
        (MAJEUR, {"ne_le": date(2010, 3, 4)}, "un parent"),
        (JOIGNABLE, {"courriel": False}, "code de sécurité"),
        (droits_ouverts("La carte ne peut pas être faite."), {"ouverts": False}, "La carte ne peut pas être faite."),
    ],
)
def test_each_refusal_says_why_until_when_and_three_ways_out(condition, situation, mot):
    refus = condition.refus(contexte(**situation))
    assert refus is not None and mot in refus.motif and refus.jusqu_a and len(refus.issues) == 3


def test_a_room_may_give_its_own_ways_out_of_a_frozen_account():
    refus = compte_sain(APPELER).refus(contexte(gele=True))
    assert refus is not None and refus.issues == (APPELER,)


@pytest.mark.parametrize(
    ("ne_le", "peut"),
    [
        (date(2008, 11, 29), True),
        (date(2008, 11, 30), False),
    ],
)
def test_somebody_is_of_age_on_the_very_day_and_the_refusal_names_it(ne_le, peut):
    refus = MAJEUR.refus(contexte(ne_le=ne_le))
    assert (refus is None) is peut
    if refus is not None:
        assert formats.jour(date(2026, 11, 30)) in refus.jusqu_a


def test_a_mobile_is_enough_to_receive_a_code():
    assert JOIGNABLE.refus(contexte(courriel=False, mobile="0639980021")) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("avant", "presente"), [(timedelta(days=7), False), (timedelta(days=7, seconds=-1), True), (None, False)]
)
def test_contacts_that_just_changed_send_the_demarche_to_an_agent_for_seven_days(lea, avant, presente):
    demarche = envoyer(lea)
    demarche.compte.contact_change_le = None if avant is None else demarche.deposee_le - avant
    assert contacts_poses(jours(7)).presente(demarche) is presente


@pytest.mark.django_db
def test_the_sixth_in_a_month_waits_for_an_agent_and_those_of_others_or_of_before_do_not_count(lea):
    regle, le = au_plus(5, mois(1)), datetime(2026, 11, 29, 9, tzinfo=UTC)
    for rang in range(5):
        assert not regle.presente(envoyer(lea, le=le + timedelta(minutes=rang)))
    voisin = creer_assure("Marc", "Voisin", sexe="M")
    creer_compte(voisin)
    envoyer(voisin, le=le)
    assert regle.presente(envoyer(lea, le=datetime(2026, 12, 29, 8, 59, tzinfo=UTC)))
    assert not regle.presente(envoyer(lea, RAPIDE, le=le))


@pytest.mark.django_db
def test_a_month_later_the_first_one_does_not_count_any_more(lea):
    regle, le = au_plus(5, mois(1)), datetime(2026, 11, 29, 9, tzinfo=UTC)
    for rang in range(5):
        envoyer(lea, le=le + timedelta(minutes=rang))
    assert not regle.presente(envoyer(lea, le=datetime(2026, 12, 29, 9, tzinfo=UTC)))
