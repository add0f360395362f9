"""The code that a paper bears, printed and as a square that telephones read (chapter 4 § 9)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Protocol, runtime_checkable
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.urls import reverse

from accounts.models.identifiants import ALPHABET
from ameli.noyau.chiffrement import Empreinte, empreinte
from ameli.noyau.formats import INSECABLE, jour, montant
from ameli.noyau.saisie import code
from ameli.noyau.saisie.signes import Illisible

LONGUEUR = 16  # as public identifiers: 79 bits, nobody guesses one
FORME = "Le code a 16 lettres et chiffres. Il n’a jamais de 0, de 1, ni de lettres I, L ou O."


@runtime_checkable
class Verifiable(Protocol):
    """A paper that can be verified. `fond` is what it proves, without the dates of its edition; `valable_au` is its last day;
    `resume` is what a stranger who holds it compares with it (see `resume`)."""

    @property
    def code_verif(self) -> str: ...
    @property
    def fond(self) -> tuple[object, ...]: ...
    @property
    def valable_au(self) -> date | None: ...
    @property
    def resume(self) -> Resume: ...


Resume = tuple[tuple[str, str], ...]


def resume(nature: str, *, du: date, au: date, personnes: int, total: Decimal | None = None) -> Resume:
    """Kind, period, number of persons and total as (label, value) pairs: what nobody can change on a paper unseen, and nothing
    that says who it is for."""
    periode = ("Jour", jour(du)) if du == au else ("Période", f"du {jour(du)} au {jour(au)}")
    nombre = f"{personnes}{INSECABLE}personne{'s' if personnes > 1 else ''}"
    chiffre = () if total is None else (("Total", montant(total)),)
    return (("Document", nature), periode, ("Personnes", nombre), *chiffre)


def code_de(genre: str, *contenu: object) -> str:
    """The code of a paper that has none of its own: it follows from the content, so that the same paper bears the same."""
    nombre = int(empreinte("code_verif", f"{genre}\0{contenu!r}").premiere, 16)
    signes = []
    for _ in range(LONGUEUR):
        nombre, reste = divmod(nombre, len(ALPHABET))
        signes.append(ALPHABET[reste])
    return "".join(signes)


def marque_du_fond(papier: Verifiable) -> Empreinte:
    """Keyed fingerprint of what the paper proves: compared with what the file says on the day of the question."""
    return empreinte("fond_d_un_papier", repr(papier.fond))


def grouper(code: str) -> str:
    """As printed: "7K3M 92QX 4HTB 8NPR"."""
    return INSECABLE.join(re.findall("....", code.upper()))


def lire(saisie: str) -> str:
    """What somebody typed, as it is kept; empty when it cannot be a code."""
    try:
        return code.lire_lettres(saisie, LONGUEUR, ALPHABET, FORME)
    except Illisible:
        return ""


def adresse(code: str) -> str:
    """The public page, with the code in it and nothing of the person."""
    return f"{settings.URL_PUBLIQUE}{reverse('documents:verifier')}?{urlencode({'code': code})}"


def carre(code: str) -> str:
    """A data: address of the square, black on white, to be printed about 2 cm wide."""
    return segno.make(adresse(code), error="m", micro=False).svg_data_uri(border=0, dark="#000")
