"""Practice notices of sums to pay: an old balance in three lines, allowances paid by mistake, and one that is settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any

from accounts.models import Adresse, Assure
from ameli.bac_a_sable.histoires.recit import ouvre
from ameli.bac_a_sable.models import CourrierRecu
from ameli.noyau import formats
from ameli.noyau.calendrier import PARIS
from paiements import baremes
from paiements.calcul.mots import Genre
from paiements.creances import regles
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


POSTE = timedelta(days=3)
LETTRE = """Avis de sommes à payer
Référence : {reference}
Le {emis_le}

{nature}. Somme à payer : {total}.
{lignes}

Vous pouvez payer en ligne : « Mes paiements », puis « Payer une créance ».
{recours}
Gardez cette lettre : la référence vous sera demandée."""


def installer(assures: Mapping[str, Assure], jour: date) -> None:
    """Write them and post their letters, once for an empty base."""
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
        _poster(avis)


def _poster(avis: Avis) -> None:
    """The letter that bears the reference, in the practice letter box of who owes."""
    lignes = list(avis.lignes.order_by("rang"))
    recours, dernier = regles.recours(avis.nature), regles.dernier_jour(avis.nature, avis.emis_le)
    personne = avis.assure.personne
    adresse = Adresse.objects.de(avis.assure).filter(fin_le=None, beneficiaire=None).order_by("-effet_le").first()
    texte = LETTRE.format(
        reference=avis.reference_lisible, emis_le=formats.jour(avis.emis_le), nature=avis.get_nature_display(),
        total=formats.montant(sum((une.montant - une.regle for une in lignes), Decimal(0))),
        lignes="\n".join(f"– {une.libelle} : {formats.montant(une.montant)}" for une in lignes),
        recours=f"Pas d’accord ? {recours.juge} décide{f', si vous écrivez avant le {formats.jour(dernier)}' if dernier else ''}.",
    )  # fmt: skip
    recu_le = datetime.combine(avis.emis_le + POSTE, time(9), PARIS)
    CourrierRecu.objects.create(
        canal=CourrierRecu.Canal.LETTRE, cle=f"lettre:avis:{avis.reference}", objet="Avis de sommes à payer",
        a="\n".join((f"{personne.prenom} {personne.nom}", *(adresse.lignes if adresse else ()))),
        de=avis.assure.caisse.nom, texte=texte.replace(" :", "\N{NO-BREAK SPACE}:").replace(" ?", "\N{NO-BREAK SPACE}?"),
        recu_le=recu_le, recu_reel_le=recu_le,
    )  # fmt: skip


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
