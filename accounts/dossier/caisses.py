"""Which caisse holds the file of whoever lives at an address (chapter 5 § 6), and the national bodies of special schemes,
whose people live anywhere (chapter 8 § 1). Pure; the table is caisses.toml.

The tables are dated: a caisse that closes gives its postal codes to another from a day on. A row of the database
exists for each caisse of an installation; this table only names their codes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DONNEES = Path(__file__).with_name("caisses.toml")
PREFIXE_LE_PLUS_COURT = 2
GENERAL = "01"
REGIMES = {GENERAL: "régime général", "02": "régime agricole"}


@dataclass(frozen=True)
class Organisme:
    """A caisse as the table knows it: "401", "40", "CPAM des Landes", "40000 Mont-de-Marsan".

    `regime` is the two figures of the scheme, `regime_special` its name when it is a national body of a special scheme.
    """

    code: str
    departement: str
    nom: str
    siege: str
    regime: str = GENERAL
    regime_special: str = ""


@dataclass(frozen=True)
class Table:
    """What holds from `depuis` on, until a later table. `organismes` are those of every scheme."""

    depuis: date
    organismes: Mapping[str, Organisme]
    prefixes: Mapping[str, str]
    communes: Mapping[str, str]

    def code(self, code_postal: str, commune: str = "") -> str:
        """The caisse of a postal code, or of a commune (INSEE code) when it is not that of its postal code."""
        if commune in self.communes:
            return self.communes[commune]
        for longueur in range(len(code_postal), PREFIXE_LE_PLUS_COURT - 1, -1):
            if code_postal[:longueur] in self.prefixes:
                return self.prefixes[code_postal[:longueur]]
        return ""


def caisse_de(code_postal: str, commune: str = "", *, le: date) -> str:
    """Code of the caisse ("401") on the day `le`; empty when no caisse of the general scheme serves that postal code."""
    return table(le).code(code_postal, commune)


def organisme(code: str, *, le: date) -> Organisme | None:
    """The caisse of this code on the day `le`, of any scheme; None when the table does not know it."""
    return table(le).organismes.get(code)


def regime_special(code: str, *, le: date) -> str:
    """The special scheme of the people of this caisse, in words; empty for those of the general scheme."""
    connu = organisme(code, le=le)
    return connu.regime_special if connu else ""


def regime(code: str, chiffres: str, *, le: date) -> str:
    """The scheme of the people of this caisse, in words; `chiffres` are its two figures, which stay when nobody knows more."""
    return regime_special(code, le=le) or REGIMES.get(chiffres, chiffres)


def table(le: date) -> Table:
    """The table of the day `le`: the latest that has begun, else the first one."""
    commencees = [une for une in tables() if une.depuis <= le]
    return commencees[-1] if commencees else tables()[0]


@cache
def tables(chemin: Path = DONNEES) -> tuple[Table, ...]:
    """Every table, the earliest first."""
    brut = tomllib.loads(chemin.read_text(encoding="utf-8"))["table"]
    return tuple(
        sorted(
            (
                Table(
                    depuis=une["depuis"],
                    organismes={
                        code: Organisme(code, *valeurs)
                        for code, valeurs in {**une["caisses"], **une.get("nationales", {})}.items()
                    },
                    prefixes={prefixe: code for code, prefixes in une["prefixes"].items() for prefixe in prefixes},
                    communes=une.get("communes", {}),
                )
                for une in brut
            ),
            key=lambda une: une.depuis,
        )
    )
