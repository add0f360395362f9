"""The summary of a démarche as it was sent: what the person keeps, whatever happens to the site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ameli.noyau import formats
from documents.editions.courrier import EnTete


@dataclass(frozen=True)
class Section:
    """One group of answers, labels and values as the person saw them."""

    titre: str
    reponses: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RecapitulatifDemarche:
    """A démarche frozen at its deposit.

    `identite` and the sections hold (label, value) pairs already masked where the screen masks; `honneur` is the sentence
    that was ticked, empty when none was; `suivi` says what happens next, one plain sentence a line. `deposee_le` is aware.
    """

    en_tete: EnTete
    reference: str
    demarche: str
    deposee_le: datetime
    identite: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    honneur: str = ""
    suivi: tuple[str, ...] = ()

    genre = "recapitulatif"
    gabarit = "documents/recapitulatif.html"

    @property
    def titre(self) -> str:
        return f"Récapitulatif – {self.demarche}"

    @property
    def nom_fichier(self) -> str:
        return nom_fichier(self.reference)

    @property
    def deposee_en_mots(self) -> str:
        return f"{formats.jour(self.deposee_le)} à {formats.heure(self.deposee_le)}"


def nom_fichier(reference: str) -> str:
    """The name of the file: that of the démarche, so that its papers are found again."""
    return f"recapitulatif_{reference}.pdf"
