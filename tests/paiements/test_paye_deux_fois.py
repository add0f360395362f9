"""Care that was paid twice counts once: a transfer that the bank returned, an invoice that came twice."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from ameli.noyau import horloge
from paiements import depenses, releves
from paiements.models import Paiement, Prestation, Retenue
from tests.fabriques import connecter, creer_compte
from tests.paiements.dossier import payer, payer_une_consultation

pytestmark = pytest.mark.django_db
UNE_FOIS = depenses.Depense(Decimal(30), Decimal(19))


@pytest.fixture
def connectee(client, lea):
    return connecter(client, creer_compte(lea))


def payer_puis_repayer(lea, le: date) -> tuple[Prestation, Paiement]:
    """The bank returns a transfer, it leaves again a week later."""
    ligne = payer_une_consultation(lea, le, etat="REJETE", disponible_le=le + timedelta(days=7))
    Retenue.objects.create(
        assure=lea, personne=lea.personne, prestation=ligne, genre="PF", annee=le.year, acte_le=ligne.soins_le,
        montant=Decimal(2), paiement=ligne.paiement, recupere_le=le,
    )  # fmt: skip
    return ligne, payer(lea, le + timedelta(days=7), remplace=ligne.paiement)


def reprendre(lea, ligne: Prestation, le: date) -> Prestation:
    """The same invoice is paid a second time, then taken back from a payment of 10 euros."""
    encore = payer_une_consultation(lea, le)
    Prestation.objects.de(lea).filter(pk=encore.pk).update(soins_le=ligne.soins_le, origine=ligne)
    suivant = payer(lea, le + timedelta(days=40), "10.00")
    return Prestation.objects.create(
        paiement=suivant, rang=1, code="IND", soins_le=le, personne=lea.personne, paye=0, verse=Decimal(-21),
        motif_taux="FOR", origine=encore,
    )  # fmt: skip


def test_a_returned_transfer_that_left_again_is_one_care_in_the_year(lea):
    payer_puis_repayer(lea, date(2026, 3, 10))
    assert depenses.lire(lea, 2026).total == UNE_FOIS
    annuel = releves.lire(lea, date(2026, 1, 1), date(2026, 12, 31))
    assert (annuel.nombre, annuel.recu) == (1, 19)


def test_between_two_months_it_counts_in_the_one_when_it_left_again(lea):
    payer_puis_repayer(lea, date(2026, 3, 27))
    assert releves.lire(lea, *releves.du_mois(date(2026, 3, 1))).nombre == 0
    assert releves.lire(lea, *releves.du_mois(date(2026, 4, 1))).recu == 19


def test_an_invoice_that_was_paid_twice_is_one_care_before_and_after_it_is_taken_back(lea):
    ligne = payer_une_consultation(lea, date(2026, 3, 10))
    encore = payer_une_consultation(lea, date(2026, 3, 17))
    Prestation.objects.de(lea).filter(pk=encore.pk).update(origine=ligne)
    assert depenses.lire(lea, 2026).total == UNE_FOIS
    suivant = payer(lea, date(2026, 5, 4), "0.00")
    Prestation.objects.create(
        paiement=suivant, rang=1, code="IND", soins_le=date(2026, 5, 4), personne=lea.personne, paye=0,
        verse=Decimal(-21), motif_taux="FOR", origine=encore,
    )  # fmt: skip
    assert depenses.lire(lea, 2026).total == UNE_FOIS
    assert releves.lire(lea, date(2026, 1, 1), date(2026, 12, 31)).recu == 21  # nothing was withheld here


def test_what_takes_a_sum_back_leads_to_the_care_that_was_paid_twice(connectee, lea):
    ligne = payer_une_consultation(lea, date(2026, 3, 10))
    reprise = reprendre(lea, ligne, date(2026, 3, 17))
    adresse = reverse("paiements:detail", args=[reprise.origine.paiement.public_id])
    page = connectee.get(reverse("paiements:detail", args=[reprise.paiement.public_id])).content.decode()
    assert f'href="{adresse}#ligne-1"' in page and "payé deux fois" in page
    page = connectee.get(adresse).content.decode()
    assert reverse("paiements:detail", args=[ligne.paiement.public_id]) in page and "déjà été" in page


def test_the_spreadsheet_has_the_care_once_on_the_day_the_transfer_left_again(connectee, lea):
    le = horloge.aujourdhui() - timedelta(days=20)
    _, nouveau = payer_puis_repayer(lea, le)
    texte = connectee.get("/mes-paiements/liste.csv").content.decode("utf-8-sig")
    (rangee,) = csv.DictReader(io.StringIO(texte), delimiter=";")
    assert (rangee["Décompte"], rangee["État"]) == (nouveau.numero, "versé")
    avant = {"au": f"{le:%d/%m/%Y}"}
    texte = connectee.get("/mes-paiements/liste.csv", avant).content.decode("utf-8-sig")
    (rangee,) = csv.DictReader(io.StringIO(texte), delimiter=";")
    assert rangee["État"] == "retourné par la banque"


def test_a_replacement_shows_its_withholding_as_its_own(connectee, lea):
    _, nouveau = payer_puis_repayer(lea, date(2026, 3, 10))
    page = connectee.get(reverse("paiements:detail", args=[nouveau.public_id])).content.decode()
    assert 'href="#retenues"' in page and 'href="#ligne-1"' in page
