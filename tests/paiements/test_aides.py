"""What the figures of a pension suggest to ask for: by the dated ceilings, of what is known, never of what the person has."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse

from accounts.dossier import droits
from accounts.models import Assure
from ameli.noyau.journal import auteur
from paiements.calcul.invalidite.aides import connues
from paiements.calcul.invalidite.mensualites import Titre
from paiements.ressources import aides, vie
from tests.catalogue.iban.parcours import texte_de
from tests.fabriques import connecter, creer_compte
from tests.outils.requetes import requetes
from tests.outils.solidaire import accorder
from tests.paiements.pensionne import bernard, declarer, le, pension, relire

NOVEMBRE = date(2026, 11, 23)
ASI, C2S = D("922.18"), D("1172.42")


@pytest.fixture
def assure(db):
    return bernard()


def test_the_mean_of_the_last_three_months_declared_counts_beside_the_pension():
    titre = Titre(2, D("645.00"), date(2026, 5, 1))
    dites = {date(2026, mois, 1): {"salaires": D(montant)} for mois, montant in ((5, 900), (6, 30), (7, 0), (8, 60))}
    lues = connues(titre, NOVEMBRE, dites)
    assert (lues.pension, lues.revenus, lues.total) == (D("645.00"), D("30.00"), D("675.00"))
    assert connues(titre, NOVEMBRE, {}).revenus == 0


@pytest.mark.parametrize(
    ("mensuel", "salaires", "asi", "c2s"),
    [
        ("645.00", "0", ASI, C2S),
        ("645.00", "277.18", None, C2S),
        ("645.00", "277.17", ASI, C2S),
        ("645.00", "527.42", None, None),
        ("1172.41", "0", None, C2S),
        ("1300.00", "0", None, None),
    ],
)
def test_a_ceiling_is_named_when_pension_and_incomes_are_under_it(assure, mensuel, salaires, asi, c2s):
    sienne = pension(assure, date(2026, 11, 1), mensuel=D(mensuel), du=date(2026, 5, 1))
    declarer(vie.ouvrir(sienne.public_id, le(date(2026, 11, 1))), le(date(2026, 11, 10)), salaires=salaires)
    dites = aides.de(relire(sienne), NOVEMBRE)
    assert (dites.asi, dites.c2s) == (asi, c2s)


def test_a_ceiling_that_nobody_has_published_yet_says_so(assure):
    sienne = relire(pension(assure, mensuel=D("645.00"), du=date(2025, 5, 1)))
    assert aides.de(sienne, NOVEMBRE).asi_suppose and not aides.de(sienne, date(2025, 11, 23)).asi_suppose


def test_what_the_person_has_is_not_suggested_nor_anything_by_a_pension_that_is_suspended(assure):
    sienne = pension(assure, mensuel=D("645.00"), du=date(2026, 5, 1), asi=True)
    assert aides.de(relire(sienne), NOVEMBRE).asi is None and aides.de(relire(sienne), NOVEMBRE).c2s == C2S
    accorder(assure)
    assert not aides.de(relire(sienne), NOVEMBRE)
    autre = bernard("Guy")
    suspendue = pension(autre, mensuel=D("645.00"), du=date(2026, 5, 1))
    droits.suspendre(suspendue, acteur="systeme:essai", le=le(date(2026, 11, 2)), motif="declaration")
    assert not aides.de(relire(suspendue), NOVEMBRE)


def test_a_pension_above_both_ceilings_costs_one_query(assure):
    sienne = relire(pension(assure, mensuel=D("1300.00"), du=date(2026, 5, 1)))
    with requetes() as lues:
        assert not aides.de(sienne, NOVEMBRE)
    assert len(lues) == 1


def test_the_panel_says_it_with_the_figures_and_the_ways(client, assure):
    pension(assure, mensuel=D("645.00"), du=date(2026, 5, 1))
    with auteur("systeme:essai"):
        assure.situation = Assure.Situation.INVALIDE
        assure.save(update_fields=["situation"])
    reponse = connecter(client, creer_compte(assure)).get(reverse("informations:accueil"))
    page = texte_de(reponse)
    assert "Votre pension fait 645,00 € brut par mois" in page and "922,18 €" in page and "1 172,42 €" in page
    for lien in (reverse("messagerie:ecrire"), reverse("demarches:depart", args=["c2s"])):
        assert f'href="{lien}"' in reponse.content.decode()
