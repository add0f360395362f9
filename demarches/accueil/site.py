"""What the site says of itself, to anybody: its plan, its accessibility, who keeps it, what it does with what it knows."""

from __future__ import annotations

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ameli.noyau import accessibilite
from ameli.noyau.contexte import onglet_de, onglets_construits
from ameli.noyau.plan import Lieu, au_plan, lieux
from demarches.accueil.aide import fiches

ETATS = {
    accessibilite.MONTRE: "tenu, vérifié par un test",
    accessibilite.A_LA_MAIN: "tenu, vérifié à la main",
    accessibilite.MANQUE: "pas tenu",
    accessibilite.SANS_OBJET: "sans objet ici",
}


@au_plan("Plan du site")
@require_safe
@login_not_required
def plan(request: HttpRequest) -> HttpResponse:
    """Every page that has an address of its own: those of the account by tab, then those that anybody reads."""
    toutes = fiches()
    demarrer = [Lieu(fiche.titre, "", fiche.depart, public=False) for fiche in toutes]
    rubriques = []
    for onglet in onglets_construits():
        siens = [
            lieu for lieu in lieux() if not lieu.public and onglet_de(lieu.nom) == onglet.nom and lieu.nom != onglet.nom
        ]
        if onglet.nom == "demarches:accueil":
            siens = list({lieu.url: lieu for lieu in (*demarrer, *siens)}.values())
        rubriques.append((onglet, siens))
    contexte = {
        "rubriques": rubriques,
        "publics": [lieu for lieu in lieux() if lieu.public],
        "services": toutes,
    }
    return render(request, "site/plan.html", contexte)


@au_plan("Accessibilité")
@require_safe
@login_not_required
def declaration_d_accessibilite(request: HttpRequest) -> HttpResponse:
    """The statement, written from the table of criteria."""
    grille = accessibilite.grille()
    themes = [
        (theme, [(critere, ETATS[critere.statut]) for critere in criteres])
        for theme, criteres in groupby(grille.criteres, key=lambda critere: critere.theme)
    ]
    return render(request, "site/accessibilite.html", {"grille": grille, "themes": themes})


@au_plan("Mentions légales")
@require_safe
@login_not_required
def mentions_legales(request: HttpRequest) -> HttpResponse:
    """Who keeps the site, and what it is not."""
    return render(request, "site/mentions_legales.html")


@au_plan("Vos données personnelles")
@require_safe
@login_not_required
def donnees_personnelles(request: HttpRequest) -> HttpResponse:
    """What is kept, why, for how long, who reads it; the two cookies."""
    return render(request, "site/donnees_personnelles.html")
