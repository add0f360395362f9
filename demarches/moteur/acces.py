"""Who may start: one at a time where the declaration says so, then the room's own reasons."""

from __future__ import annotations

from collections.abc import Mapping

from demarches.moteur.declaration import Contexte, Refus, Teleservice
from demarches.moteur.models import Demarche
from demarches.moteur.refus_communs import une_a_la_fois


def refus(teleservice: Teleservice, contexte: Contexte, ouvertes: Mapping[str, str] | None = None) -> Refus | None:
    """Why this person may not do this démarche now, or None.

    `ouvertes`: the reference of the open démarche of each téléservice, where they have been read already.
    """
    if teleservice.exclusive:
        reference = en_cours(teleservice, contexte) if ouvertes is None else ouvertes.get(teleservice.code, "")
        if reference:
            return une_a_la_fois(reference)
    return teleservice.refus(contexte)


def en_cours(teleservice: Teleservice, contexte: Contexte) -> str:
    """The reference of the open démarche of this kind, or an empty text."""
    siennes = Demarche.objects.de(contexte.assure).ouvertes().filter(teleservice=teleservice.code)
    return siennes.values_list("reference", flat=True).first() or ""
