"""The address bar, read like anything else that is typed: nothing invisible reaches a view, a place in a list is an id or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from ameli.noyau.saisie.signes import visibles

PLACE = re.compile(r"[A-Za-z0-9-]{1,64}")
NUMERO = re.compile(r"[0-9]{1,18}")  # any id of PostgreSQL, and none that it has no room for


class AdresseLue:
    """Middleware: `request.GET` without signs that nobody sees. PostgreSQL has no NUL, and no address of ours needs any of them."""

    def __init__(self, suite: Callable[[HttpRequest], HttpResponse]) -> None:
        self.suite = suite

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%" in request.META.get("QUERY_STRING", ""):
            request.GET = lire(request.GET)  # type: ignore[assignment]
        return self.suite(request)


def lire(parametres: QueryDict) -> QueryDict:
    """The same parameters, in their order, names and values without signs that nobody sees."""
    lus = QueryDict(mutable=True, encoding=parametres.encoding)
    for nom, valeurs in parametres.lists():
        lus.setlistdefault(visibles(nom)).extend(map(visibles, valeurs))
    lus._mutable = False
    return lus


def place(request: HttpRequest, nom: str) -> str:
    """The id of a row (after which a page of a list begins, of whom a card is); empty when it can be no row."""
    dite = request.GET.get(nom, "")
    return dite if PLACE.fullmatch(dite) else ""


def numero(texte: str) -> int | None:
    """An id written in figures; None when it can be none."""
    return int(texte) if NUMERO.fullmatch(texte) else None
