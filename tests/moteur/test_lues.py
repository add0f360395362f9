"""Answers read as types: what is stored is JSON, what a room reads is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demarches.moteur.lues import Oubliee, PasEncore, Reponses, ecrire, lire
from demarches.moteur.parcours import en_saisie


class Lieu(Enum):
    FRANCE, AILLEURS = "france", "ailleurs"


@dataclass(frozen=True)
class Ou:
    lieu: Lieu
    le: date
    precision: str | None = None


@dataclass(frozen=True)
class Enfant:
    id: str
    prenom: str


class Naissance(Reponses):
    version = 3
    anciennes = {
        1: lambda r: {**r, "situation": {"lieu": r["situation"]["pays"], "le": r["situation"]["le"]}},
        2: lambda r: {**r, "situation": {**r["situation"], "precision": ""}},
    }
    situation: Ou
    enfants: tuple[Enfant, ...] | None


NEE = {"situation": {"lieu": "france", "le": "2026-11-12", "precision": ""}}
DEUX = {"enfants": {"items": ["bbbb", "aaaa"]}, "enfants/aaaa": {"prenom": "Tom"}, "enfants/bbbb": {"prenom": "Zoé"}}


def demarche(reponses: dict, version: int = 3, oubliee_le: datetime | None = None) -> SimpleNamespace:
    return SimpleNamespace(reponses=reponses, version=version, oubliee_le=oubliee_le, reference="D-1")


def test_a_step_is_read_once_as_its_type_and_cannot_be_changed():
    lue = Naissance.de(demarche(NEE | DEUX))
    assert lue.situation == Ou(Lieu.FRANCE, date(2026, 11, 12), None) and lue.situation is lue.situation
    assert lue.enfants == (Enfant("bbbb", "Zoé"), Enfant("aaaa", "Tom"))
    with pytest.raises(AttributeError):
        lue.situation = None  # type: ignore[misc]
    with pytest.raises(AttributeError):
        lue.enfant  # type: ignore[attr-defined]  # noqa: B018


def test_what_was_not_asked_is_none_and_what_is_not_answered_yet_says_so():
    assert Naissance.de(demarche(NEE)).enfants is None
    with pytest.raises(PasEncore):
        Naissance.du(SimpleNamespace(reponses={})).situation  # type: ignore[arg-type]  # noqa: B018


def test_older_answers_are_read_through_each_version_and_forgotten_ones_never():
    ancienne = {"situation": {"pays": "ailleurs", "le": "2025-01-31"}}
    assert Naissance.de(demarche(ancienne, version=1)).situation == Ou(Lieu.AILLEURS, date(2025, 1, 31))
    with pytest.raises(Oubliee):
        Naissance.de(demarche({}, oubliee_le=datetime.now(tz=UTC)))
    with pytest.raises(KeyError):
        Naissance.de(demarche(ancienne, version=0))


PARIS = timezone(timedelta(hours=1))
VALEURS = {
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(PARIS)),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, places=2),
    Lieu: st.sampled_from(Lieu),
    bool: st.booleans(),
    int: st.integers(),
    str: st.text(),
}


@given(st.data())
def test_what_is_written_is_read_back_unchanged_whatever_its_type(data):
    attendu = data.draw(st.sampled_from(list(VALEURS)))
    valeur = data.draw(VALEURS[attendu])
    assert lire(attendu, ecrire(valeur)) == valeur
    plusieurs = tuple(data.draw(st.lists(VALEURS[attendu], max_size=3)))
    assert lire(tuple[attendu, ...], ecrire(plusieurs)) == plusieurs
    assert lire(attendu | None, None) is None


def test_an_answer_that_no_browser_posts_is_refused_aloud():
    with pytest.raises(TypeError):
        en_saisie({"enfants": [{"prenom": "Zoé"}]})
    with pytest.raises(TypeError):
        ecrire(object())
    with pytest.raises(TypeError):
        lire(str, None)
