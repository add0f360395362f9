"""A paper laid out and not printed yet: all that is needed to print it elsewhere, without reading the file of the person again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Protocol

from django.template.loader import render_to_string

from ameli.noyau.chiffrement import empreinte
from documents.rendu import revision
from documents.verification.codes import Resume, Verifiable, marque_du_fond


class Papier(Protocol):
    """What an edition gives: frozen data and the template that lays it out (see `documents.editions`)."""

    @property
    def genre(self) -> str: ...
    @property
    def gabarit(self) -> str: ...
    @property
    def titre(self) -> str:
        """Title of the PDF and of its download link, 160 characters at most."""

    @property
    def nom_fichier(self) -> str:
        """Name given to the downloaded file; never a number that identifies somebody."""


@dataclass(frozen=True)
class Epreuve:
    """`personnes` are the public ids of those it speaks of; `fond` and the three beside it only when it can be verified."""

    genre: str
    titre: str
    nom_fichier: str
    personnes: tuple[str, ...]
    html: str
    code_verif: str = ""
    fond: str = ""
    valable_au: date | None = None
    resume: Resume = ()

    @property
    def empreinte(self) -> str:
        """The same for the same content, printed in the same way."""
        return empreinte("document", f"{self.genre}\0{revision()}\0{self.html}")

    def ecrire(self) -> str:
        """As text, to be read again by `relire`."""
        return json.dumps(asdict(self), default=date.isoformat)


def tirer(papier: Papier, personnes: Iterable[str] = ()) -> Epreuve:
    """The proof of `papier`."""
    verifiable = (
        {
            "code_verif": papier.code_verif,
            "fond": marque_du_fond(papier),
            "valable_au": papier.valable_au,
            "resume": papier.resume,
        }
        if isinstance(papier, Verifiable)
        else {}
    )
    return Epreuve(
        papier.genre, papier.titre, papier.nom_fichier, tuple(sorted(personnes)), mettre_en_page(papier), **verifiable
    )


def relire(texte: str) -> Epreuve:
    """What `Epreuve.ecrire` wrote."""
    lu = json.loads(texte)
    au = lu.pop("valable_au")
    return Epreuve(
        **{**lu, "personnes": tuple(lu["personnes"]), "resume": tuple(map(tuple, lu.get("resume", ())))},
        valable_au=date.fromisoformat(au) if au else None,
    )


def mettre_en_page(papier: Papier) -> str:
    """The HTML of a paper, whole, before WeasyPrint."""
    return render_to_string(papier.gabarit, {"papier": papier})
