"""The words in which a téléservice says what follows its deposit: what waits, what it changes, what is told, what is kept.

Frozen, without effect, without a query, as those of `termes`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ameli.noyau.calendrier import Duree, jours, mois

if TYPE_CHECKING:
    from demarches.models import Demarche


@dataclass(frozen=True)
class Reserve:
    """Something that forbids nothing, but for which an agent looks before the clock goes on: asked once, at the deposit.

    `phrase` is the French sentence that the agent reads, without personal data.
    """

    code: str
    phrase: str
    presente: Callable[[Demarche], bool]


@dataclass(frozen=True)
class Alerte:
    """The mail to the confirmed address at the deposit, whoever sent it: `gabarit`, with the link « ce n’est pas moi ».

    `code` and `promesse` (French, after « Nous vous prévenons : ») are its row in « Mes alertes ». The template knows `le`, `lien`, good for
    `heures`, and what `contexte` adds.
    """

    code: str
    promesse: str
    gabarit: str
    contexte: Callable[[Demarche], Mapping[str, Any]] = lambda demarche: {}
    heures: int = 48


@dataclass(frozen=True)
class Effets:
    """What a démarche changes elsewhere, each called in the transaction that its effect belongs to.

    `depot(demarche)` at the deposit; `controle(demarche, actor, at)` when an agent has checked it (`Bannette.controle`);
    `decision(demarche, event, actor, at)` when it was accepted, refused, cancelled or contested;
    `reprise(demarche, actor, at)` when it was closed without a decision and is open again, whoever opens it;
    `contestee(demarche, actor, at)` when its owner says that they did not make it, after its end.
    No effect sends, schedules Celery or reads a clock: it writes rows through functions of the lower floors, dated by what
    it is given.
    """

    depot: Callable[[Demarche], None] = lambda demarche: None
    controle: Callable[[Demarche, str, datetime], None] = lambda demarche, acteur, le: None
    decision: Callable[[Demarche, str, str, datetime], None] = lambda demarche, evenement, acteur, le: None
    reprise: Callable[[Demarche, str, datetime], None] = lambda demarche, acteur, le: None
    contestee: Callable[[Demarche, str, datetime], None] = lambda demarche, acteur, le: None


@dataclass(frozen=True)
class Papier:
    """A paper that a démarche gives: shown on its confirmation and its follow-up, through its last day if it has one."""

    libelle: str
    lien: str
    jusqu_a: date | None = None


@dataclass(frozen=True)
class Lien:
    """What comes next for the person: a button on the confirmation and on the follow-up, under `phrase`.

    `titre` names it in the list of home, when the name of the téléservice would say that all is still to be done. `au_choix`: nothing
    waits for it, so that its button is never the main one, and home does not ask for it.
    """

    libelle: str
    adresse: str
    phrase: str = ""
    titre: str = ""
    au_choix: bool = False


@dataclass(frozen=True)
class Encart:
    """What a room adds to the follow-up of a démarche, under its timeline: `gabarit` is a template of the room, given `contenu`."""

    gabarit: str
    contenu: Mapping[str, Any]


@dataclass(frozen=True)
class Delai:
    """A wait of the real world; when it has run, `faire` is called once, with its due date, not the hour of the sweep.

    It runs from the deposit, or with `au_depot=False` from the moment a hook chooses (`transitions.programmer`). `libelle`
    says in the help pages what is done by then (« Nouveau compte enregistré »); without one it stays between us. One that
    others hold (the post) is an average (`moyenne`), and told as such.
    """

    nom: str
    duree: Duree
    faire: Callable[[Demarche, datetime], None]
    au_depot: bool = True
    libelle: str = ""
    moyenne: bool = False


@dataclass(frozen=True)
class Courrier:
    """What a démarche sends by post to the address of the file, and the milestones that say that the post has it."""

    nom: str
    partie: tuple[str, ...]


@dataclass(frozen=True)
class Messages:
    """Templates of the room, one for each news put in the messagerie: « <room>/<name>.txt ». An empty name sends nothing.

    A document is asked for, asked for again and received, a promise is not kept, in the engine's own words, unless the
    room names its own.
    `sujets` gives their subjects, by the same names; a subject holds no number and no health detail.
    """

    depot: str = "recu"
    acceptee: str = "acceptee"
    refusee: str = "refusee"
    annulee: str = "annulee"
    a_completer: str = ""
    piece_rappelee: str = ""
    piece_ecartee: str = ""
    completee: str = ""
    en_retard: str = ""
    classee: str = ""
    rouverte: str = ""
    prise: str = ""
    sujets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Conservation:
    """How long a draft and a closed démarche are kept; `pieces`: how long its files are, once they have served.

    A room that names `pieces` says when they have served (`demarches.moteur.conservation.compter_les_pieces`).
    """

    brouillon: Duree = field(default_factory=lambda: jours(30))
    close: Duree = field(default_factory=lambda: mois(60))
    pieces: Duree | None = None
