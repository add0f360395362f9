"""Rooms that stand outside the catalogue, used by tests as if they stood inside."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.template import engines

from demarches.moteur import registre
from demarches.moteur.declaration import Teleservice


@contextmanager
def installer(paquet: str) -> Iterator[Teleservice]:
    """Register the téléservice of the room `paquet` ("tests.exemple_teleservice") and its templates while the block runs."""
    module = importlib.import_module(f"{paquet}.teleservice")
    service: Teleservice = module.SERVICE
    assert registre.trouver(service.code) is None, f"{service.code} is already in the catalogue"
    gabarits, moteur = Path(str(module.__file__)).parent / "templates", engines["django"].engine
    moteur.dirs.append(gabarits)
    try:
        with registre.avec(service):
            yield service
    finally:
        moteur.dirs.remove(gabarits)


def changer(service: Teleservice, **champs: Any) -> Teleservice:
    """The same room of the tests, declared otherwise, for as long as it is registered (`registre.avec` forgets both)."""
    assert not service.reponses.__module__.startswith("demarches.catalogue."), "a room of the catalogue stays as it is"
    registre._TELESERVICES[service.code] = replace(service, **champs)
    return registre._TELESERVICES[service.code]
