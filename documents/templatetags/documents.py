"""Small words of the papers and of their list."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from ameli.noyau.formats import enumerer
from documents.verification import codes

register = template.Library()
register.filter("grouper", codes.grouper)
register.filter("carre", codes.carre)


@register.filter
def nommes(references: Iterable[str], noms: dict[str, str]) -> str:
    """First names of the persons of a paper; who is not in the file any more is left out."""
    trouves = [noms[reference] for reference in references if reference in noms]
    return enumerer(trouves)
