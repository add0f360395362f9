"""Over any history, each paper and each page tells the same sum, and it is the one that is due: transfers that the bank returned,
care paid without the Complémentaire santé solidaire, its second part and what corrects it included."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from accounts.models import Assure
from ameli.noyau import horloge
from documents.editions import decompte
from paiements import bilan, depenses, detail, export, patients, releves
from paiements.calcul.mots import Famille, Protection
from paiements.calcul.patient import Patient, Periode
from paiements.calcul.retenues import Compteurs
from paiements.calcul.soins import Acte, calculer
from paiements.enregistrement import LigneAPayer, enregistrer
from paiements.models import Paiement, Retenue
from paiements.recherche import Filtres
from tests.paiements.test_corrections import REPRISE, SUSPENDUE, le, nadia, reprendre, suspendre

pytestmark = [pytest.mark.django_db, pytest.mark.ce_lundi("a suspension and care dated by hand")]
__all__ = ["nadia"]
DEBUT, FIN = date(2026, 12, 1), date(2027, 1, 31)
Etat = Paiement.Etat


def payer_un_soin(assure: Assure, acte: Acte, instant: datetime) -> Paiement:
    """Paid as the file says on that day."""
    patient = patients.lire(assure, assure.personne)
    lignes = calculer(acte, patient, patients.compteurs(assure, assure.personne, {acte.le.year}))
    return enregistrer(
        assure, [LigneAPayer(une, assure.personne) for une in lignes], famille=Famille.SOINS, du_le=instant
    )


def retourner(paiement: Paiement, jour: date) -> None:
    """The bank refuses it, it leaves again on that day."""
    Paiement.objects.systeme("test").filter(pk=paiement.pk).update(etat=Etat.REJETE, disponible_le=jour)
    Paiement.objects.create(
        assure=paiement.assure, emis_le=jour, montant=paiement.montant, famille=paiement.famille, rangs=paiement.rangs,
        postes=paiement.postes, remplace=paiement,
    )  # fmt: skip


def vivre(assure: Assure, hasard: Random) -> list[Acte]:
    """Some care while the right is suspended, then all that the end of the suspension corrects."""
    suspendre(assure)
    actes, jour = [], SUSPENDUE
    while (jour := jour + timedelta(days=hasard.randint(1, 4))) < REPRISE - timedelta(days=4):
        horloge.regler_decalage(le(jour) - horloge.temps_reel())
        paye = Decimal(hasard.randint(500, 9000)) / 100
        acte = Acte(
            hasard.choice(["G", "PH7", "AMI", "KB", "B"]), jour, paye, base=paye, parcours=hasard.random() < 0.8
        )
        paiement = payer_un_soin(assure, acte, horloge.maintenant())
        if hasard.random() < 0.4:
            retourner(paiement, jour + timedelta(days=3))
        actes.append(acte)
    reprendre(assure)
    return actes


@pytest.mark.parametrize("graine", range(6))
def test_what_is_told_everywhere_is_what_is_due(nadia, graine):
    actes = vivre(nadia, Random(graine))
    couverte = Patient(nadia.personne.date_naissance, (Periode(Protection.C2S, date(2020, 1, 1)),))
    du = sum((une.verse for acte in actes for une in calculer(acte, couverte, Compteurs())), Decimal(0))

    payes = list(Paiement.objects.de(nadia).filter(etat=Etat.EMIS).select_related("coordonnees", "destinataire"))
    papiers = [decompte.composer(nadia, detail.lire(nadia, un.public_id), instant=horloge.maintenant()) for un in payes]
    assert len(actes) > 4 and any(un.remplace_id for un in payes) and du > 0
    assert sum(papier.montant for papier in papiers) == du
    assert all(papier.total_verse - papier.total_retenu == papier.montant for papier in papiers)

    mois = [releves.lire(nadia, *releves.du_mois(premier)) for premier in (DEBUT, date(2027, 1, 1))]
    ensemble = releves.lire(nadia, DEBUT, FIN)
    assert sum(un.recu for un in mois) == ensemble.recu == du
    assert bilan.lire(nadia, horloge.maintenant()).annee == mois[1].recu
    annees = [depenses.lire(nadia, annee).total.pris_en_charge for annee in (2026, 2027)]
    assert sum(annees) == du

    tableau = list(csv.DictReader(map(str.strip, export.lignes(nadia, Filtres(DEBUT, FIN))), delimiter=";"))
    verse = sum(Decimal(rangee["Montant versé"].replace(",", ".")) for rangee in tableau)
    assert verse - sum(une.montant for une in Retenue.objects.de(nadia).exclude(paiement=None)) == du
