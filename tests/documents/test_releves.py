"""Relevés mensuels et annuel: all that was paid, short ones at once, long ones by the worker."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from ameli.noyau.calendrier import PARIS
from documents import moteur, releves
from documents.atelier import preparer_une
from documents.models import Commande, Document
from paiements.models import Paiement, Retenue, Tiers
from paiements.releves import lire, mois_disponibles
from tests.fabriques import connecter
from tests.outils.pdf import texte
from tests.outils.requetes import requetes
from tests.paiements.dossier import payer, payer_des_indemnites, payer_une_consultation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("le_14_mars")]
ADRESSE = "/documents/releves/"
FEVRIER = (date(2026, 2, 1), date(2026, 2, 28))


@pytest.fixture
def connectee(client, lea):
    connecter(client, lea.compte)
    return client


@pytest.fixture
def un_mois(lea):
    pharmacie = Tiers.objects.create(genre=Tiers.Genre.PROFESSIONNEL, nom="Pharmacie du Marché", commune="Dax")
    payer_une_consultation(lea, date(2026, 2, 3))
    payer_une_consultation(lea, date(2026, 2, 10), famille=Paiement.Famille.TIERS, destinataire=pharmacie)
    payer_des_indemnites(lea, date(2026, 1, 20), date(2026, 2, 2), date(2026, 2, 27))
    payer_une_consultation(lea, date(2026, 3, 2))


def demander(client, periode: str):
    return client.post(f"{ADRESSE}{periode}/")


def test_a_month_holds_what_was_paid_in_it_and_never_adds_what_others_received(lea, un_mois):
    lu = lire(lea, *FEVRIER)
    assert lu.nombre == 3
    assert lu.a_des_tiers == 21
    assert lu.recu == Decimal(21) + Decimal("450.90")
    assert sum(montant for _, montant in lu.par_famille()) == lu.recu + lu.a_des_tiers + lu.retenu


def test_a_returned_payment_is_in_the_month_in_which_it_left_again(lea):
    rejete = payer_une_consultation(lea, date(2026, 1, 30), etat=Paiement.Etat.REJETE).paiement
    payer(lea, date(2026, 2, 5), remplace=rejete)
    payer_une_consultation(lea, date(2026, 2, 6), etat=Paiement.Etat.RETENU)
    assert [ligne.paye_le for groupe in lire(lea, *FEVRIER).groupes for ligne in groupe.lignes] == [date(2026, 2, 5)]
    assert mois_disponibles(lea, date(2026, 3, 14)) == [date(2026, 2, 1)]


def test_reading_costs_three_queries_however_much_was_paid(lea):
    for jour in range(1, 20):
        payer_une_consultation(lea, date(2026, 2, jour))
    with requetes() as faites:
        assert lire(lea, *FEVRIER).nombre == 19
    assert len(faites) == 3


def test_a_month_is_offered_once_it_is_over_and_a_year_from_march(connectee, lea, un_mois):
    payer_une_consultation(lea, date(2025, 6, 3))
    page = connectee.get(ADRESSE).content.decode().replace("\u00a0", " ")
    assert "Relevé de l’année 2025" in page and "Février 2026" in page and "Mars 2026" not in page
    with time_machine.travel(datetime(2026, 2, 28, 12, tzinfo=PARIS), tick=False):
        assert "Relevé de l’année 2025" not in connectee.get(ADRESSE).content.decode()


def test_from_the_list_to_the_pdf_and_the_second_time_makes_nothing(connectee, lea, un_mois, monkeypatch):
    adresse = demander(connectee, "2026-02")["Location"]
    lu = texte(connectee.get(adresse).content).replace("\u00a0", " ").replace("\u202f", " ")
    for attendu in ("Relevé de février 2026", "471,90 €", "Pharmacie du Marché", "450,90 €"):
        assert attendu in lu, attendu
    monkeypatch.setattr(moteur, "rendre_html", lambda html: pytest.fail("made again"))
    assert demander(connectee, "2026-02")["Location"] == adresse


def test_a_year_shows_sums_and_no_act(connectee, lea):
    payer_une_consultation(lea, date(2025, 6, 3))
    lu = texte(connectee.get(demander(connectee, "2025")["Location"]).content).replace("\u00a0", " ")
    assert "Relevé de l’année 2025" in lu and "Par personne" in lu and "Consultation" not in lu


@pytest.mark.parametrize("periode", ["2026-03", "2026-01", "2024", "2026-13", "x", "2026-2", "20260-1"])
def test_a_period_without_statement_is_nowhere(connectee, un_mois, periode):
    assert demander(connectee, periode).status_code == 404


def test_a_year_says_which_part_was_withheld_for_the_year_before_and_what_each_kind_of_care_cost(connectee, lea):
    ligne = payer_une_consultation(lea, date(2025, 1, 3))
    recente = payer_une_consultation(lea, date(2025, 6, 3))
    for une, montant in ((ligne, 9), (recente, 2)):
        Retenue.objects.create(
            assure=lea, personne=lea.personne, prestation=une, genre="PF", annee=une.soins_le.year, acte_le=une.soins_le,
            montant=Decimal(montant), paiement=recente.paiement, recupere_le=date(2025, 6, 3),
        )  # fmt: skip
    lu = (
        texte(connectee.get(demander(connectee, "2025")["Location"]).content)
        .replace("\u00a0", " ")
        .replace("\u202f", " ")
    )
    assert "11,00 €" in lu and "dont 9,00 € pour des soins de 2024" in lu
    assert "Par sorte de soins" in lu and "Médecin 42,00 €" in lu


def test_a_month_gives_both_ends_of_an_allowance(connectee, un_mois):
    lu = texte(connectee.get(demander(connectee, "2026-02")["Location"]).content)
    assert "20/01/2026" in lu and "02/02/2026" in lu


def test_a_long_month_is_made_by_the_worker_and_never_by_a_page(connectee, lea, un_mois, monkeypatch):
    monkeypatch.setattr(releves, "LONG", 2)
    vrai, faits = moteur.rendre_html, []
    monkeypatch.setattr(moteur, "rendre_html", lambda html: faits.append(1) or vrai(html))
    adresse = demander(connectee, "2026-02")["Location"]
    assert demander(connectee, "2026-02")["Location"] == adresse
    assert "Nous préparons votre document" in connectee.get(adresse).content.decode()
    assert not faits and Commande.objects.de(lea).count() == 1
    assert preparer_une() and not preparer_une()
    page = connectee.get(adresse).content.decode()
    assert "Votre document est prêt" in page
    assert len(faits) == 1 and Document.objects.de(lea).count() == 1
    telecharger = reverse("documents:telecharger", args=[Document.objects.de(lea).get().public_id])
    assert telecharger in page and demander(connectee, "2026-02")["Location"] == telecharger


def test_a_statement_that_cannot_be_made_is_told_beside_the_others(connectee, lea, un_mois, monkeypatch):
    def echouer(html: str) -> bytes:
        raise moteur.EchecRendu("the layout failed")

    monkeypatch.setattr(moteur, "rendre_html", echouer)
    page = connectee.post(f"{ADRESSE}2026-02/", follow=True)
    assert page.redirect_chain[-1][0] == ADRESSE
    assert "n’a pas pu être préparé" in page.content.decode() and not Commande.objects.de(lea).exists()
