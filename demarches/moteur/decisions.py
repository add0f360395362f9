"""What was decided, frozen with the démarche: the reason by its code, the room's own answers, one verdict for each thing judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from demarches.moteur import registre
from demarches.moteur.formulaires import en_mots
from demarches.moteur.lues import NON, Oubliee, lire

if TYPE_CHECKING:
    from demarches.moteur.models import Demarche

D = TypeVar("D")
ACCORDE = "Accordé"
EN_PARTIE = "accordee_en_partie"  # the milestone of an acceptance with a verdict that says no


@dataclass(frozen=True)
class Decision:
    """`motif`: code of a reason to refuse (`Bannette.motifs`); `precision`: what the agent adds, which the person reads.

    `donnees` and `verdicts` (by key of `AJuger`) are JSON, as their forms keep them. `version` is that of the declaration.
    """

    motif: str = ""
    precision: str = ""
    donnees: Mapping[str, Any] = field(default_factory=dict)
    verdicts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    version: int = 1

    @property
    def refusees(self) -> tuple[str, ...]:
        """Keys of what was not granted."""
        return tuple(cle for cle, verdict in self.verdicts.items() if verdict.get("accorde") == NON)

    @property
    def en_partie(self) -> bool:
        return bool(self.refusees)

    @property
    def rien(self) -> bool:
        """Is each verdict a no? That is a refusal, and is written as one."""
        return bool(self.verdicts) and len(self.refusees) == len(self.verdicts)

    def en_json(self) -> dict[str, Any]:
        """As the démarche keeps it, without what is empty; {} is an acceptance with nothing to say."""
        contenu = {
            "motif": self.motif, "precision": self.precision, "donnees": dict(self.donnees),
            "verdicts": {cle: dict(verdict) for cle, verdict in self.verdicts.items()},
        }  # fmt: skip
        pleins = {nom: valeur for nom, valeur in contenu.items() if valeur}
        return {**pleins, "version": self.version} if pleins else {}


def de(demarche: Demarche) -> Decision:
    """What was decided, or proposed by the first of two agents. Raises Oubliee."""
    if demarche.oubliee_le is not None:
        raise Oubliee(demarche.reference)
    return Decision(**demarche.decision)


def donnees(demarche: Demarche, attendues: type[D]) -> D:
    """What the room's form was answered, as its `Donnees`. Raises Oubliee; TypeError when the decision says nothing of it."""
    lues: D = lire(attendues, de(demarche).donnees)
    return lues


def verdicts(demarche: Demarche, attendues: type[D]) -> dict[str, D]:
    """The verdict on each thing judged, by its key, as its `Donnees`. Raises Oubliee."""
    return {cle: lire(attendues, verdict) for cle, verdict in de(demarche).verdicts.items()}


def phrase(demarche: Demarche, motif: str, precision: str = "") -> str:
    """What the person reads of a refusal: the sentence of its code, and what the agent adds. Raises KeyError."""
    motifs = registre.celui_de(demarche.teleservice).agents.motifs
    return f"{motifs[motif] if motif else ''} {precision}".strip()


def jugees(demarche: Demarche) -> list[tuple[str, str]]:
    """Each thing judged as the person reads it: its name, « accordé » or why not. Empty when nothing is judged, or is left of it."""
    bannette = registre.celui_de(demarche.teleservice).agents
    if bannette.a_juger is None or not demarche.decision.get("verdicts"):
        return []
    libelles = {chose.cle: chose.libelle for chose in bannette.a_juger(demarche)}
    return [
        (libelles.get(cle, cle), bannette.motifs.get(verdict.get("motif") or "", ACCORDE))
        for cle, verdict in demarche.decision["verdicts"].items()
    ]


def dites(demarche: Demarche) -> list[tuple[str, str]]:
    """What the room's form was answered, as agents read it: label and words."""
    formulaire = registre.celui_de(demarche.teleservice).agents.decision
    reponses = demarche.decision.get("donnees", {})
    if formulaire is None or not reponses:
        return []
    mots = [
        (str(champ.label or nom), en_mots(champ, reponses.get(nom)))
        for nom, champ in formulaire(demarche=demarche).fields.items()
    ]
    return [ligne for ligne in mots if ligne[1]]
