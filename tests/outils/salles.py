"""Rooms that stand outside the catalogue, used by tests as if they stood inside."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.template import engines

from demarches.moteur import registre
from demarches.moteur.declaration import Teleservice


@contextmanager
def installer(paquet: str) -> Iterator[Teleservice]:
    """Register the téléservice of the room `paquet` ("tests.exemple_teleservice") and its templates while the block runs."""
    avant = {teleservice.code for teleservice in registre.tous()}
    module = importlib.import_module(f"{paquet}.teleservice")
    classe = next(
        objet for objet in vars(module).values()
        if isinstance(objet, type) and issubclass(objet, Teleservice) and objet.__module__ == module.__name__
    )  # fmt: skip
    assert classe.code not in avant, f"{classe.code} is already in the catalogue"
    gabarits, moteur = Path(str(module.__file__)).parent / "templates", engines["django"].engine
    moteur.dirs.append(gabarits)
    try:
        with registre.avec(classe) as teleservice:
            yield teleservice
    finally:
        moteur.dirs.remove(gabarits)
