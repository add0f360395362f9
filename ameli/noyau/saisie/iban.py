"""An IBAN or a BIC, as copied from a RIB, a bank's page or a letter. Whether the caisse pays there is the room's own rule. Pure."""

from __future__ import annotations

import re

from stdnum import bic as norme

from ameli.noyau.saisie import signes
from ameli.noyau.saisie.signes import Illisible

FIN = 7  # what the first visit asks of it (chapter 1 § 3.1)
BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
# As static/js/iban.js: the words before a country and its key, or as far as IBAN; the BIC that RIBs print on the next line.
AVANT = re.compile(r"^(?:[^\W\d_]+(?=[A-Z]{2}[0-9]{2})|[^\W\d_]*IBAN)")
APRES = re.compile(r"^([0-9A-Z]{14,}?)(?:CODE)?(?:BIC|SWIFT)+[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$")


def serrer(texte: str) -> str:
    """Letters and digits side by side, in capitals, without the words that RIBs print before them, nor the BIC after them."""
    return APRES.sub(r"\1", AVANT.sub("", signes.serrer(texte)))


def serrer_bic(texte: str) -> str:
    """The same of a BIC, which begins with letters as its labels do: the last words that make one of a country that exists."""
    lues = list(signes.sans_les_mots(texte))
    return next((lue for lue in reversed(lues) if norme.is_valid(lue)), signes.serrer(texte))


def lire(texte: str) -> str:
    """Letters and digits of the basic alphabet, nothing else: their number and their keys are for the room. Raises Illisible."""
    return _alphanumerique(serrer(texte), "Cet IBAN comporte une erreur. Comparez-le avec votre RIB.")


def lire_bic(texte: str) -> str:
    """The same of a BIC. Raises Illisible."""
    return _alphanumerique(serrer_bic(texte), "Ce BIC comporte une erreur. Comparez-le avec votre RIB.")


def lire_fin(texte: str) -> str:
    """An IBAN of which the end alone was asked: 7 characters or more, those that were copied. Raises Illisible."""
    serre = serrer(texte)
    if not re.fullmatch(r"[0-9A-Z]{7,34}", serre):
        raise Illisible("Recopiez les 7 derniers caractères, ou l’IBAN entier.")
    return serre


def _alphanumerique(serre: str, phrase: str) -> str:
    if not re.fullmatch(r"[0-9A-Z]+", serre):
        raise Illisible(phrase)
    return serre
