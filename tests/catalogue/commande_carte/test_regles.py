"""Who may order, why, and what stops them (chapter 10 § 1 and § 8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from demarches.catalogue.commande_carte.regles import (
    DOCUMENTS,
    Demandeur,
    Obstacle,
    Origine,
    examiner,
    verso_exige,
)

LE = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
NEUF = Demandeur(age=30, soi=True)
PERDUE = replace(NEUF, deja_eu_une_carte=True, opposee=True, limite=LE + timedelta(hours=1))


@pytest.mark.parametrize(
    ("demandeur", "verdict"),
    [
        (NEUF, Origine.IMMATRICULATION),
        (replace(NEUF, soi=False, age=12), Origine.AYANT_DROIT),
        (replace(NEUF, soi=False, age=11), Obstacle.TROP_JEUNE),
        (replace(NEUF, soi=False, age=18), Obstacle.ADULTE),
        (PERDUE, Origine.OPPOSITION),
        (replace(PERDUE, limite=LE), Origine.OPPOSITION),
        (replace(PERDUE, limite=LE - timedelta(seconds=1)), Obstacle.TROP_TARD),
        (replace(PERDUE, en_chemin=True), Obstacle.EN_CHEMIN),
        (replace(NEUF, carte_active=True, deja_eu_une_carte=True), Obstacle.DEJA_UNE),
        (replace(NEUF, carte_active=True, deja_eu_une_carte=True, identite_changee=True), Origine.IDENTITE),
        (replace(NEUF, deja_eu_une_carte=True), Obstacle.TROP_TARD),
        (replace(NEUF, sans_numero=True, numero_definitif=False), Obstacle.SANS_NUMERO),
        (replace(NEUF, numero_definitif=False), Obstacle.PROVISOIRE),
        (replace(NEUF, droits_ouverts=False), Obstacle.DROITS),
        (replace(NEUF, decede=True), Obstacle.DECEDE),
    ],
)
def test_each_situation_has_its_answer(demandeur, verdict):
    assert examiner(demandeur, LE) is verdict


def test_only_a_passport_has_one_image():
    assert [code for code, _ in DOCUMENTS if not verso_exige(code)] == ["passeport"]
