"""Who may pay what, and how much of a line (chapter 16 §§ 1 to 5). Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from paiements.calcul.mots import ZERO

SOLDE_MINIMUM, SOLDE_MAXIMUM = Decimal(100), Decimal(150)  # [C]
MINIMUM, MAXIMUM = Decimal(16), Decimal(50)  # euros a line [C]
ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ"
REFERENCE = re.compile(r"\d{16}[A-Z]")


def solde_payable(solde: Decimal) -> bool:
    """May a balance of participations and franchises be paid without a notice?"""
    return SOLDE_MINIMUM <= solde <= SOLDE_MAXIMUM


def lire_reference(saisie: str) -> str | None:
    """What was typed, as it is kept, or None when it is not 16 digits and a letter. Whether it exists is for the database."""
    serree = re.sub(r"[\s.\-]", "", saisie).upper()
    return serree if serree.isascii() and REFERENCE.fullmatch(serree) else None


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
