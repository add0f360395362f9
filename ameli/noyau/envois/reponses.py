"""Who reads what a partner answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ameli.noyau.envois.models import Envoi

type_lecteur = Callable[["Envoi", "dict[str, Any] | None"], None]
_lecteurs: dict[str, type_lecteur] = {}


def reponse(partenaire: str) -> Callable[[type_lecteur], type_lecteur]:
    """Register the function that reads the answers of `partenaire`. A partner has one reader.

    It gets the `Envoi` (its `objet` says what it was about) and the JSON object that came back, or None when we gave
    up: service unavailable (`erreur` of the envoi says how its last attempt ended). It runs in the transaction that marks the call as done, and only writes rows.
    """

    def enregistrer(fonction: type_lecteur) -> type_lecteur:
        deja = _lecteurs.setdefault(partenaire, fonction)
        if deja is not fonction:
            raise ValueError(f"The answers of {partenaire!r} are already read by {deja.__module__}.{deja.__qualname__}")
        return fonction

    return enregistrer


def lecteur_de(partenaire: str) -> type_lecteur:
    """Raises LookupError when nobody reads the answers of `partenaire`."""
    try:
        return _lecteurs[partenaire]
    except KeyError:
        raise LookupError(f"No @reponse for {partenaire!r}") from None
