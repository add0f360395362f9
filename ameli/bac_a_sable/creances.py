"""Practice notices of sums to pay: an old balance in three lines, allowances paid by mistake, and one that is settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any

from accounts.models import Assure
from ameli.bac_a_sable.histoires.recit import ouvre
from paiements import baremes
from paiements.calcul.mots import Genre
from paiements.models import ActeCreance, Avis, LigneCreance

Nature = Avis.Nature
TOUS_LES = timedelta(days=8)
RECALCUL = timedelta(days=270)  # how long ago, in the leave that still goes on, too much was paid
# persona, reference, nature, lines (years before this one, label, amount, already paid)
AVIS = (
    (
        "patrick", "4012603000001231N", Nature.PFFR,
        ((3, "Participations forfaitaires", "50.00", "0"), (3, "Franchises", "50.00", "0"), (4, "Franchises", "22.50", "0")),
    ),
    ("thomas", "4012605000004562C", Nature.INDU_IJ, ((0, "Indemnités journalières versées en trop", "348.17", "0"),)),
    ("odette", "4012511000007893E", Nature.PFFR, ((2, "Franchises", "12.00", "0"), (2, "Participations forfaitaires", "30.00", "30.00"))),
)  # fmt: skip
# What somebody who is always treated in advance is asked for, visit after visit: what, by whom, how many acts or boxes.
SOINS = {
    "Participations forfaitaires": (
        ("Analyses de sang, 4 actes", "Laboratoire des Pins", Genre.PF, 4),
        ("Consultation de médecin généraliste", "Dr Paul Darrigade", Genre.PF, 1),
    ),
    "Franchises": (
        ("Médicaments, 4 boîtes", "Pharmacie du Lavoir", Genre.BOITE, 4),
        ("Soins infirmiers", "Claire Dubourg", Genre.ACTE, 1),
    ),
}


def installer(assures: Mapping[str, Assure], jour: date) -> None:
    """Write them, once for an empty base."""
    for cle, reference, nature, lignes in AVIS:
        avis = Avis.objects.create(
            assure=assures[cle], reference=reference, nature=nature, emis_le=jour - timedelta(days=21)
        )
        for rang, (avant, libelle, montant, regle) in enumerate(lignes, start=1):
            annee = jour.year - avant if libelle in SOINS else (jour - RECALCUL).year
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
                ActeCreance(ligne=ligne, pour=prenom, **acte) for acte in actes(libelle, annee, Decimal(montant), jour)
            )


def actes(libelle: str, annee: int, montant: Decimal, jour: date) -> Iterator[dict[str, Any]]:
    """What the letter lists: the visits of a year, until the amount is reached."""
    if libelle not in SOINS:
        yield {"soins_le": jour - RECALCUL, "soin": "Indemnités recalculées : salaire corrigé", "montant": montant}
        return
    le = date(annee, 1, 6)
    for soin, professionnel, genre, unites in cycle(SOINS[libelle]):
        le = ouvre(le)
        part = min(montant, unites * baremes.retenue(genre, le).unite)
        yield {"soins_le": le, "soin": soin, "professionnel": professionnel, "montant": part}
        montant -= part
        if not montant:
            return
        le += TOUS_LES
