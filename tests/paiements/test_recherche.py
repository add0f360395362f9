"""The list of payments: each once, in order, by filters; the same queries at any depth, answered by one index."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from ameli.noyau.perimetre import PerimetreOublie
from paiements import recherche
from paiements.models import Paiement
from paiements.recherche import Filtres, chercher
from tests.fabriques import creer_assure
from tests.outils.requetes import requetes
from tests.paiements.dossier import payer

pytestmark = pytest.mark.django_db
JOUR = date(2026, 11, 23)
TOUT = Filtres(recherche.plus_ancien(JOUR), JOUR)


def pages(assure, filtres=TOUT):
    apres = ""
    while True:
        page = chercher(assure, filtres, apres)
        yield page
        apres = page.suivante
        if not apres:
            return


def tous(assure, filtres=TOUT):
    return [paiement for page in pages(assure, filtres) for mois in page.mois for paiement in mois.paiements]


def test_every_payment_is_shown_once_the_latest_first_whatever_shares_its_day(lea):
    faits = [payer(lea, JOUR - timedelta(days=n // 7)) for n in range(100)]
    payer(creer_assure("Marc", "Lafitte", sexe="M"), JOUR)
    attendus = sorted(faits, key=lambda paiement: (paiement.emis_le, paiement.pk), reverse=True)
    assert tous(lea) == attendus
    assert len(list(pages(lea))) == 4


def test_a_payment_added_meanwhile_moves_nothing(lea):
    for n in range(60):
        payer(lea, JOUR - timedelta(days=n))
    premiere = chercher(lea, TOUT)
    vus = [paiement.pk for mois in premiere.mois for paiement in mois.paiements]
    payer(lea, JOUR)
    suite = chercher(lea, TOUT, premiere.suivante)
    assert not set(vus) & {paiement.pk for mois in suite.mois for paiement in mois.paiements}


def test_a_month_has_its_whole_total_even_cut_by_a_page_and_never_what_others_received(lea, pharmacie):
    for n in range(40):
        payer(lea, date(2026, 10, 1) + timedelta(days=n % 28), "10.00")
    payer(lea, date(2026, 10, 5), "99.00", famille="TIERS", destinataire=pharmacie)
    payer(lea, date(2026, 10, 6), "77.00", famille="IJ", destinataire=pharmacie)
    payer(lea, date(2026, 10, 7), "55.00", etat=Paiement.Etat.REJETE)
    payer(lea, date(2026, 10, 8), "33.00", etat=Paiement.Etat.RETENU)
    premiere, seconde = pages(lea)
    assert [mois.recu for page in (premiere, seconde) for mois in page.mois] == [Decimal(400)] * 2
    assert [mois.suite for page in (premiere, seconde) for mois in page.mois] == [False, True]


def test_filters_keep_a_period_a_person_families_and_what_the_mutuelle_was_not_told(lea, pharmacie):
    ancien = payer(lea, JOUR - timedelta(days=400))
    zoe = payer(lea, JOUR, rangs=0b10)
    deux = payer(lea, JOUR, rangs=0b11, a_transmettre=True)
    tiers = payer(lea, JOUR, famille="TIERS", destinataire=pharmacie)
    ij = payer(lea, JOUR, famille="IJ")
    du = JOUR - timedelta(days=10)
    assert set(tous(lea, Filtres(du, JOUR))) == {zoe, deux, tiers, ij}
    assert set(tous(lea, Filtres(TOUT.du, JOUR - timedelta(days=1)))) == {ancien}
    assert set(tous(lea, Filtres(du, JOUR, rangs=0b10))) == {zoe, deux}
    assert set(tous(lea, Filtres(du, JOUR, familles=frozenset({"TIERS", "IJ"})))) == {tiers, ij}
    assert set(tous(lea, Filtres(du, JOUR, a_transmettre=True))) == {deux}
    assert chercher(lea, Filtres(du, JOUR, rangs=0b100)).vide


def test_the_screen_goes_back_twenty_seven_months():
    assert recherche.plus_ancien(JOUR) == date(2024, 8, 23)


@pytest.mark.parametrize("apres", ["zzzz", "'; --", "a" * 400])
def test_an_unknown_place_begins_at_the_top(lea, apres):
    for n in range(3):
        payer(lea, JOUR - timedelta(days=n))
    assert len(chercher(lea, TOUT, apres).mois[0].paiements) == 3


def test_the_place_of_another_person_says_nothing_of_them(lea):
    autre = payer(creer_assure("Marc", "Lafitte", sexe="M"), JOUR - timedelta(days=5))
    dernier = payer(lea, JOUR)
    assert chercher(lea, TOUT, autre.public_id).mois[0].paiements == (dernier,)


def test_the_same_queries_at_any_depth(lea):
    Paiement.objects.bulk_create(
        Paiement(assure=lea, emis_le=JOUR - timedelta(days=n // 3), montant=1, famille="SOINS", rangs=1, postes=1)
        for n in range(1500)
    )
    comptes, apres = [], ""
    for _ in range(12):
        with requetes() as faites:
            page = chercher(lea, TOUT, apres)
            _ = [(p.famille, p.public_id, p.etat) for mois in page.mois for p in mois.paiements]
        comptes.append(len(faites))
        apres = page.suivante
    assert comptes == [2] + [3] * 11


def test_the_list_reads_the_covering_index_and_not_the_table(lea):
    for n in range(50):
        payer(lea, JOUR - timedelta(days=n))
    filtres = Filtres(TOUT.du, JOUR, rangs=1, familles=frozenset({"SOINS"}), a_transmettre=False)
    borne = (JOUR - timedelta(days=9), 10**9)
    liste = recherche._apres(recherche.filtrer(lea, filtres), borne).only(*recherche.COLONNES)
    liste = liste.order_by("-emis_le", "-id")[: recherche.PAR_PAGE + 1]
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    plan = liste.explain()
    assert "Index Only Scan using paiements_d_un_assure" in plan
    assert "Sort" not in plan
    assert "emis_le <=" in plan.split("Filter")[0], "the place is a condition of the index, not a filter"


def test_a_list_without_a_perimeter_is_refused():
    with pytest.raises(PerimetreOublie):
        list(Paiement.objects.filter(montant=1).order_by("pk"))
