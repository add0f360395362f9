"""What the pages of security show: connections, what agents looked at, what was sent; page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from accounts.models import Agent, Assure, Compte, Connexion
from ameli.noyau.envois.reprises import LISTE
from ameli.noyau.horloge import temps_reel
from ameli.noyau.journal.types import genres_de_toujours, genres_visibles, raison_de
from ameli.noyau.models import Entree, Envoi
from ameli.noyau.saisie.requete import numero

PAR_PAGE = 20
GROUPE = timedelta(minutes=10)
VOIES = {
    "mot_de_passe": "mot de passe", "franceconnect": "FranceConnect", "code_provisoire": "code provisoire",
    "agent": "espace agents", "passkey": "clé d’accès",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """`lignes`, and after which id the next page begins (empty on the last one)."""

    lignes: list[Any]
    suivante: str


@dataclass
class Consultation:
    """What one agent did with the file in one go: `le` is its last moment, `fois` how many times within ten minutes.

    `service` is where the agent works, `raison` why they read (empty for what they did).
    """

    le: datetime
    phrase: str
    service: str
    raison: str
    fois: int = 1


def connexions(compte: Compte, avant: str = "") -> Page:
    """The journal of connections, twelve months of it (chapter 2 § 9). One query."""
    return _page(Connexion.objects.filter(compte=compte).select_related("appareil"), avant, lambda c: c)


def voie_de(connexion: Connexion) -> str:
    return VOIES.get(connexion.voie, connexion.voie)


def consultations(assure: Assure, avant: str = "") -> Page:
    """What agents read or did, and whoever acts for the person; who else was let act. Nobody is named. Two queries."""
    montrees = Q(acteur__regex="^(agent|mandataire):", genre__in=genres_visibles()) | Q(genre__in=genres_de_toujours())
    lignes = Entree.objects.filter(montrees, assure_ref=assure.public_id)
    page = _page(lignes, avant, lambda entree: entree)
    return Page(_grouper(page.lignes, _services(page.lignes)), page.suivante)


def envois(assure: Assure, avant: str = "") -> Page:
    """Mails, SMS and letters of a year, those that did not leave included; their texts are not even read. One query."""
    lignes = Envoi.objects.filter(assure_ref=assure.public_id, cree_le__gt=temps_reel() - LISTE)
    return _page(lignes.exclude(canal=Envoi.Canal.APPEL).defer("destination", "contenu"), avant, lambda envoi: envoi)


def _page(lignes: Any, avant: str, faire: Callable[[Any], Any]) -> Page:
    """By id, the latest first: an id that nobody has begins at the top."""
    borne = numero(avant)
    if borne is not None:
        lignes = lignes.filter(pk__lt=borne)
    lues = list(lignes.order_by("-pk")[: PAR_PAGE + 1])
    return Page([faire(une) for une in lues[:PAR_PAGE]], str(lues[PAR_PAGE - 1].pk) if len(lues) > PAR_PAGE else "")


def _services(entrees: list[Entree]) -> dict[str, str]:
    """By author, caisse and team."""
    matricules = {entree.acteur.partition(":")[2] for entree in entrees}
    agents = Agent.objects.filter(matricule__in=matricules).select_related("caisse")
    return {f"agent:{a.matricule}": ", ".join(filter(None, (a.caisse.nom, a.equipe))) for a in agents.order_by("pk")}


def _grouper(entrees: list[Entree], services: dict[str, str]) -> list[Consultation]:
    """An agent who opens the same page five times in ten minutes looked once."""
    groupes: list[Consultation] = []
    precedente: Entree | None = None
    for entree in entrees:
        meme = (
            precedente is not None
            and (entree.genre, entree.acteur, entree.objet, entree.motif)
            == (precedente.genre, precedente.acteur, precedente.objet, precedente.motif)
            and precedente.le - entree.le <= GROUPE
        )
        if meme:
            groupes[-1].fois += 1
        else:
            service = services.get(entree.acteur, "")
            groupes.append(Consultation(entree.le, entree.phrase, service, raison_de(entree)))
        precedente = entree
    return groupes
