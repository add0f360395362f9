"""What a file holds: its columns, the row that each line becomes, and how the row is found again.

A floor declares its files in the order in which they are read: whoever is named by another comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import eq
from typing import Any

from django import forms
from django.db import models

Valeurs = dict[str, Any]


@dataclass(frozen=True)
class Reference:
    """What a line says of a row that is there already, and becomes the value `vers` of the line: its key.

    `cle(values)` is how it is named, None when the line names none; `trouver(names)` gives the keys of those that exist, in
    one query for a lot. `colonne` and `faute` tell of one that does not.
    """

    colonne: str
    vers: str
    cle: Callable[[Valeurs], Hashable | None]
    trouver: Callable[[Collection[Any]], Mapping[Any, Any]]
    faute: str


@dataclass(frozen=True, kw_only=True)
class Fichier:
    """`<nom>.csv`. `champs` read its columns; those that are not required may be left out, and take the default of theirs.

    `construire(values)` is the row, not saved; `cle` are the columns of the table by which it is found again, among the
    rows where `en_cours` are null. A row that is found is never changed: one whose `accord` differs contradicts the line,
    and so does another one that leaves it no place (`contredit` says both). `verifier` tells of values that do not go together,
    as (column, sentence). In the same transaction, `avant(rows)` makes room for a lot, and `apres(rows, author)` is what follows
    for those that were written.

    `sortie` gives, for each column of `champs`, what an export reads (a lookup from `lignes()`, or nothing).
    """

    nom: str
    modele: type[models.Model]
    champs: Mapping[str, forms.Field]
    construire: Callable[[Valeurs], models.Model]
    cle: tuple[str, ...]
    contredit: str
    references: tuple[Reference, ...] = ()
    en_cours: tuple[str, ...] = ()
    accord: Mapping[str, Callable[[Any, Any], bool]] = field(default_factory=dict)
    verifier: Callable[[Valeurs], Iterable[tuple[str, str]]] = lambda valeurs: ()
    avant: Callable[[list[Any]], None] = lambda lignes: None
    apres: Callable[[list[Any], str], None] = lambda lignes, acteur: None
    lignes: Callable[[], models.QuerySet]
    sortie: Mapping[str, str]

    @property
    def obligatoires(self) -> list[str]:
        return [nom for nom, champ in self.champs.items() if champ.required]


_fichiers: dict[str, Fichier] = {}
egal = eq


def declarer(*fichiers: Fichier) -> None:
    """At start. Raises ValueError for a name taken, or an export that forgets a column."""
    for fichier in fichiers:
        if set(fichier.sortie) != set(fichier.champs):
            raise ValueError(f"{fichier.nom}.csv: `sortie` and `champs` have not the same columns")
        if _fichiers.setdefault(fichier.nom, fichier) is not fichier:
            raise ValueError(f"{fichier.nom}.csv is declared twice")


def declares() -> list[Fichier]:
    """Every file, in the order in which they are read."""
    return list(_fichiers.values())
