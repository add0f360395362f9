"""The page of the cards of a foyer, Vitale or European: of each person the state of their card, and the one thing to do."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from demarches.cartes import lignes
from demarches.cartes.lignes import Ligne


def montrer(request: HttpRequest, titre: str, ici: str, personnes: Iterable[Ligne]) -> HttpResponse:
    """`titre` heads the page; `ici` is its place in the path above it."""
    return render(request, "cartes/foyer.html", {"titre": titre, "ici": ici, "lignes": lignes.ranger(personnes)})
