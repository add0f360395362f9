"""Who is in a file on a day: the insured person, those whom they cover, and what stands in the way of each of them.

Whoever asks for a family starts here, and says which of the obstacles count for what it does.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from django.db.models import QuerySet

from accounts.models import Assure, Beneficiaire, Personne
from ameli.noyau.calendrier import jour_de
from ameli.noyau.preparees import preparee

AGE_ADULTE = 18


class Obstacle(Enum):
    """What may stand in the way of somebody, whatever is asked for, in the order in which it is said."""

    DECEDE = "decede"
    ADULTE = "adulte"  # covered by somebody else, but of age: acts from their own account
    AUTRE_PARENT = "autre_parent"  # attached first to their other parent
    DROITS_A_VENIR = "droits_a_venir"
    DROITS_FINIS = "droits_finis"
    SANS_NUMERO = "sans_numero"
    NUMERO_PROVISOIRE = "numero_provisoire"


@dataclass(frozen=True)
class Membre:
    """One person of the file on the day `le` (Paris). `rattachement` is None for the insured person."""

    personne: Personne
    le: date
    droits_du: date | None
    droits_au: date | None
    rattachement: Beneficiaire | None = None

    @property
    def cle(self) -> str:
        """How forms name them."""
        return self.personne.public_id

    @property
    def soi(self) -> bool:
        return self.rattachement is None

    @property
    def rang(self) -> int:
        """1 for the insured person, 2 to 19 for the others (chapter 4 § 2.1)."""
        return self.rattachement.rang if self.rattachement else 1

    @property
    def lien(self) -> str:
        """ "enfant", "conjoint"; nothing for the insured person."""
        return self.rattachement.get_lien_display() if self.rattachement else ""

    @property
    def nom(self) -> str:
        return f"{self.personne} (vous)" if self.soi else str(self.personne)

    @property
    def age(self) -> int:
        return self.personne.age(self.le)

    @property
    def silencieux(self) -> bool:
        """Is nothing offered or said of them any more, since somebody told of a grief? No page and no paper names them."""
        return self.rattachement is not None and self.rattachement.silence_le is not None

    @property
    def decede(self) -> bool:
        return self.silencieux or self.personne.date_deces is not None

    @property
    def droits_ouverts(self) -> bool:
        return self.obstacle((Obstacle.DROITS_A_VENIR, Obstacle.DROITS_FINIS)) is None

    @property
    def obstacles(self) -> list[Obstacle]:
        """All that hold."""
        tenus = {
            Obstacle.DECEDE: self.decede,
            Obstacle.ADULTE: not self.soi and self.age >= AGE_ADULTE,
            Obstacle.AUTRE_PARENT: self.rattachement is not None and not self.rattachement.parent_referent,
            Obstacle.DROITS_A_VENIR: self.droits_du is None or self.le < self.droits_du,
            Obstacle.DROITS_FINIS: self.droits_au is not None and self.droits_au < self.le,
            Obstacle.SANS_NUMERO: self.personne.sans_numero,
            Obstacle.NUMERO_PROVISOIRE: not (self.personne.sans_numero or self.personne.numero_definitif),
        }
        return [obstacle for obstacle, tenu in tenus.items() if tenu]

    def obstacle(self, parmi: Collection[Obstacle]) -> Obstacle | None:
        """The first of them that holds."""
        return next((obstacle for obstacle in self.obstacles if obstacle in parmi), None)


@dataclass(frozen=True)
class Foyer:
    """The people of a file on a day, the insured person first, then by rank; `membres` has those who left it too."""

    membres: tuple[Membre, ...]

    @property
    def presents(self) -> list[Membre]:
        """The insured person, and those whom they cover on that day or later on."""
        return [membre for membre in self.membres if membre.soi or Obstacle.DROITS_FINIS not in membre.obstacles]

    def de_la_personne(self, pk: int) -> Membre | None:
        """The one whose person has this key."""
        return next((membre for membre in self.membres if membre.personne.pk == pk), None)


def lire(assure: Assure, le: date | datetime) -> Foyer:
    """Everybody of the file, on the day of `le` in Paris. One query.

    The person of `assure` is read apart when it is not loaded.
    """
    jour = jour_de(le)
    return Foyer(
        (
            Membre(assure.personne, jour, assure.droits_du, assure.droits_au),
            *(Membre(un.personne, jour, un.droits_du, un.droits_au, un) for un in _rattaches(assure)),
        )
    )


def de_toujours(assure: Assure) -> dict[int, Personne]:
    """By rank, everybody who is in the file or was: their papers and their payments are still there. One query."""
    return {1: assure.personne, **{un.rang: un.personne for un in _tous(assure)}}


@preparee
def _tous(assure: Assure) -> QuerySet[Beneficiaire]:
    return _rattaches(assure)


def _rattaches(assure: Assure) -> QuerySet[Beneficiaire]:
    return Beneficiaire.objects.de(assure).select_related("personne").order_by("rang")
