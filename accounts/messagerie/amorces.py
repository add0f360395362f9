"""How a new message may begin. A floor above says what it prepares; the link to the mailbox names it: `?delai=<id>`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accounts.models import Assure

Amorce = Callable[[Assure, str], Mapping[str, str] | None]
_AMORCES: dict[str, Amorce] = {}


def declarer_amorce(nom: str, amorce: Amorce) -> None:
    """`amorce(assure, valeur)` gives first values of the form (« sujet », « texte »), from this person's own rows only.

    None when there is nothing of that name for them.
    """
    _AMORCES[nom] = amorce


def amorcer(assure: Assure, demandes: Mapping[str, str]) -> dict[str, str]:
    """The first values that the parameters of a page ask for."""
    trouvees = (amorce(assure, demandes[nom]) for nom, amorce in _AMORCES.items() if nom in demandes)
    return next((dict(une) for une in trouvees if une), {})
