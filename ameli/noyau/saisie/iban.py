"""An IBAN or a BIC, as copied from a RIB, a bank's page or a letter. Whether the caisse pays there is the room's own rule. Pure."""

from __future__ import annotations

import re

from ameli.noyau.saisie import signes
from ameli.noyau.saisie.signes import Illisible

FIN = 7  # what the first visit asks of it (chapter 1 § 3.1)
BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
ETIQUETTES = ("IBAN", "NIBAN", "NOIBAN", "NUMEROIBAN", "CODEIBAN")
ETIQUETTES_DU_BIC = ("BIC", "CODEBIC", "SWIFT", "CODESWIFT", "BICSWIFT", "SWIFTBIC", "CODEBICSWIFT")


def serrer(texte: str) -> str:
    """Letters and digits side by side, in capitals, without the word IBAN that RIBs print before them."""
    return signes.serrer(texte, *ETIQUETTES)


def serrer_bic(texte: str) -> str:
    """The same of a BIC: one that is whole keeps its first letters, were they those of a label."""
    serre = signes.serrer(texte)
    return serre if BIC.fullmatch(serre) else signes.serrer(texte, *ETIQUETTES_DU_BIC)


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
