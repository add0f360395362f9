"""« Que dois-je faire ? »: what concerns somebody today, told by every floor in the same few words.

A floor that knows something adds a function to `SOURCES` when it starts (`<app>.gestionnaires`); home asks them all, and
no floor knows another one's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import Any, TypeAlias, TypeVar

from accounts.models import Assure, Compte
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de

T = TypeVar("T")


class Urgence(IntEnum):
    """How much harm waiting does; the order of the list."""

    PERDU = 0  # something is closed or lost already
    PRESSE = 1  # money or a right is lost if nothing is done
    NORMALE = 2


@dataclass(frozen=True, slots=True)
class Ligne:
    """One thing to do. `titre` and `texte` are sentences, `libelle` the word of the button that leads to `lien`.

    `le` is the day that counts and `repere` what it is (« jusqu’au », « finit le »); without a day, `repere` is a word that
    stands under the icon (« à régler »). `reste` says how long is left, when that is short (« Il reste 2 jours »).
    """

    genre: str
    titre: str
    texte: str
    lien: str
    libelle: str
    icone: str
    repere: str
    le: date | None = None
    reste: str = ""
    urgence: Urgence = Urgence.NORMALE

    @property
    def tuile(self) -> tuple[str, str] | None:
        """The day as a calendar shows it: « 1er », « décembre »."""
        return (formats.quantieme(self.le), formats.MOIS[self.le.month - 1]) if self.le else None

    @property
    def quand(self) -> str:
        """In one line: « Jusqu’au 12 décembre », « À régler »."""
        repere = self.repere[:1].upper() + self.repere[1:]
        return f"{repere} {' '.join(self.tuile)}" if self.tuile else repere


@dataclass(frozen=True)
class Regard:
    """One look of `compte` at the file of `assure`, at the instant `le`. What several floors need is read once."""

    assure: Assure
    compte: Compte
    le: datetime
    _lus: dict[Callable[..., Any], Any] = field(default_factory=dict)

    @property
    def pour_autrui(self) -> bool:
        """Is it somebody else's file? What is one's own account's has no place there."""
        return self.compte.assure_id != self.assure.pk

    @property
    def jour(self) -> date:
        """The day in Paris."""
        return jour_de(self.le)

    def lire(self, lecture: Callable[[Assure, datetime], T]) -> T:
        """What `lecture` says of this file now; asked a second time, it costs nothing."""
        if lecture not in self._lus:
            self._lus[lecture] = lecture(self.assure, self.le)
        return self._lus[lecture]


Source: TypeAlias = Callable[[Regard], Iterable[Ligne]]
SOURCES: list[Source] = []


def lire(regard: Regard) -> list[Ligne]:
    """Everything that waits for this person: what does most harm first, then the nearest day."""
    lignes = [ligne for source in SOURCES for ligne in source(regard)]
    return sorted(lignes, key=lambda ligne: (ligne.urgence, ligne.le or date.max))
