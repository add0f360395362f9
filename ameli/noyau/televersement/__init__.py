"""Files that people send: checked by content, kept encrypted, handed back without being run.

Names are resolved at first use, so that an app may import this package before the models are loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ameli.noyau.televersement.champ import ChampFichiers
    from ameli.noyau.televersement.controle import FichierRefuse, FichierSain, verifier
    from ameli.noyau.televersement.modeles import FichierChiffre, FichierPerdu, FichierRecu
    from ameli.noyau.televersement.service import servir, servir_a_un_agent

_OU = {
    "ChampFichiers": "champ",
    "FichierChiffre": "modeles",
    "FichierPerdu": "modeles",
    "FichierRecu": "modeles",
    "FichierRefuse": "controle",
    "FichierSain": "controle",
    "servir": "service",
    "servir_a_un_agent": "service",
    "verifier": "controle",
}
__all__ = [
    "ChampFichiers",
    "FichierChiffre",
    "FichierPerdu",
    "FichierRecu",
    "FichierRefuse",
    "FichierSain",
    "servir",
    "servir_a_un_agent",
    "verifier",
]


def __getattr__(nom: str) -> Any:
    if nom not in _OU:
        raise AttributeError(nom)
    return getattr(import_module(f"{__name__}.{_OU[nom]}"), nom)
