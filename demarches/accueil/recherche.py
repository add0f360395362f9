"""`/chercher/`: services, pages, messages and words, by the words that people use for them (`mots_des_gens.toml`). Without a query.

What is typed is sent in the body of a form and never kept. The address that shows the answers holds only words of our own texts:
neither a history nor a line of a server says what a person wrote.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.messagerie.themes import THEMES, Theme
from ameli.noyau.contexte import onglet_de, onglets_construits
from ameli.noyau.glossaire import MOTS
from ameli.noyau.plan import Lieu, au_plan, lieux
from ameli.noyau.recherche import Index, Sujet, index
from ameli.noyau.saisie.champs import ChampLigne
from demarches.accueil.aide import Fiche, fiches

TABLE = Path(__file__).with_name("mots_des_gens.toml")
AU_PLUS = 6  # answers: a longer list is not read
APRES = "Vous vous connectez d’abord."
EXPLIQUES = {f"mot:{mot.mot}": mot for mot in MOTS}
EXEMPLES = ("carte perdue", "changer de banque", "mutuelle", "arrêt de travail")


class FormulaireRecherche(forms.Form):
    """One line, never kept."""

    phrase = ChampLigne(
        label="Que cherchez-vous\u00a0?",
        help_text="Avec vos mots, par exemple «\u00a0j’ai perdu ma carte\u00a0». N’écrivez aucun numéro.",
        max_length=200,
        error_messages={"required": "Écrivez ce que vous cherchez, par exemple «\u00a0carte\u00a0»."},
        widget=forms.TextInput({"size": "40", "autocomplete": "off"}),
    )


@dataclass(frozen=True)
class Trouvaille:
    """An answer that leads somewhere."""

    titre: str
    detail: str
    lien: str
    icone: str


@dataclass(frozen=True)
class Trouvable:
    """A place, and the phrases that name it."""

    phrases: tuple[str, ...]
    trouvaille: Trouvaille


Trouvables = dict[str, Trouvable]


@dataclass(frozen=True)
class Reponse:
    """What was understood, what leads somewhere, and the words that the foot of the page explains."""

    compris: list[str]
    trouvailles: list[Trouvaille]
    mots: list[str]


@au_plan("Chercher")
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def chercher(request: HttpRequest) -> HttpResponse:
    """GET: the question, or the answers to `mots`. POST: reads what was typed and leads to the answers."""
    formulaire = FormulaireRecherche(request.POST if request.method == "POST" else None)
    trouvables = lieux_trouvables(inscrit=bool(getattr(request.user, "assure_id", None)))
    if formulaire.is_valid():
        return HttpResponseRedirect(_adresse(trouvables, formulaire.cleaned_data["phrase"]))
    mots = request.GET.get("mots")
    contexte = {
        "form": formulaire,
        "reponse": repondre(trouvables, mots) if mots is not None else None,
        "exemples": [(exemple, _adresse(trouvables, exemple)) for exemple in EXEMPLES],
    }
    return render(request, "accueil/chercher.html", contexte)


def repondre(trouvables: Trouvables, phrase: str) -> Reponse:
    """What answers `phrase`, the nearest first."""
    compris = index_de(trouvables).comprendre(phrase)
    cles = index_de(trouvables).chercher(compris)
    return Reponse(
        compris,
        [trouvables[cle].trouvaille for cle in cles if cle in trouvables][:AU_PLUS],
        [EXPLIQUES[cle].mot for cle in cles if cle in EXPLIQUES],
    )


def index_de(trouvables: Trouvables) -> Index:
    """The index of these places and of the words that the site explains."""
    sujets = [Sujet(cle, trouvable.phrases) for cle, trouvable in trouvables.items()]
    return index((*sujets, *(Sujet(cle, (mot.mot,)) for cle, mot in EXPLIQUES.items())))


def lieux_trouvables(*, inscrit: bool) -> Trouvables:
    """Every place by its key: services, other pages of the plan, what one may write about. For whoever is signed in with a file
    (`inscrit`) a service opens; for others its page of help does."""
    dits, services = mots_des_gens(), fiches()
    trouvables = {
        f.code: Trouvable((f.titre, f.accroche, *dits["services"].get(f.code, ())), _du_service(f, inscrit))
        for f in services
    }
    ailleurs = {fiche.depart for fiche in services} | {reverse("chercher")}
    pages = [lieu for lieu in lieux() if lieu.url not in ailleurs]
    trouvables |= {p.nom: Trouvable((p.titre, *dits["pages"].get(p.nom, ())), _de_la_page(p, inscrit)) for p in pages}
    for theme in THEMES.values():
        phrases = (theme.libelle, *dits["messages"].get(theme.code, ()))
        trouvables[f"message:{theme.code}"] = Trouvable(phrases, _du_message(theme, inscrit))
    return trouvables


@cache
def mots_des_gens() -> dict[str, dict[str, list[str]]]:
    """The table: for services, pages and messages, the phrases of each."""
    lue = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {genre: lue[genre] for genre in ("services", "pages", "messages")}


def _du_service(fiche: Fiche, inscrit: bool) -> Trouvaille:
    return Trouvaille(fiche.titre, fiche.accroche, fiche.depart if inscrit else fiche.lien, fiche.icone)


def _de_la_page(lieu: Lieu, inscrit: bool) -> Trouvaille:
    onglet = next((o for o in onglets_construits() if o.nom == onglet_de(lieu.nom)), None)
    detail = f"Dans «\u00a0{onglet.libelle}\u00a0»." if onglet and onglet.libelle != lieu.titre else ""
    return Trouvaille(
        lieu.titre,
        f"{detail} {'' if inscrit or lieu.public else APRES}".strip(),
        lieu.url,
        onglet.icone if onglet else "info",
    )


def _du_message(theme: Theme, inscrit: bool) -> Trouvaille:
    lien = reverse("messagerie:ecrire_sur", args=[theme.code])
    return Trouvaille(f"Écrire à ma caisse\u00a0: {theme.libelle}", "" if inscrit else APRES, lien, "messagerie")


def _adresse(trouvables: Trouvables, phrase: str) -> str:
    """Of the answers to `phrase`: only words of the index are in it."""
    return f"{reverse('chercher')}?{urlencode({'mots': ' '.join(index_de(trouvables).comprendre(phrase))})}"
