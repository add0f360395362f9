"""Practice notices of sums to pay: an old balance in three lines, allowances paid by mistake, and one that is settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from accounts.models import Assure
from paiements.models import ActeCreance, Avis, LigneCreance

Nature = Avis.Nature
# persona, reference, nature, lines (years before this one, label, amount, already paid)
AVIS = (
    (
        "patrick", "4012603000001231N", Nature.PFFR,
        ((3, "Participations forfaitaires", "50.00", "0"), (3, "Franchises", "50.00", "0"), (4, "Franchises", "22.50", "0")),
    ),
    ("thomas", "4012605000004562C", Nature.INDU_IJ, ((1, "Indemnités journalières versées en trop", "348.17", "0"),)),
    ("odette", "4012511000007893E", Nature.PFFR, ((2, "Franchises", "12.00", "0"), (2, "Participations forfaitaires", "30.00", "30.00"))),
)  # fmt: skip
# What somebody who is always treated in advance is asked for in a year, with its amount before the increase of 2024.
SOINS = {
    "Participations forfaitaires": (
        ("Analyses de sang, 4 actes", "Laboratoire des Pins", Decimal(4)),
        ("Consultation de médecin généraliste", "Dr Paul Darrigade", Decimal(1)),
        ("Radiographie", "Imagerie des Landes", Decimal(1)),
    ),
    "Franchises": (
        ("Médicaments, 5 boîtes", "Pharmacie du Lavoir", Decimal("2.50")),
        ("Soins infirmiers", "Claire Dubourg", Decimal("0.50")),
        ("Médicaments, 2 boîtes", "Pharmacie du Lavoir", Decimal(1)),
    ),
}


def installer(assures: Mapping[str, Assure], jour: date) -> None:
    """Write them, once for an empty base."""
    for cle, reference, nature, lignes in AVIS:
        avis = Avis.objects.create(
            assure=assures[cle], reference=reference, nature=nature, emis_le=jour - timedelta(days=21)
        )
        for rang, (avant, libelle, montant, regle) in enumerate(lignes, start=1):
            annee = jour.year - avant
            ligne = LigneCreance.objects.create(
                avis=avis,
                rang=rang,
                annee=annee,
                libelle=f"{libelle} {annee}",
                montant=Decimal(montant),
                regle=Decimal(regle),
            )
            prenom = assures[cle].personne.prenom
            ActeCreance.objects.bulk_create(
                ActeCreance(ligne=ligne, pour=prenom, **acte) for acte in actes(libelle, annee, Decimal(montant))
            )


def actes(libelle: str, annee: int, montant: Decimal) -> Iterator[dict[str, Any]]:
    """What the letter lists: the visits of a year, month after month, until the amount is reached."""
    sortes = SOINS.get(libelle)
    if sortes is None:
        yield {
            "soins_le": date(annee, 3, 3),
            "soin": "Arrêt de travail, 7 jours versés après la reprise",
            "montant": montant,
        }
        return
    for rang in count():
        soin, professionnel, part = sortes[rang % len(sortes)]
        part = min(montant, part)
        jour = date(annee, 1, 6) + timedelta(days=9 * rang)
        yield {
            "soins_le": jour if jour.weekday() < 6 else jour + timedelta(days=1), "soin": soin,
            "professionnel": professionnel, "montant": part,
        }  # fmt: skip
        montant -= part
        if not montant:
            return
