"""What may be done about a démarche besides its passages, while it is open and afterwards: by its owner, or by agents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from accounts.fichiers.depot import Depot
from accounts.fichiers.formulaires import AvecDepot, ChampDepot
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.termes import Contexte, PieceVoulue

if TYPE_CHECKING:
    from demarches.models import Demarche

PREFIXE, MAXIMUM = "geste", 5  # of the name under which its files wait; how many do


class Par(Enum):
    """Who makes a gesture."""

    AGENT = "agent"
    ASSURE = "assure"


@dataclass(frozen=True)
class Bouton:
    """A button and the page behind it: its name in addresses, what it is called, what is read before it is pressed."""

    nom: str
    libelle: str
    avertissement: str


@dataclass(frozen=True, kw_only=True)
class Geste(Bouton):
    """A gesture of a room on its démarches (`Teleservice.gestes`), made at most once for each page that showed it.

    `possible(demarche, at)` says when; it is asked again under the lock. `faire(demarche, actor, typed, at)` does it and gives what to tell
    whoever did it; it may raise TransitionInterdite. `typed` is what was typed in `formulaire`, and of an agent their reason
    besides ("motif"). A milestone has the name of the gesture: the status of the démarche, unless `statut` says that it stands in the
    timeline only. `message` names the text of the room that `faire` sends, if any. `a_deux`: two different agents must want it. `piece` is a
    document that the person sends with it: its files wait beside the form, then go with what was sent, sealed where it says so.
    """

    possible: Callable[[Demarche, datetime], bool]
    faire: Callable[[Demarche, str, Mapping[str, Any], datetime], str]
    par: Par = Par.AGENT
    formulaire: type[FormulaireEtape] | None = None
    piece: PieceVoulue | None = None
    a_deux: bool = False
    statut: bool = True
    message: str = ""

    def remplir(self, demarche: Demarche, le: datetime, data: Any = None, files: Any = None) -> FormulaireEtape | None:
        """What the person is asked; None when a button is enough."""
        if self.piece is not None:
            classe = type(
                "AvecPiece", (AvecDepot, self.formulaire or FormulaireEtape), {"fichiers": _champ(self.piece)}
            )
            depot = Depot(demarche.assure, f"{PREFIXE}:{demarche.reference}-{self.nom}")
            return classe(data, files, contexte=self.contexte(demarche, le), depot=depot)
        return self.formulaire(data, contexte=self.contexte(demarche, le)) if self.formulaire else None

    def contexte(self, demarche: Demarche, le: datetime) -> Contexte:
        """What its form knows: what was answered, whoever fills it in."""
        return Contexte(demarche.assure, demarche.compte, le, reponses=demarche.reponses, demarche=demarche)


def _champ(piece: PieceVoulue) -> ChampDepot:
    champ = ChampDepot(
        label=piece.libelle, maximum=piece.maximum, accepte=",".join(piece.formats), required=piece.obligatoire,
        error_messages={"required": f"Ajoutez ce document\N{NO-BREAK SPACE}: {piece.libelle}."},
    )  # fmt: skip
    champ.help_text = f"{piece.pourquoi} {champ.help_text}".strip()
    return champ


@dataclass(frozen=True, kw_only=True)
class Correction(Bouton):
    """The owner corrects what was sent, by another démarche that takes its place (`demarches.moteur.corrections`).

    `possible(demarche, at)` says until when, of an open one: most often until an agent takes it. Asked again at the deposit, under
    the lock.
    """

    nom: str = "corriger"
    libelle: str = "Corriger ma demande"
    avertissement: str = (
        "Vos réponses sont reprises. Quand vous aurez envoyé la correction, elle remplacera cette demande."
    )
    possible: Callable[[Demarche, datetime], bool]
