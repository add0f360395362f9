"""A paper laid out once in a run: what several tests read of the same page is read in the same PDF."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any, NamedTuple

from documents.moteur import mettre_en_page
from documents.rendu import rendre_html


class Imprime(NamedTuple):
    """The PDF of a page, and what the renderer had to say of it."""

    octets: bytes
    avertissements: list[str]


class _Ecoute(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.dits: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.dits.append(record.getMessage())


def imprimer(papier: Any) -> Imprime:
    """The paper as the product prints it."""
    return _imprimer(mettre_en_page(papier))


@cache
def _imprimer(html: str) -> Imprime:
    ecoute, journal = _Ecoute(), logging.getLogger("weasyprint")
    journal.addHandler(ecoute)
    try:
        return Imprime(rendre_html(html), ecoute.dits)
    finally:
        journal.removeHandler(ecoute)
