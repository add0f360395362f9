"""Which function runs which kind of due date."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ameli.noyau.echeances.models import Echeance

type_gestionnaire = Callable[["Echeance"], None]
_gestionnaires: dict[str, type_gestionnaire] = {}


class GestionnaireInconnu(LookupError):
    """No function is registered for this kind: its module was renamed, or is not imported at start."""


def gestionnaire(genre: str) -> Callable[[type_gestionnaire], type_gestionnaire]:
    """Register the function that runs due dates of this kind. A kind is registered once.

    The function gets the `Echeance`, is dated by `echeance.du_le` and only writes rows: it is undone and run again
    if anything fails. Each installed app's module `gestionnaires` is imported at start.
    """

    def enregistrer(fonction: type_gestionnaire) -> type_gestionnaire:
        deja = _gestionnaires.setdefault(genre, fonction)
        if deja is not fonction:
            raise ValueError(f"{genre!r} is already run by {deja.__module__}.{deja.__qualname__}")
        return fonction

    return enregistrer


def gestionnaire_de(genre: str) -> type_gestionnaire:
    """Raises GestionnaireInconnu."""
    try:
        return _gestionnaires[genre]
    except KeyError:
        raise GestionnaireInconnu(f"No handler for {genre!r}") from None
