"""« Mes délais » measures rooms of the catalogue: those that it names are there."""

from __future__ import annotations

from demarches.delais import grille
from demarches.moteur import registre


def test_measured_rooms_exist():
    codes = {precision.teleservice for _, precision in grille.PRECISIONS.values()} - {""}
    assert codes and all(registre.trouver(code) for code in codes)
