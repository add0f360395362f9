"""A number that is no amount of euros: whole, or with a comma or a point. What could be read in two ways is not read. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from ameli.noyau.saisie.signes import Illisible, ligne, plat

CHIFFRES = r"[0-9]{1,3}(?:[ '’][0-9]{3})+|[0-9]{1,15}"
# As montant: « 1.234,5 » and « 1,234.5 » say which sign parts the thousands, « 1.234 » is a little more than one.
ENTIER = re.compile(rf"\+?({CHIFFRES})")  # no word: « 15 kg » are no 15 g, « 2 mille » no 2
DECIMAL = re.compile(rf"\+?({CHIFFRES})(?:[.,]([0-9]+))?")
PARTAGES = (re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)"), re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)"))
FORME = "Écrivez un nombre, en chiffres."


def lire_entier(texte: str) -> int:
    """ "2", « 1 234 ». Raises Illisible."""
    return int(_sans_separateur(_lu(texte, ENTIER)[1]))


def lire_decimal(texte: str) -> Decimal:
    """ "1,5", "1.50", « 1 234,5 », « 1.234,50 ». Raises Illisible."""
    lu = _lu(texte, DECIMAL, *PARTAGES)
    return Decimal(_sans_separateur(lu[1]) + (f".{lu[2]}" if lu[2] else ""))


def _lu(texte: str, *formes: re.Pattern[str]) -> re.Match[str]:
    lu = next(filter(None, (forme.fullmatch(plat(ligne(texte))) for forme in formes)), None)
    if lu is None:
        raise Illisible(FORME)
    return lu


def _sans_separateur(chiffres: str) -> str:
    return re.sub(r"[^0-9]", "", chiffres)
