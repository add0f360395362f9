"""What is too old goes, what still serves stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from accounts.models import Connexion, Essais
from accounts.securite import codes, jetons, limites
from accounts.taches import entretenir
from tests.fabriques import creer_assure, creer_compte

pytestmark = pytest.mark.django_db


def test_old_traces_go_and_recent_ones_stay():
    compte = creer_compte(creer_assure())
    with time_machine.travel("2025-11-01T08:00:00Z", tick=False) as voyage:
        for _ in range(2):
            limites.prendre("connexion_numero", f"sujet-{Essais.objects.count()}")
            Connexion.objects.create(compte=compte, le="2025-11-01T08:00:00Z", resultat="REUSSIE", resume="Firefox")
            codes.emettre(compte, "iban", "a", duree=timedelta(minutes=15))
            jetons.creer(compte, "gel", "a", timedelta(hours=48))
            voyage.shift(timedelta(days=200))
            Connexion.objects.update(le="2026-05-20T08:00:00Z")
    with time_machine.travel("2026-05-20T08:10:00Z", tick=False):
        entretenir()
    assert Connexion.objects.count() == 2
    assert compte.codes.count() == compte.jetons.count() == 1
    assert Essais.objects.count() == 1
    with time_machine.travel("2027-11-20T08:10:00Z", tick=False):
        entretenir()
    assert Connexion.objects.count() == compte.codes.count() == Essais.objects.count() == 0
