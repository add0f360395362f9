"""What a request for the C2S asks of its neighbours: incomes fetched with a consent, and the right that a decision opens.

Shapes only. The months are their first days; amounts are euros, net of contributions, CSG and CRDS (chapter 11).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Protocol

from accounts.models import Assure, Personne


class PourquoiPas(Enum):
    """Why an organism has not said an amount."""

    ATTENDU = "attendu"  # the question has left
    ABSENT = "absent"  # no service is linked to this site
    REFUSE = "refuse"  # the service does not take our question
    FERME = "ferme"
    LENT = "lent"
    TROP_DE_DEMANDES = "trop_de_demandes"
    PARTIEL = "partiel"
    ILLISIBLE = "illisible"
    INCONNU = "inconnu"  # it does not know this person: nothing to count
    RETIRE = "retire"  # the consent was withdrawn


@dataclass(frozen=True)
class Identite:
    """An adult of the foyer, known to the caisse or typed in the request. `nir`: 13 characters, or nothing."""

    nom: str
    prenoms: str
    naissance: date
    nir: str = ""
    personne: Personne | None = None


@dataclass(frozen=True)
class Montant:
    """Paid by an organism in one month; `nature` is a code of `natures.NATURES`."""

    organisme: str
    nature: str
    mois: date
    montant: Decimal


@dataclass(frozen=True)
class Manque:
    """Months that an organism has not answered for, and why."""

    organisme: str
    pourquoi: PourquoiPas
    mois: tuple[date, ...]


@dataclass(frozen=True)
class Revenus:
    """All that is known of one adult."""

    montants: tuple[Montant, ...] = ()
    manques: tuple[Manque, ...] = ()


class Consentir(Protocol):
    """Write down that `adulte` consents (place: their line in the request) and ask the organisms. Once for each place."""

    def __call__(
        self, dossier: Assure, adulte: Identite, *, cause: str, place: str, mois: Sequence[date], acteur: str, le: datetime
    ) -> None: ...  # fmt: skip


class Retirer(Protocol):
    """The consent of this place is withdrawn: its amounts are erased, nothing more is asked."""

    def __call__(self, *, cause: str, place: str, acteur: str, le: datetime) -> None: ...


class LireRevenus(Protocol):
    """By place of each consenting adult, what came so far. Without consent, no key."""

    def __call__(self, *, cause: str) -> Mapping[str, Revenus]: ...


@dataclass(frozen=True)
class Beneficie:
    """A member to cover; `mensualite` is 0 when it is free."""

    personne: Personne
    mensualite: Decimal


@dataclass(frozen=True)
class Octroi:
    """What was decided. `du` is None when it waits for the adhesion; `organisme` is the number of the chosen one, "" for the caisse."""

    membres: tuple[Beneficie, ...]
    gratuite: bool
    organisme: str
    cause: str
    du: date | None
    a_controler: bool = False  # opened by the silence of two months


class Accorder(Protocol):
    """Open the right, or await the adhesion, for one year from `du` on."""

    def __call__(self, dossier: Assure, octroi: Octroi, *, acteur: str, le: datetime) -> None: ...


@dataclass(frozen=True)
class EnCours:
    """The right that a file has: until when, whether it is free, and whether terms are unpaid."""

    du: date
    au: date
    gratuite: bool
    impaye: bool = False


class DroitEnCours(Protocol):
    """The running right of a file, or the last that ended; None when there was never one. One query."""

    def __call__(self, dossier: Assure, le: date) -> EnCours | None: ...
