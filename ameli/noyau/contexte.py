"""What every page knows of the site: its address, the tabs that exist."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from ameli.noyau import affichage


@dataclass(frozen=True)
class Onglet:
    """A tab of the account. `espaces` are the URL namespaces (or names) in which it is the current one: a name before a namespace."""

    nom: str
    libelle: str
    libelle_court: str
    icone: str
    espaces: frozenset[str]
    url: str = ""


ONGLETS = (
    Onglet("accueil", "Accueil", "Accueil", "accueil", frozenset({"accueil", "raccourcis"})),
    Onglet("paiements:liste", "Mes paiements", "Paiements", "paiements", frozenset({"paiements", "documents:releves"})),
    Onglet("demarches:accueil", "Mes démarches", "Démarches", "demarches", frozenset({"demarches", "documents"})),
    Onglet("informations:accueil", "Mes informations", "Infos", "informations", frozenset({"informations"})),
    Onglet("messagerie:liste", "Ma messagerie", "Messages", "messagerie", frozenset({"messagerie"})),
)


def site(request: HttpRequest) -> dict[str, object]:
    """Context processor. Costs no query."""
    return {
        "contact_exercice": settings.CONTACT_EXERCICE,
        "url_publique": settings.URL_PUBLIQUE,
        "onglet_actif": onglet_actif(request),
        "affichage": " ".join(affichage.lire(request)),
    }


@cache
def onglets_construits() -> tuple[Onglet, ...]:
    """The tabs whose page is built; the others are absent, not empty."""
    return tuple(replace(onglet, url=url) for onglet in ONGLETS if (url := _adresse(onglet.nom)))


def _adresse(nom: str) -> str:
    try:
        return reverse(nom)
    except NoReverseMatch:
        return ""


def onglet_actif(request: HttpRequest) -> str:
    """The name of the tab to which the page belongs, or an empty string."""
    trouve = getattr(request, "resolver_match", None)
    return onglet_de(trouve.view_name) if trouve else ""


def onglet_de(nom: str) -> str:
    """The name of the tab to which the page of this URL name belongs, or an empty string."""
    espaces = (nom, nom.split(":")[0])
    return next((onglet.nom for espace in espaces for onglet in onglets_construits() if espace in onglet.espaces), "")
