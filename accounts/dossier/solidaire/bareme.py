"""The dated figures of the C2S: those of `bareme.toml`, and those that an operator adds. Pure, but for `lire`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from accounts.models import ChiffreC2S
from ameli.noyau.saisie import quantite

DONNEES = Path(__file__).with_name("bareme.toml")
DE_QUATRE, UN_DE_PLUS = 4, 4  # the fifth value of a ceiling: for each person beyond four


class SansChiffre(LookupError):
    """No figure of this code holds on that day."""


class TableInvalide(ValueError):
    """A figure without source, without day, or of another length than the others of its code."""


@dataclass(frozen=True)
class Chiffre:
    """The values of a code from `du` on. `hypothese`: no official text gives them yet."""

    code: str
    du: date
    valeurs: tuple[Decimal, ...]
    source: str
    hypothese: bool = False


@dataclass(frozen=True)
class Bareme:
    """Every figure, by its code, the earliest first."""

    chiffres: Mapping[str, tuple[Chiffre, ...]]

    def chiffre(self, code: str, le: date) -> Chiffre:
        """What holds on the day `le`. Raises SansChiffre."""
        commences = [un for un in self.chiffres.get(code, ()) if un.du <= le]
        if not commences:
            raise SansChiffre(f"{code}: nothing is known on {le}")
        return commences[-1]

    def valeurs(self, code: str, le: date) -> tuple[Decimal, ...]:
        """Its values on the day `le`. Raises SansChiffre."""
        return self.chiffre(code, le).valeurs

    def valeur(self, code: str, le: date, sinon: Decimal | None = None) -> Decimal:
        """The one value of a code; `sinon` where it has none. Raises SansChiffre."""
        try:
            return self.valeurs(code, le)[0]
        except SansChiffre:
            if sinon is None:
                raise
            return sinon

    def avec(self, ajoutes: Iterable[Chiffre]) -> Bareme:
        """The same, with other figures: one of the same code and day takes the place of the first."""
        tous = {code: {un.du: un for un in rang} for code, rang in self.chiffres.items()}
        for un in ajoutes:
            tous.setdefault(un.code, {})[un.du] = un
        return Bareme({code: tuple(sorted(rang.values(), key=lambda un: un.du)) for code, rang in tous.items()})


def lire() -> Bareme:
    """The figures of the file and those that were added to it. One query."""
    return publie().avec(
        Chiffre(ligne.code, ligne.du, en_valeurs(ligne.valeurs), ligne.source, ligne.hypothese)
        for ligne in ChiffreC2S.objects.all()
    )


@cache
def publie(chemin: Path = DONNEES) -> Bareme:
    """The figures that come with the product. Raises TableInvalide."""
    bareme = Bareme({})
    for groupe in tomllib.loads(chemin.read_text(encoding="utf-8"))["chiffres"]:
        if not str(groupe.get("source", "")).strip() or not isinstance(groupe.get("lu"), date):
            raise TableInvalide(f"figures from {groupe.get('du')}: no source, or no day on which it was read")
        bareme = bareme.avec(
            Chiffre(code, groupe["du"], tuple(map(Decimal, valeurs)), groupe["source"], groupe.get("hypothese", False))
            for code, valeurs in groupe["valeurs"].items()
        )
    for code, rang in bareme.chiffres.items():
        if len({len(un.valeurs) for un in rang}) > 1:
            raise TableInvalide(f"{code}: figures of unlike lengths")
    return bareme


def en_valeurs(texte: str) -> tuple[Decimal, ...]:
    """« 10421 ; 15632 » as numbers. Raises Illisible."""
    return tuple(map(quantite.lire_decimal, texte.split(";")))
