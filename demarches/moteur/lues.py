"""Answers read as types: `Naissance.de(demarche).enfants[0].naissance` is a date, for the reader and for mypy.

A room writes a `Reponses` class with the names of its steps, each with the frozen `Donnees` of its form: `X.Donnees` for
a step asked of everybody, `X.Donnees | None` for one asked in some cases, `tuple[X.Donnees, ...]` for a Groupe or a Grille.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import TYPE_CHECKING, Any, ClassVar, Self, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from demarches.moteur.models import Demarche
    from demarches.moteur.termes import Contexte

Json = Mapping[str, Any]
OUI, NON = "oui", "non"


class PasEncore(LookupError):
    """This step has no answer yet."""


class Oubliee(LookupError):
    """The answers of this démarche were kept long enough, and are gone."""


class Reponses:
    """Base of what a room reads. Each step is read when it is asked for, once; nothing here can be changed.

    `version` numbers the questions; `anciennes` maps each version below to the pure function that rewrites its answers
    (JSON, by place) as those of the next one.
    """

    version: ClassVar[int] = 1
    anciennes: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}

    def __init__(self, reponses: Mapping[str, Json]) -> None:
        self.__dict__["_reponses"] = reponses

    @classmethod
    def de(cls, demarche: Demarche) -> Self:
        """What was sent, whatever its version. Raises Oubliee."""
        if demarche.oubliee_le is not None:
            raise Oubliee(demarche.reference)
        return cls(cls.a_jour(demarche.reponses, demarche.version))

    @classmethod
    def du(cls, contexte: Contexte) -> Self:
        """What is answered so far. A step of everybody that has no answer raises PasEncore when it is asked for."""
        return cls(contexte.reponses)

    @classmethod
    def a_jour(cls, reponses: Mapping[str, Json], version: int) -> Mapping[str, Json]:
        """Answers of `version` as those of today. Raises KeyError when no one knows how."""
        for ancienne in range(version, cls.version):
            reponses = cls.anciennes[ancienne](dict(reponses))
        return reponses

    @classmethod
    def types(cls) -> Mapping[str, Any]:
        """Name of each step that is read, with its type."""
        return _types(cls)

    if not TYPE_CHECKING:  # hidden from mypy, or every name would pass

        def __getattr__(self, nom: str) -> Any:
            if nom not in _types(type(self)):
                raise AttributeError(nom)
            self.__dict__[nom] = _lire_etape(_types(type(self))[nom], nom, self._reponses)
            return self.__dict__[nom]

    def __setattr__(self, nom: str, valeur: Any) -> None:
        raise AttributeError(f"{nom}: answers are read, never changed")


_lus: dict[type[Reponses], dict[str, Any]] = {}


def _types(classe: type[Reponses]) -> dict[str, Any]:
    if classe not in _lus:
        _lus[classe] = _lire_les_types(classe)
    return _lus[classe]


def _lire_les_types(classe: type[Reponses]) -> dict[str, Any]:
    return {nom: t for nom, t in get_type_hints(classe).items() if get_origin(t) is not ClassVar}


def _lire_etape(attendu: Any, nom: str, reponses: Mapping[str, Json]) -> Any:
    sien, facultatif = sans_none(attendu)
    if nom not in reponses:
        if facultatif:
            return None
        raise PasEncore(nom)
    if get_origin(sien) is not tuple:
        return lire(sien, reponses[nom])
    ligne, siennes = get_args(sien)[0], reponses[nom]
    if "items" in siennes:
        return tuple(lire(ligne, {**reponses[f"{nom}/{cle}"], "id": cle}) for cle in siennes["items"])
    return tuple(lire(ligne, valeurs) for valeurs in par_ligne(siennes))


def par_ligne(reponses: Json) -> list[dict[str, Any]]:
    """The flat answers of a Grille (« 2026-01__salaire »), a line each, in their order."""
    lignes: dict[str, dict[str, Any]] = {}
    for nom, valeur in reponses.items():
        cle, _, colonne = nom.partition("__")
        lignes.setdefault(cle, {"cle": cle})[colonne] = valeur
    return list(lignes.values())


def sans_none(attendu: Any) -> tuple[Any, bool]:
    """The type without its `| None`, and whether it had one."""
    if get_origin(attendu) not in (Union, UnionType):
        return attendu, False
    restent = [un for un in get_args(attendu) if un is not type(None)]
    return (restent[0], True) if len(restent) == 1 else (attendu, False)


def lire(attendu: Any, valeur: Any) -> Any:
    """A stored answer as a value of this type. Raises TypeError or ValueError for what is not one."""
    sien, facultatif = sans_none(attendu)
    if valeur is None or (facultatif and valeur == ""):
        if facultatif:
            return None
        raise TypeError(f"no value for {sien}")
    if get_origin(sien) is tuple:
        return tuple(lire(get_args(sien)[0], un) for un in valeur)
    if is_dataclass(sien) and isinstance(sien, type):
        return sien(**_champs(sien, valeur))
    if sien is bool:
        return valeur == OUI if isinstance(valeur, str) else bool(valeur)
    if sien in (date, datetime):
        return sien.fromisoformat(valeur)
    if sien is Decimal or (isinstance(sien, type) and issubclass(sien, Enum)):
        return sien(valeur)
    if sien in (str, int):
        return sien(valeur)
    raise TypeError(f"{sien} is not a type of answer")


def _champs(donnees: type, valeurs: Json) -> dict[str, Any]:
    lus, types = {}, get_type_hints(donnees)
    for champ in fields(donnees):
        if champ.name in valeurs:
            lus[champ.name] = lire(types[champ.name], valeurs[champ.name])
        elif champ.default is MISSING:
            lus[champ.name] = lire(types[champ.name], None)
    return lus


def ecrire(valeur: Any) -> Any:
    """A cleaned answer as JSON. Raises TypeError for what has no place there."""
    if isinstance(valeur, Enum):
        return valeur.value
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, Decimal):
        return str(valeur)
    if isinstance(valeur, (list, tuple, set)):
        return [ecrire(un) for un in valeur]
    if is_dataclass(valeur) and not isinstance(valeur, type):
        return {champ.name: ecrire(getattr(valeur, champ.name)) for champ in fields(valeur)}
    if valeur is None or isinstance(valeur, (str, bool, int)):
        return valeur
    raise TypeError(f"{type(valeur).__name__} cannot be kept as an answer")
