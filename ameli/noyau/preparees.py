"""Reads whose SQL is written once in the life of a process: the ORM takes longer to write some than PostgreSQL to answer them.

    @preparee
    def _dus(assure: Assure, jour: date) -> QuerySet[Avis]:
        return Avis.objects.de(assure).filter(emis_le__lte=jour)

    _dus(assure, jour)  # a list

The function says the query as ever; it is called for examples of its arguments, never for those of a person. So it may only
hand them on: a day that comes from another is an argument of its own, and a condition on their values has no place there. Both
are found out the first time (`NonPreparable`), as is a column of a row that is not one of its ids.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

TOUTES: list[Callable[..., list[Any]]] = []
P = ParamSpec("P")
T = TypeVar("T")
TOURS = (0, 1)  # an example beside another: what differs between their queries comes from the arguments
LOIN = 1_900_000_000


class NonPreparable(TypeError):
    """The query holds something that was made of an argument; the message says what."""


@dataclass(frozen=True)
class Place:
    """Where a value of the query comes from: an argument, or one of its ids; `forme` is what PostgreSQL's adapter wraps it in."""

    rang: int
    colonne: str
    forme: type

    def valeur(self, args: Sequence[Any]) -> Any:
        arg = args[self.rang]
        valeur = getattr(arg, self.colonne) if self.colonne else arg
        return self.forme(valeur) if isinstance(valeur, int) else valeur


@dataclass(frozen=True)
class Ecrite:
    """A query of the ORM with its SQL, and what reads its answer. `valeurs` are constants, or where they come from."""

    lignes: QuerySet[Any]
    compilateur: SQLCompiler
    sql: str
    valeurs: tuple[Any, ...]

    @cached_property
    def convertisseurs(self) -> dict[int, Any]:
        """What makes values of ours of those of PostgreSQL, column by column: the same each time."""
        compilateur = self.compilateur
        return compilateur.get_converters([colonne for colonne, *_ in compilateur.select[: compilateur.col_count]])

    def lire(self, args: Sequence[Any]) -> list[Any]:
        valeurs = tuple(une.valeur(args) if isinstance(une, Place) else une for une in self.valeurs)
        compilateur, requete, lignes = _copie(self.compilateur), _copie(self.lignes.query), _copie(self.lignes)
        compilateur.connection = _QuiPrepare(connections[lignes.db])
        compilateur.as_sql = lambda *_, **__: (self.sql, valeurs)
        compilateur.get_converters = lambda _colonnes: self.convertisseurs
        requete.get_compiler = lambda *_, **__: compilateur
        lignes._query = requete
        return list(lignes)


class _QuiPrepare:
    """The connection, for a compiler: it asks for cursors that prepare."""

    def __init__(self, connexion: Any) -> None:
        self._connexion = connexion
        self.cursor = connexion.cursor_prepare

    def __getattr__(self, nom: str) -> Any:
        return getattr(self._connexion, nom)


def preparee(ecrire: Callable[P, QuerySet[Any, T]]) -> Callable[P, list[T]]:
    """Decorator of a function whose positional arguments are ids, days, instants, words or rows. Raises NonPreparable."""
    connues: dict[tuple[type, ...], Ecrite | None] = {}

    @wraps(ecrire)
    def lire(*args: Any) -> list[Any]:
        sortes = tuple(arg.__class__ for arg in args)
        if sortes not in connues:
            connues[sortes] = _ecrire(ecrire, sortes)
        ecrite = connues[sortes]
        return list(ecrire(*args)) if ecrite is None else ecrite.lire(args)  # type: ignore[call-arg]

    TOUTES.append(lire)
    return lire  # type: ignore[return-value]


def _ecrire(ecrire: Callable[..., QuerySet[Any]], sortes: Sequence[type]) -> Ecrite | None:
    """None for a query that asks nothing (`none()`): there is no SQL to keep."""
    exemples = [[_exemple(sorte, tour, rang) for rang, sorte in enumerate(sortes)] for tour in TOURS]
    deux = [ecrire(*exemple) for exemple in exemples]
    compilateurs = [lignes.query.get_compiler(lignes.db) for lignes in deux]
    try:
        (sql, valeurs), (temoin, autres) = (compilateur.as_sql() for compilateur in compilateurs)
    except EmptyResultSet:
        return None
    if sql != temoin:
        raise NonPreparable(f"{ecrire.__qualname__}: its SQL depends on the values of its arguments")
    places = [_places(exemple) for exemple in exemples]
    gardees = tuple(_origine(ecrire, places, une, autre) for une, autre in zip(valeurs, autres, strict=True))
    return Ecrite(deux[0], compilateurs[0], sql, gardees)


def _origine(ecrire: Callable[..., Any], places: Sequence[dict[Any, tuple[int, str]]], une: Any, autre: Any) -> Any:
    """The constant, or the place that both examples name."""
    ici, la = (cotes.get(valeur) for cotes, valeur in zip(places, (une, autre), strict=True))
    if ici is not None and ici == la:
        return Place(*ici, type(une))
    if une != autre:
        raise NonPreparable(f"{ecrire.__qualname__}: a value is made of an argument: give it as one ({une!r})")
    return une


def _places(exemple: Sequence[Any]) -> dict[Any, tuple[int, str]]:
    """Each value that an example holds, and where."""
    places: dict[Any, tuple[int, str]] = {}
    for rang, arg in enumerate(exemple):
        if isinstance(arg, models.Model):
            places |= {getattr(arg, colonne): (rang, colonne) for colonne in _ids(type(arg))}
        elif arg is not None:
            places[arg] = (rang, "")
    return places


def _exemple(sorte: type, tour: int, rang: int) -> Any:
    """A value that no query holds by itself."""
    numero = LOIN + 10_000 * rang + 5_000_000 * tour
    if issubclass(sorte, models.Model):
        colonnes = _ids(sorte)
        return sorte.from_db(None, colonnes, [numero + n for n in range(len(colonnes))])
    if sorte is type(None):
        return None
    if issubclass(sorte, datetime):
        return datetime(9000 + tour, 2, 1 + rang, 3, 4, 5, 678_901 + rang, tzinfo=UTC)
    if issubclass(sorte, date):
        return date(9000 + tour, 3, 1 + rang)
    if issubclass(sorte, int) and sorte is not bool:
        return numero
    if issubclass(sorte, str):
        return f"\ue000{numero}\ue000"
    raise NonPreparable(f"{sorte.__name__} is no argument of a query that is written once")


def _ids(modele: type[models.Model]) -> list[str]:
    """The columns of a row that name rows; the others are absent from an example, and asking for one raises."""
    return [
        champ.attname
        for champ in modele._meta.concrete_fields
        if isinstance(champ, models.ForeignKey | models.AutoField)
    ]


def _copie(objet: Any) -> Any:
    """As it stands: neither its answers nor its clone's changes are shared."""
    copie = object.__new__(objet.__class__)
    copie.__dict__.update(objet.__dict__)
    return copie
