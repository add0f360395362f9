"""Audit trail: append-only, hash-chained by PostgreSQL at commit. `from ameli.noyau import journal`.

Names are resolved at first use, so that migrations and apps may import this package before the models are loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ameli.noyau.journal.declencheurs import exiger_auteur
    from ameli.noyau.journal.ecriture import ActeurInvalide, auteur, auteur_courant, journaliser, journaliser_pour_tous
    from ameli.noyau.journal.types import GenreEntree, GenreInconnu, declarer_genre, genres_visibles

_OU = {
    "ActeurInvalide": "ecriture",
    "GenreEntree": "types",
    "GenreInconnu": "types",
    "auteur": "ecriture",
    "auteur_courant": "ecriture",
    "declarer_genre": "types",
    "exiger_auteur": "declencheurs",
    "genres_visibles": "types",
    "journaliser": "ecriture",
    "journaliser_pour_tous": "ecriture",
}
__all__ = [
    "ActeurInvalide",
    "GenreEntree",
    "GenreInconnu",
    "auteur",
    "auteur_courant",
    "declarer_genre",
    "exiger_auteur",
    "genres_visibles",
    "journaliser",
    "journaliser_pour_tous",
]


def __getattr__(nom: str) -> Any:
    if nom not in _OU:
        raise AttributeError(nom)
    return getattr(import_module(f"{__name__}.{_OU[nom]}"), nom)
