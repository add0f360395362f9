"""An amount in euros, as on a letter or a bank's page. What could be read in two ways is not read. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from ameli.noyau.saisie.signes import Illisible, plat

FORME = "Saisissez un montant en euros, par exemple 22,50."
TROP_GRAND = "Ce montant est trop grand. Vérifiez-le."
DEVISE = "(?:€(?:UROS?)?|EUROS?|EUR)"
# Words that bills print beside an amount and that say nothing else of it: « net », « par mois », « moins » do.
AVANT = re.compile(rf"^(?:[^0-9:]*:)?(?:TOTAL|MONTANT|SOMME|PRIX|[AÀ]PAYER|TTC|[=+]|{DEVISE})*")
APRES = re.compile(rf"(?:TTC|[*,;.!])*(?:[.,]?-?(?:{DEVISE}|E)|[.,]-)?(?:TTC|[*,;.!])*\Z")
CENTIMES = re.compile(rf"(?<=[0-9]){DEVISE}(?:ET)?([0-9]{{2}})(?:C|CTS?|CENTIMES)?\Z")
# "1.234" alone may be one thousand or a little more than one: it takes cents to say which sign parts thousands.
ECRITURES = (
    re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,2}))?"),
    re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{1,2})"),
    re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]{1,2})"),
    re.compile(r"([0-9]{1,3}(?:['’][0-9]{3})+)(?:[.,]([0-9]{1,2}))?"),
)


def lire(texte: str) -> Decimal:
    """ "1 234,50 €", "1.234,50", "EUR 22.5", "22 € 50", "22,–", « Total TTC : 22 € »: euros, two decimals, never below zero.

    Raises Illisible.
    """
    serre = AVANT.sub("", re.sub(r"[\s_]", "", plat(texte).upper().replace("·", ".")))
    nu = APRES.sub("", CENTIMES.sub(r",\1", serre), count=1)
    lu = next((trouve for ecriture in ECRITURES if (trouve := ecriture.fullmatch(nu))), None)
    if lu is None:
        raise Illisible(FORME)
    entier, cents = re.sub("[.,'’]", "", lu[1]), (lu[2] or "0").ljust(2, "0")
    return Decimal(f"{entier}.{cents}")
