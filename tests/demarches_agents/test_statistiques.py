"""What the caisse decided: counts that match their drawing, reasons by their code, nobody's name, nothing of another caisse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from ameli.noyau.horloge import aujourdhui, maintenant
from demarches.admin import statistiques
from demarches.moteur import transitions
from demarches.moteur.decisions import Decision
from demarches.moteur.models import Demarche
from tests.demarches_agents.salle import A_CONTROLER, deposer
from tests.fabriques import creer_caisse

pytestmark = pytest.mark.django_db
ADRESSE = "admin:demarches_demarche_statistiques"


def refuser(demarche, motif="nom"):
    transitions.passer(
        demarche,
        "refuser",
        acteur="systeme:essai",
        le=maintenant(),
        motif="Le nom ne correspond pas. Secret",
        decision=Decision(motif=motif, precision="Secret"),
    )


def dater(demarche, *, jours: int, mois: int = 0):
    """Decided `mois` months ago, `jours` days after it was sent."""
    fin = maintenant() - timedelta(days=31 * mois)
    Demarche.objects.systeme("essai").filter(pk=demarche.pk).update(
        deposee_le=fin - timedelta(days=jours), close_le=fin
    )


def test_bars_are_as_long_as_their_figures():
    deux = statistiques.barres([("mars", 10, 5), ("avril", 4, 0), ("mai", 0, 0)])
    assert [(un.longueur, un.longueur_dont) for un in deux] == [(320, 160), (128, 0), (0, 0)]
    assert statistiques.barres([]) == () and statistiques.barres([("mars", 0, 0)])[0].longueur == 0


def test_decisions_are_counted_by_month_by_delay_and_by_reason(agent):
    for jours in (2, 4, 9):
        refuser(demarche := deposer())
        dater(demarche, jours=jours)
    deposer()  # still open: it is not counted
    lues = statistiques.lire(agent, aujourdhui(), 3)
    assert [un.nombre for un in lues.mois] == [0, 0, 3] and lues.mois[-1].dont == lues.decidees == 3
    (delai,) = lues.delais
    assert (delai.titre, delai.decidees, delai.refusees, delai.jours) == (A_CONTROLER.agents.titre, 3, 3, 4)
    (motif,) = lues.motifs
    assert motif.nombre == 3 and A_CONTROLER.agents.motifs["nom"] in motif.nom


def test_the_page_says_in_a_table_what_it_draws_and_never_what_an_agent_typed(guichet):
    refuser(deposer())
    page = guichet.get(reverse(ADRESSE)).content.decode()
    assert "<svg" in page and "le tableau qui suit donne les mêmes nombres" in page
    assert A_CONTROLER.agents.motifs["nom"] in page
    assert "Secret" not in page and "Léa" not in page and "<script" not in page.split('<div class="statistiques">')[1]


def test_a_period_is_chosen_and_an_unknown_one_is_the_shortest(guichet, agent):
    refuser(demarche := deposer())
    dater(demarche, jours=1, mois=4)
    assert statistiques.lire(agent, aujourdhui(), 3).decidees == 0
    assert statistiques.lire(agent, aujourdhui(), 6).decidees == 1
    for mois in ("999", "x", ""):
        page = guichet.get(reverse(ADRESSE), {"mois": mois}).content.decode()
        assert "Aucune démarche n’a été décidée" in page


def test_another_caisse_is_not_counted(agent):
    refuser(deposer(caisse=creer_caisse("331", "CPAM de la Gironde")))
    assert statistiques.lire(agent, aujourdhui(), 12).decidees == 0


def test_the_page_costs_the_same_for_many(guichet, django_assert_max_num_queries):
    for _ in range(4):
        refuser(deposer())
    guichet.get(reverse(ADRESSE))
    with django_assert_max_num_queries(10):
        guichet.get(reverse(ADRESSE))
