"""An amount in euros, as on a letter or a bank's page. What could be read in two ways is not read. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from ameli.noyau.saisie.signes import Illisible, plat

FORME = "Saisissez un montant en euros, par exemple 22,50."
DEVISE = "(?:€(?:UROS?)?|EUROS?|EUR)"
CENTIMES = re.compile(rf"(?<=[0-9]){DEVISE}(?:ET)?([0-9]{{2}})(?:C|CTS?|CENTIMES)?\Z")
# "1.234" alone may be one thousand or a little more than one: it takes cents to say which sign parts thousands.
ECRITURES = (
    re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,2})?)?"),
    re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{1,2})"),
    re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]{1,2})"),
    re.compile(r"([0-9]{1,3}(?:['’][0-9]{3})+)(?:[.,]([0-9]{1,2}))?"),
)


def lire(texte: str) -> Decimal:
    """ "1 234,50 €", "1.234,50", "EUR 22.5", "22 € 50", "22,–": euros, two decimals, never below zero. Raises Illisible."""
    serre = re.sub(r"^[^0-9:]*:", "", "".join(plat(texte).upper().split()))  # « Montant : »
    serre = CENTIMES.sub(r",\1", serre.removesuffix("."))
    nu = re.sub(f"^{DEVISE}|[.,]?-?{DEVISE}\\Z|[.,]-\\Z", "", serre, count=1)
    lu = next((trouve for ecriture in ECRITURES if (trouve := ecriture.fullmatch(nu))), None)
    if lu is None:
        raise Illisible(FORME)
    entier, cents = re.sub("[.,'’]", "", lu[1]), (lu[2] or "0").ljust(2, "0")
    return Decimal(f"{entier}.{cents}")
