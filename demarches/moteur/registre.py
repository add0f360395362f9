"""The téléservices, found by walking the catalogue: no list, menu or setting names one."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, TypeVar

from demarches.moteur.declaration import Rubrique, Teleservice

T = TypeVar("T", bound=type[Teleservice])

_TELESERVICES: dict[str, Teleservice] = {}
_parcouru = False


class DeclarationInvalide(RuntimeError):
    """Two rooms with one code, or two steps with one name."""


def enregistrer(classe: T) -> T:
    """Class decorator of a declaration. Raises DeclarationInvalide at import, where the mistake is."""
    if classe.code in _TELESERVICES and type(_TELESERVICES[classe.code]) is not classe:
        raise DeclarationInvalide(f"{classe.code}: this code is taken by {type(_TELESERVICES[classe.code]).__name__}")
    noms = [etape.nom for etape in classe.etapes]
    if len(noms) != len(set(noms)):
        raise DeclarationInvalide(f"{classe.code}: two steps have one name")
    _TELESERVICES[classe.code] = classe()
    return classe


def parcourir() -> None:
    """Import every `demarches/catalogue/<room>/teleservice.py`, once."""
    global _parcouru
    if _parcouru:
        return
    modules_des_salles("teleservice")
    _parcouru = True


def tous() -> list[Teleservice]:
    """Every téléservice, by block and then in the order that each asks for."""
    parcourir()
    rangs = {rubrique: rang for rang, rubrique in enumerate(Rubrique)}
    return sorted(_TELESERVICES.values(), key=lambda t: (rangs[t.rubrique], t.ordre, t.code))


def trouver(code: str) -> Teleservice | None:
    """The téléservice of this code, or None."""
    parcourir()
    return _TELESERVICES.get(code)


def celui_de(code: str) -> Teleservice:
    """The téléservice that wrote a row. Raises DeclarationInvalide when its room is gone."""
    teleservice = trouver(code)
    if teleservice is None:
        raise DeclarationInvalide(f"No room of the catalogue has the code {code!r}")
    return teleservice


def adresses_des_salles() -> list[Any]:
    """What rooms add to the addresses of the engine: the `urlpatterns` of their own `urls.py`, when they have one."""
    return [adresse for module in modules_des_salles("urls") for adresse in module.urlpatterns]


def modules_des_salles(nom: str) -> list[ModuleType]:
    """The module `nom` of each room that has one, imported, in the order of the rooms."""
    from demarches import catalogue

    salles = sorted(module.name for module in pkgutil.iter_modules(catalogue.__path__) if module.ispkg)
    noms = [f"{catalogue.__name__}.{salle}.{nom}" for salle in salles]
    return [importlib.import_module(un) for un in noms if importlib.util.find_spec(un)]


@contextmanager
def avec(classe: type[Teleservice]) -> Iterator[Teleservice]:
    """For tests: one more téléservice while the block runs."""
    enregistrer(classe)
    try:
        yield _TELESERVICES[classe.code]
    finally:
        del _TELESERVICES[classe.code]
