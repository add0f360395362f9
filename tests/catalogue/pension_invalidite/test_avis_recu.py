"""The tax notice that comes after the grant: an agent writes it down, the person reads what it changes (chapter 18)."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal as D
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ameli.noyau.calendrier import PARIS
from demarches.catalogue.pension_invalidite import avis_recu
from demarches.models import Demarche, Etat
from paiements import pensions
from paiements.models import Pension
from tests.catalogue.iban.parcours import texte_de
from tests.catalogue.pension_invalidite.acteurs import accorder, agent, donner_l_avis
from tests.demarches_agents.salle import caches
from tests.fabriques import connecter, dire_la_raison

BAS = {"annee": "2024", "rfr": "12 000", "parts": "1", "motif": "reçu par messagerie"}


class Guichet:
    """The team that counts, in front of a démarche."""

    def __init__(self, demarche: Demarche) -> None:
        un = agent(demarche.assure, "invalidite")
        self.client = dire_la_raison(connecter(Client(), un.compte), demarche.assure)
        self.adresse = reverse("admin:demarches_demarche_geste", args=[demarche.pk, avis_recu.RECU])

    def noter(self, **champs: Any) -> str:
        vierge = caches(self.client.get(self.adresse).content.decode())
        return texte_de(self.client.post(self.adresse, {**vierge, **BAS, **champs}, follow=True))


@pytest.fixture
def accordee(demandeur) -> Demarche:
    """Granted without a notice from 1 November 2026, whose month was paid on 8 December."""
    demarche = demandeur.demander()
    donner_l_avis(demarche, effet="01/11/2026")
    demarche = accorder(demarche, effet="01/11/2026", annee_rfr="", rfr="", parts="", rfr_avant="", parts_avant="")
    pension = pensions.en_cours(demandeur.assure)
    assert pensions.verser(pension.public_id, date(2026, 11, 1), datetime.combine(date(2026, 12, 8), time(9), PARIS))
    return demarche


def relue(demarche: Demarche) -> Demarche:
    return Demarche.objects.de(demarche.assure).get(pk=demarche.pk)


def test_a_late_notice_corrects_from_the_first_day_and_the_person_reads_with_which_payment(demandeur, accordee):
    dit = Guichet(accordee).noter()
    assert "corrige depuis le 1er novembre 2026" in dit and "La personne en est prévenue." in dit
    lu = demandeur.messages()[-1]
    assert "revenus 2024" in lu and "étaient de 9,1 %" in lu and "Elles sont de 0 %" in lu
    assert "depuis le 1er novembre 2026 : la différence est dans le paiement du 8 décembre 2026" in lu
    pension = Pension.objects.de(demandeur.assure).get()
    paye = pensions.verser(pension.public_id, date(2026, 12, 1), datetime.combine(date(2027, 1, 8), time(9), PARIS))
    assert paye.montant == D("1208.94") + D("110.01"), "December, and the 9.1 % of November"
    assert relue(accordee).etat == Etat.ACCEPTEE and "Avis d’imposition reçu" in demandeur.suivi


@pytest.mark.parametrize(
    ("champs", "faute"),
    [
        ({"annee": "2026"}, "n’ont pas encore d’avis"),
        ({"annee": "deux"}, "Écrivez une année"),
        ({"rfr": "12 000,5"}, "Écrivez un nombre entier d’euros"),
        ({"parts": "0"}, "Écrivez un nombre de parts"),
        ({"motif": ""}, "Écrivez pourquoi"),
    ],
)
def test_a_notice_that_does_not_read_changes_nothing(demandeur, accordee, champs, faute):
    recus = len(demandeur.messages())
    assert faute in Guichet(accordee).noter(**champs)
    assert Pension.objects.de(demandeur.assure).get().avis == {}
    assert len(demandeur.messages()) == recus


def test_a_notice_of_a_later_year_changes_no_month_that_is_due(demandeur, accordee):
    assert "ne change aucun mois payé" in Guichet(accordee).noter(annee="2025")
    lu = demandeur.messages()[-1]
    assert "pour 2027" in lu and "Aucun mois déjà payé ne change" in lu


@pytest.mark.parametrize(("rfr", "demande"), [("21 000", True), ("12 000", False)])
def test_above_3_8_percent_the_agent_is_told_to_ask_for_the_year_before(accordee, rfr, demande):
    assert ("demandez aussi les revenus 2023" in Guichet(accordee).noter(rfr=rfr)) is demande


def test_before_the_grant_there_is_nothing_to_correct(demandeur):
    demarche = demandeur.demander()
    ici = Guichet(demarche)
    assert ici.adresse not in texte_de(ici.client.get(reverse("admin:demarches_demarche_change", args=[demarche.pk])))
    assert "Ce n’est pas possible maintenant" in texte_de(ici.client.get(ici.adresse, follow=True))
