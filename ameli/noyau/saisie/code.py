"""Codes: digits received by mail or SMS or given by an application, letters and digits printed on papers and screens. Pure."""

from __future__ import annotations

import re

from ameli.noyau.saisie.signes import Illisible, nombre, sans_les_mots


def lire(texte: str, longueurs: tuple[int, ...], phrase: str) -> str:
    """A code of digits, of one of these lengths. Raises Illisible with `phrase`."""
    serre = nombre(texte)
    if len(serre) not in longueurs or not re.fullmatch(r"[0-9]*", serre):
        raise Illisible(phrase)
    return serre


def lire_lettres(texte: str, longueur: int, alphabet: str, phrase: str) -> str:
    """A code of `longueur` signs of `alphabet` (small letters), printed in groups. Raises Illisible with `phrase`."""
    for serre in map(str.lower, sans_les_mots(texte)):
        if len(serre) == longueur and set(serre) <= set(alphabet):
            return serre
    raise Illisible(phrase)
