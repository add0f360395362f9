"""Who may pay what, and how much of a line (chapter 16 §§ 1 to 5). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ameli.noyau.calendrier import ajouter_mois
from paiements.calcul.mots import CENTIME, ZERO

SOLDE_MINIMUM, SOLDE_MAXIMUM = Decimal(100), Decimal(150)  # [C]
MINIMUM, MAXIMUM = Decimal(16), Decimal(50)  # euros a line [C]
ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ"
MENSUALITES = 3
ECHEANCIER_MINIMUM = MINIMUM * MENSUALITES  # hypothesis: no part under what may be paid of a line
RAPPEL, TOLERANCE = 7, 10  # days before a monthly part is due, and after it, when the échéancier stops (hypothesis)
REPONSE = 5  # working days promised for an answer (hypothesis)
SANS_REPONSE = 30  # days after which what nobody answered is granted: nothing is withheld meanwhile (hypothesis)
NOUVELLE_DEMANDE = 6  # months before asking again after a refusal, or an échéancier that was not kept (hypothesis)


def solde_payable(solde: Decimal) -> bool:
    """May a balance of participations and franchises be paid without a notice?"""
    return SOLDE_MINIMUM <= solde <= SOLDE_MAXIMUM


def lettre(chiffres: str) -> str:
    """The letter that closes the references that we make ourselves (hypothesis of chapter 16 § 4)."""
    return ALPHABET[int(chiffres) % len(ALPHABET)]


def bornes(reste: Decimal, *, plafonnee: bool) -> tuple[Decimal, Decimal]:
    """The least and the most that may be paid of a line with `reste` euros left; `plafonnee`: at most 50 € at a time."""
    if reste < MINIMUM:
        return reste, reste
    return MINIMUM, min(MAXIMUM, reste) if plafonnee else reste


def juger(montant: Decimal, reste: Decimal, *, plafonnee: bool) -> str:
    """What is wrong with paying `montant` of a line, in one French sentence; empty when it may be paid."""
    moins, plus = bornes(reste, plafonnee=plafonnee)
    if moins == plus and montant != plus:
        return f"Cette ligne se paie en une fois : {euros(plus)}."
    if montant < moins:
        return f"Le montant minimum est de {euros(moins)}."
    if montant > plus:
        return f"Le montant maximum est de {euros(plus)}."
    if ZERO < reste - montant < MINIMUM and reste <= plus:
        return f"Il resterait {euros(reste - montant)}, trop peu pour un autre paiement. Payez {euros(reste)} pour tout régler."
    return ""


def euros(montant: Decimal) -> str:
    """ "16 €", "22,50 €"."""
    return f"{montant:.2f} €".replace(".", ",").replace(" €", "\N{NO-BREAK SPACE}€").replace(",00", "")


@dataclass(frozen=True, slots=True)
class Recours:
    """How a line is contested: `mois` after the notice, None at any time; `suspensif`: nothing is asked for meanwhile.

    `juge`: who decides, as a sentence begins.
    """

    nom: str
    mois: int | None
    suspensif: bool
    juge: str = "Votre caisse"


RECLAMATION = Recours("réclamation", None, suspensif=False)
AMIABLE = Recours("recours amiable", 2, suspensif=True, juge="La commission de recours amiable de votre caisse")
RECOURS = {
    "INDU-IJ": AMIABLE,
    "INDU-SOIN": AMIABLE,
    "INDU-INV": AMIABLE,
    "PENAL": Recours("observations", 1, suspensif=False),
}  # chapter 16 § 6; anything else is a complaint
DE_SOINS = ("PFFR", "INDU-SOIN")  # the others come from a wage replaced, or from a fault
SUSPENSIFS = tuple(nature for nature, recours in RECOURS.items() if recours.suspensif)


def recours(nature: str) -> Recours:
    return RECOURS.get(nature, RECLAMATION)


def dernier_jour(nature: str, emis_le: date) -> date | None:
    """The last day on which a line of a notice may be contested; None: there is none."""
    mois = recours(nature).mois
    return None if mois is None else ajouter_mois(emis_le, mois)


def parts(total: Decimal, nombre: int = MENSUALITES) -> tuple[Decimal, ...]:
    """Monthly parts, equal to the cent: the first ones bear the cents that do not divide."""
    base, reste = divmod(int(total / CENTIME), nombre)
    return tuple((base + (rang < reste)) * CENTIME for rang in range(nombre))


def jours_des_parts(depuis: date, nombre: int = MENSUALITES) -> tuple[date, ...]:
    """One month after the decision, then every month."""
    return tuple(ajouter_mois(depuis, rang) for rang in range(1, nombre + 1))


def restes_des_parts(montants: Sequence[Decimal], paye: Decimal) -> tuple[Decimal, ...]:
    """What is left of each part once `paye` euros were paid: the earliest part first."""
    restes = []
    for montant in montants:
        pris = min(montant, max(ZERO, paye))
        paye -= pris
        restes.append(montant - pris)
    return tuple(restes)


def repartir(montant: Decimal, payables: Sequence[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """`montant` over lines (rank, what may be paid), the first line first; less when there is less."""
    repartis = {}
    for rang, payable in payables:
        pris = min(montant, payable)
        if pris > 0:
            repartis[rang] = pris
        montant -= pris
    return repartis
