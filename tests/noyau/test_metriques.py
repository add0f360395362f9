"""Operators draw how the product does; nobody else learns that there is something to draw."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from ameli.noyau import horloge
from ameli.noyau.models import Envoi

pytestmark = pytest.mark.django_db


def lire(reponse) -> dict[tuple[str, str], float]:
    """Each sample, by its name and its only label."""
    familles = text_string_to_metric_families(reponse.content.decode())
    return {(un.name, "".join(un.labels.values())): un.value for famille in familles for un in famille.samples}


def test_an_operator_reads_what_waits_and_since_when(client):
    for rang, etat in enumerate((Envoi.Etat.EN_ATTENTE, Envoi.Etat.EN_ATTENTE, Envoi.Etat.ECHEC)):
        Envoi.objects.create(
            cle=f"essai:{rang}",
            canal=Envoi.Canal.COURRIEL,
            etat=etat,
            essai_le=horloge.temps_reel(),
            cree_le=horloge.maintenant(),
        )
    lues = lire(client.get("/metrics"))
    assert (
        lues["ameli_envois", "EN_ATTENTE"] == 2
        and lues["ameli_envois", "ECHEC"] == 1
        and lues["ameli_envois", "EN_VOL"] == 0
    )
    assert lues["ameli_pret", "base"] == 1 and lues["ameli_pret", "balayage"] == 0
    assert lues["ameli_verrous_attendus", ""] == 0 and lues["ameli_quarantaine", ""] == 0
    assert ("ameli_echeances", "EN_PANNE") in lues and lues["ameli_disque_octets_libres", ""] > 0


@pytest.mark.parametrize("entetes", [{"REMOTE_ADDR": "203.0.113.7"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}])
def test_whoever_is_no_operator_finds_nothing(client, settings, entetes):
    settings.JETON_OPERATEUR = "un-jeton-d-operateur"
    assert client.get("/metrics", **entetes).status_code == 404
    assert (
        client.get("/metrics", **entetes, headers={"authorization": "Bearer un-jeton-d-operateur"}).status_code == 200
    )
