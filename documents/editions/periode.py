"""A paper of what somebody was paid between two days: whose it is, of which days, under which number it is checked."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date
from typing import ClassVar

from ameli.noyau import formats
from documents.editions.courrier import Destinataire, EnTete
from documents.verification.codes import code_de


@dataclass(frozen=True)
class PapierDePeriode:
    """From `du` to `au`, both included. A subclass says its `genre`, what it is in words (`nature`) and the beginning of its file's name."""

    genre: ClassVar[str]
    nature: ClassVar[str]
    fichier: ClassVar[str]
    valable_au: ClassVar[None] = None

    en_tete: EnTete
    destinataire: Destinataire
    edite_le: date
    nir: str
    nom: str
    naissance: date
    du: date
    au: date

    @property
    def titre(self) -> str:
        return f"{self.nature}, du {formats.date_courte(self.du)} au {formats.date_courte(self.au)}"

    @property
    def nom_fichier(self) -> str:
        return f"{self.fichier}_{self.du:%Y-%m-%d}_{self.au:%Y-%m-%d}.pdf"

    @property
    def code_verif(self) -> str:
        return code_de(self.genre, *astuple(self))
