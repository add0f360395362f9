"""Whose file is it? The pivot identity against the registry: exact, all six fields, and one file only. Pure rules.

Capitals, accents, spaces, hyphens and apostrophes are manners of writing (`ameli.noyau.saisie.noms.cle`) and do not count;
every given name does, in order. A plausible name is not enough here: nobody looks.
The e-mail is no part of it: whoever holds a mailbox is not the person whose file we look for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from ameli.noyau.saisie import dates
from ameli.noyau.saisie.noms import cle
from ameli.noyau.saisie.signes import Illisible

FRANCE = "99100"
SEXES = {"female": "F", "male": "M"}
JOUR = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LIEU = re.compile(r"(?:\d{2}|2[AB])\d{3}", re.ASCII)


class IdentiteIncomplete(ValueError):
    """One of the six fields is missing or unreadable (a day of birth without its year, for example)."""


@dataclass(frozen=True)
class IdentitePivot:
    """Who the provider says that it is. Names are keys of `noms.cle`; `lieu` is the commune of birth, or the country for those born abroad (INSEE)."""

    nom: str
    prenoms: str
    naissance: date
    sexe: str
    lieu: str


class EtatCivil(Protocol):
    """What the registry knows of somebody (accounts.models.Personne)."""

    nom_naissance: str
    prenoms: str
    sexe: str
    date_naissance: date
    lieu_naissance_insee: str
    date_deces: date | None


Connu = TypeVar("Connu", bound=EtatCivil)


def lire(dits: dict[str, Any]) -> IdentitePivot:
    """The pivot identity in the claims of userinfo. Raises IdentiteIncomplete, which names the field."""
    nom, prenoms = (cle(_texte(dits, champ)) for champ in ("family_name", "given_name"))
    if not nom or not prenoms:
        raise IdentiteIncomplete("family_name or given_name")
    sexe = SEXES.get(_texte(dits, "gender"))
    if sexe is None:
        raise IdentiteIncomplete("gender")
    return IdentitePivot(nom, prenoms, _naissance(dits), sexe, _lieu(dits))


def correspond(pivot: IdentitePivot, connu: EtatCivil) -> bool:
    """All of it or nothing. The dead sign in nowhere."""
    return (
        connu.date_deces is None
        and connu.sexe == pivot.sexe
        and connu.date_naissance == pivot.naissance
        and connu.lieu_naissance_insee == pivot.lieu
        and cle(connu.nom_naissance) == pivot.nom
        and cle(connu.prenoms) == pivot.prenoms
    )


def rapprocher(pivot: IdentitePivot, registre: Iterable[Connu]) -> list[Connu]:
    """Those of `registre` who have this identity: none, one, or homonyms."""
    return [connu for connu in registre if correspond(pivot, connu)]


def _texte(dits: dict[str, Any], champ: str) -> str:
    valeur = dits.get(champ, "")
    if not isinstance(valeur, str) or len(valeur) > 300:
        raise IdentiteIncomplete(champ)
    return valeur.strip()


def _naissance(dits: dict[str, Any]) -> date:
    """A month or a day that the civil register does not know comes as 00: the registry keeps the first."""
    texte = _texte(dits, "birthdate")
    try:
        if JOUR.fullmatch(texte):
            return dates.lire(texte, inconnu=True)
    except Illisible:
        pass
    raise IdentiteIncomplete("birthdate")


def _lieu(dits: dict[str, Any]) -> str:
    pays = _texte(dits, "birthcountry")
    lieu = _texte(dits, "birthplace").upper() if pays == FRANCE else pays
    if not LIEU.fullmatch(lieu):
        raise IdentiteIncomplete("birthplace or birthcountry")
    return lieu
