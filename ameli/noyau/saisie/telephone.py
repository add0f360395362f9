"""A telephone number. French ones are kept as ten digits, others with + and their country. Pure."""

from __future__ import annotations

import re

from ameli.noyau.saisie.signes import Illisible, nombre

FRANCAIS = re.compile(r"0[1-9][0-9]{8}")
MOBILE = re.compile(r"0[67][0-9]{8}")
AILLEURS = re.compile(r"\+[1-9][0-9]{6,14}")


def lire(texte: str) -> str:
    """ "06 39 98 00 01", "+33 (0)6.39.98.00.01" and "0033639980001" are "0639980001"; "+32 470 12 34 56" keeps its country.

    Raises Illisible.
    """
    serre = nombre(texte)
    serre = "+" + serre[2:] if serre.startswith("00") else serre
    serre = re.sub(r"^(?:\+330?|33(?=[1-9][0-9]{8}$))", "0", serre)
    if not (FRANCAIS.fullmatch(serre) or AILLEURS.fullmatch(serre)):
        raise Illisible("Écrivez un numéro complet. Exemple\N{NO-BREAK SPACE}: 05 36 49 00 11.")
    return serre


def est_mobile(numero: str) -> bool:
    """Can this number, as it is kept, receive an SMS? A foreign one is believed to."""
    return bool(MOBILE.fullmatch(numero)) or numero.startswith("+")


def lire_mobile(texte: str) -> str:
    """The same, of a number that receives SMS. Raises Illisible."""
    try:
        numero = lire(texte)
    except Illisible:
        numero = ""
    if not est_mobile(numero):
        raise Illisible("Écrivez un numéro de mobile\N{NO-BREAK SPACE}: il commence par 06, 07, ou + et le pays.")
    return numero
