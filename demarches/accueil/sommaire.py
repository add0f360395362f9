"""`/aide/services/`: every service by block, then the 21 chapters as the catalogue of the caisse prints them. Public, and without a query."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ameli.noyau.plan import au_plan
from demarches.accueil.aide import Fiche, fiches
from demarches.guide.chapitres import CHAPITRES, Chapitre
from demarches.moteur.declaration import Rubrique


@dataclass(frozen=True)
class Ligne:
    """A chapter, and where each of its services is told: (name, address). One that is no service leads to its own pages."""

    numero: int
    titre: str
    ou: tuple[tuple[str, str], ...]


@au_plan("Les services du compte")
@require_safe
@login_not_required
def services(request: HttpRequest) -> HttpResponse:
    """« #<code> » is a lasting address. A paper stands in the first of its blocks."""
    toutes = fiches()
    blocs = [(r.value, [f for f in toutes if f.rubriques[0] == r.value]) for r in Rubrique]
    par_code = {fiche.code: fiche for fiche in toutes}
    contexte = {
        "blocs": [bloc for bloc in blocs if bloc[1]],
        "chapitres": [_ligne(un, [par_code[code] for code in un.services if code in par_code]) for un in CHAPITRES],
    }
    return render(request, "aide/services.html", contexte)


def _ligne(chapitre: Chapitre, siennes: list[Fiche]) -> Ligne:
    services = [(fiche.titre, fiche.lien) for fiche in siennes]
    pages = [(vue.titre, reverse(vue.page)) for vue in chapitre.pages if vue.page]
    return Ligne(chapitre.numero, chapitre.titre, tuple(services or pages))
