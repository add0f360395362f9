"""What a thief would have been paid: amounts that fall due in the three days of a story, under the true rule of payment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.informations import coordonnees
from accounts.models import Assure

# Somebody on sick leave: allowances that are paid day after day, the worst case for a theft of bank details.
PAR_JOUR = Decimal("45.80")
FENETRE = timedelta(hours=72)
PREMIER, PAS = timedelta(hours=12), timedelta(hours=24)


@dataclass(frozen=True)
class Compte:
    """Amounts in euros: what reached the thief, what is held from them, what reached the owner."""

    perdu: Decimal = Decimal(0)
    retenu: Decimal = Decimal(0)
    verse: Decimal = Decimal(0)


def echeancier(depart: datetime, fin: datetime) -> Iterator[datetime]:
    """When an amount falls due, after `depart` and up to `fin` included."""
    le = depart + PREMIER
    while le <= fin:
        yield le
        le += PAS


def compter(assure: Assure, iban_du_voleur: str, depart: datetime, fenetre: timedelta = FENETRE) -> Compte:
    """Where each amount due within `fenetre` of `depart` goes. An amount that is held is followed to the day it is paid.

    The clock need not have come that far: the details in force at its end are taken as those that will serve.
    """
    perdu = retenu = verse = Decimal(0)
    for du_le in echeancier(depart, depart + fenetre):
        versement = coordonnees.compte_pour_un_paiement(assure, du_le)
        if versement.retenu_jusqu_a is not None:
            retenu += PAR_JOUR
            versement = coordonnees.compte_pour_un_paiement(assure, versement.retenu_jusqu_a)
        if versement.coordonnees is None:
            continue
        if versement.coordonnees.iban == iban_du_voleur:
            perdu += PAR_JOUR
        else:
            verse += PAR_JOUR
    return Compte(perdu, retenu, verse)
