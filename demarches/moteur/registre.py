"""The téléservices, found by walking the catalogue: no list, menu or setting names one."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from demarches.moteur import alertes
from demarches.moteur.declaration import Rubrique, Teleservice

_TELESERVICES: dict[str, Teleservice] = {}
_parcouru = False


class DeclarationInvalide(RuntimeError):
    """Two rooms with one code, or two steps with one name."""


def enregistrer(service: Teleservice) -> Teleservice:
    """One more téléservice. Raises DeclarationInvalide for a code that is taken, or two steps of one name."""
    noms = [etape.nom for etape in service.etapes]
    if len(noms) != len(set(noms)):
        raise DeclarationInvalide(f"{service.code}: two steps have one name")
    autre = _TELESERVICES.setdefault(service.code, service)
    if autre is not service:
        raise DeclarationInvalide(f"{service.code}: this code is taken by the room {autre.salle}")
    if service.alerte is not None:
        alertes.promettre(service.alerte)
    return service


def parcourir() -> None:
    """Take the SERVICE of every `demarches/catalogue/<room>/teleservice.py`, once."""
    global _parcouru
    if _parcouru:
        return
    for module in modules_des_salles("teleservice"):
        enregistrer(module.SERVICE)
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


def de_la_precision(precision: str) -> Teleservice | None:
    """The téléservice for which people wait under this name in « Mes délais » (`Teleservice.precision`), or None."""
    return next((une for une in tous() if une.precision and une.precision == precision), None)


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
def avec(service: Teleservice) -> Iterator[Teleservice]:
    """For tests: one more téléservice while the block runs, in the place of another one of its code."""
    avant = _TELESERVICES.pop(service.code, None)
    enregistrer(service)
    try:
        yield service
    finally:
        del _TELESERVICES[service.code]
        if avant is not None:
            _TELESERVICES[service.code] = avant
