"""Declarations that are still classes, read as the value that the engine knows. Goes with the last of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from demarches.moteur import termes
from demarches.moteur.declaration import Teleservice as Valeur
from demarches.moteur.lues import Reponses
from demarches.moteur.termes import Condition, Contexte, Effets, Refus, moi

if TYPE_CHECKING:
    from demarches.moteur.models import Demarche


@dataclass(frozen=True)
class Etape(termes.Etape):
    """`preuve=True` is asked of the room's `preuve_valable`."""

    preuve: Any = None


@dataclass(frozen=True)
class Action(termes.Action):
    faire: Callable[[Contexte], str] = lambda contexte: ""


@dataclass(frozen=True)
class Delai(termes.Delai):
    faire: Callable[[Demarche, datetime], None] = lambda demarche, le: None


@dataclass(frozen=True)
class GesteDeSalle(termes.GesteDeSalle):
    faire: Any = field(kw_only=True, default=None)
    possible: Any = field(kw_only=True, default=None)


class Teleservice:
    """A room writes its data as attributes and its hooks as methods, called by their names."""

    version = 1

    def refus(self, contexte: Contexte) -> Refus | None:
        return None

    def a_premiere_vue(self, contexte: Contexte) -> Refus | None:
        return None

    def initiales(self, etape: str, contexte: Contexte) -> Mapping[str, Any]:
        return {}


def valeur(classe: type[Teleservice]) -> Valeur:
    """The declaration that this class makes."""
    salle: Any = classe()
    connus = {champ.name for champ in fields(Valeur)} - {
        "sujets",
        "reponses",
        "ouvert_a",
        "effets",
        "annulable",
        "agents",
        "etapes",
        "delais",
    }
    return Valeur(
        **{nom: getattr(salle, nom) for nom in connus if hasattr(salle, nom)},
        sujets=moi if getattr(salle, "exclusive", False) else None,
        reponses=type("Reponses", (Reponses,), {"version": salle.version, "__module__": classe.__module__}),
        ouvert_a=(Condition(salle.a_premiere_vue, a_vue=True), Condition(salle.refus)),
        etapes=tuple(_etape(salle, etape) for etape in salle.etapes),
        delais=tuple(replace(delai, faire=getattr(salle, delai.nom)) for delai in getattr(salle, "delais", ())),
        effets=_effets(salle),
        **({"annulable": salle.encore_annulable} if hasattr(salle, "encore_annulable") else {}),
        agents=_agents(salle),
    )


def _etape(salle: Any, etape: termes.Etape) -> termes.Etape:
    return replace(
        etape,
        initiales=partial(salle.initiales, etape.nom),
        apres=getattr(salle, f"apres_{etape.nom}", None),
        preuve=partial(salle.preuve_valable, etape.nom) if etape.preuve else None,
        actions=tuple(replace(action, faire=getattr(salle, action.nom)) for action in etape.actions),
    )


def _effets(salle: Any) -> Effets:
    def decision(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
        if hasattr(salle, "a_la_decision"):
            salle.a_la_decision(demarche, evenement, le)

    siens = {"depot": "a_la_validation", "controle": "controle_valide"}
    return Effets(decision=decision, **{nom: getattr(salle, c) for nom, c in siens.items() if hasattr(salle, c)})


def _agents(salle: Any) -> termes.Bannette:
    siens = {"comparaison": "comparaison", "connu": "dossier_connu", "score": "score", "accords": "accords"}
    return replace(
        salle.agents,
        gestes=tuple(
            replace(geste, faire=getattr(salle, geste.nom), possible=partial(_possible, salle, geste.nom))
            for geste in salle.agents.gestes
        ),
        **{nom: getattr(salle, crochet) for nom, crochet in siens.items() if hasattr(salle, crochet)},
    )


def _possible(salle: Any, nom: str, demarche: Demarche, le: datetime) -> bool:
    return nom in salle.gestes_possibles(demarche, le)
