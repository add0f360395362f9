"""What the caisse asks of a person by itself: a démarche that they find waiting, and that nobody begins unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ameli.noyau.calendrier import Duree

if TYPE_CHECKING:
    from accounts.models import Assure
    from demarches.models import Invitation


@dataclass(frozen=True)
class Du:
    """Something that a file owes on a day. `sujet` tells it from the others that the same file owes (a period, a conflict).

    `libelle` is the title that home shows, `texte` the sentence under it. `pour_agents` is a word of the room: why only an
    agent can settle it; the person is told, and the téléservice stays closed. `etiquette` is one for agents
    alone, when the person may answer. `avant_le`: until when, if it matters. With `annonce=False` it is neither told nor
    reminded of: the person opened it themselves.
    """

    sujet: str
    libelle: str
    texte: str
    donnees: Mapping[str, Any] = field(default_factory=dict)
    avant_le: datetime | None = None
    pour_agents: str = ""
    etiquette: str = ""
    annonce: bool = True


@dataclass(frozen=True, kw_only=True)
class Appel:
    """How a téléservice is opened by the caisse (`Teleservice.appel`): `invitations.revoir` makes the rows say what `dus` says.

    `dus(file, at)` is all that the file owes; what it names no more was settled meanwhile. `dossiers(day)` gives the keys of
    the files that are looked at each night besides those with an invitation. `messages` names the room's templates, with
    their subjects: « ouverte », « rappel » (« rappel_2 » for the second one, if it says something else), « retard », « retiree »
    (settled without the person) and « declinee »; one that is left out is not said. `lettres` names templates of letters by the
    same names, for those who read no mail here and for guardians; what is in `a_tous` is on paper for everybody. `contexte(invitation, at)` gives them all more names.
    `rappels` count from the opening. `si_rien(invitation, at)` follows `grace` after `avant_le`, once: the
    téléservice stays open, and an answer that comes later is accepted. The dead are written nothing.

    `bouton` is what home offers to press, where it is not how the téléservice begins. With `passage`, a template of the room, the page stands once between signing in and the page that was asked for; it is
    given what `au_passage(invitation, at)` gives.
    """

    dus: Callable[[Assure, datetime], Iterable[Du]]
    dossiers: Callable[[date], Iterable[int]] = lambda jour: ()
    messages: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    bouton: str = ""
    lettres: Mapping[str, str] = field(default_factory=dict)
    a_tous: frozenset[str] = frozenset()
    contexte: Callable[[Invitation, datetime], Mapping[str, Any]] = lambda invitation, le: {}
    rappels: tuple[Duree, ...] = ()
    grace: Duree | None = None
    si_rien: Callable[[Invitation, datetime], None] = lambda invitation, le: None
    passage: str = ""
    au_passage: Callable[[Invitation, datetime], Mapping[str, Any]] = lambda invitation, le: {}
