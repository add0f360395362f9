"""« Mes délais »: two lists, a date, an estimate; once it is overdue, where to look and a message already written."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from ameli.noyau.formats import date_courte
from ameli.noyau.horloge import temps_reel
from tests.parcours.conftest import AVEC, RECITS
from tests.parcours.entree import entrer, entrer_au_guichet
from tests.parcours.pilote import Pilote
from tests.parcours.site import Site

pytestmark = pytest.mark.navigateur


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_thomas_learns_that_his_payment_is_late_and_writes_to_his_caisse(piloter, site: Site, maniere):
    pilote = piloter(maniere)
    entrer(pilote, site.personas()["thomas"])
    pilote.suivre("Consulter les délais de traitements de ma CPAM")
    assert pilote.titre == "Mes délais"
    pilote.cliquer("Valider")
    pilote.lire("Choisissez une thématique.")
    estimer(pilote, "Arrêt de travail et indemnités journalières", "Prolongation d’un arrêt", jours=3)
    pilote.lire("Traitement estimé")
    pilote.lire("CPAM des Landes annonce 15\u00a0jours.")
    pilote.cliquer("Me prévenir")
    pilote.lire("C’est noté. Vous recevrez un message.")

    pilote.suivre("Faire une autre estimation")
    estimer(
        pilote,
        "Arrêt de travail et indemnités journalières",
        "Premier paiement, arrêt maladie, emploi salarié",
        jours=90,
    )
    pilote.lire("Le délai estimé est dépassé")
    pilote.lire("Des agents sont venus en renfort.")
    pilote.suivre("Écrire à ma caisse", exact=True, dans="main")
    assert "Premier paiement" in pilote.valeur("Sujet")
    assert "le traitement était estimé au" in pilote.valeur("Votre message").lower()
    pilote.cliquer("Envoyer")
    assert pilote.titre == "Votre message est envoyé"


def test_another_theme_brings_its_own_precisions(piloter, site: Site):
    pilote = piloter(AVEC)
    entrer(pilote, site.personas()["odette"])
    pilote.aller("/mes-delais/")
    assert pilote.boutons("Continuer") == 0
    theme, precision = pilote.page.get_by_label("Thématique"), pilote.page.get_by_label("Précisions")
    theme.select_option("soins")
    precision.select_option("optique")
    theme.select_option("css")
    assert precision.input_value() == "" and precision.locator("option").count() == 4


@pytest.mark.parametrize("maniere", RECITS, ids=lambda maniere: maniere.nom)
def test_an_agent_announces_a_delay_and_people_read_it(piloter, site: Site, maniere):
    agent, pilote = entrer_au_guichet(piloter(maniere), "LANDES-01"), piloter(maniere)
    agent.suivre("Délais de traitement")
    agent.suivre("Délais annoncés aujourd’hui")
    agent.lire("1\u00a0délai n’a pas été revu depuis plus de 10 jours.")
    agent.suivre("Mettre à jour\u00a0: Cure thermale")
    agent.remplir(re.compile("^Jours|jours", re.IGNORECASE), "41")
    agent.remplir(re.compile("^Message"), "Les cures reprennent bientôt.")
    agent.cliquer_sur("input[name=_save]")
    agent.lire("Le délai est enregistré.")
    agent.lire("41\u00a0jours")

    entrer(pilote, site.personas()["odette"])
    pilote.aller("/mes-delais/")
    estimer(pilote, "Prise en charge", "Cure thermale", jours=1)
    pilote.lire("CPAM des Landes annonce 41\u00a0jours.")
    pilote.lire("Les cures reprennent bientôt.")


def estimer(pilote: Pilote, theme: str, precision: str, *, jours: int) -> None:
    """Ask about something sent online `jours` days ago."""
    pilote.remplir("Thématique", theme)
    if not pilote.javascript:
        pilote.cliquer("Continuer")
    pilote.remplir("Précisions", precision)
    pilote.choisir("En ligne")
    pilote.remplir("Date de dépôt ou d’envoi", date_courte(temps_reel() - timedelta(days=jours)))
    pilote.cliquer("Valider")
