"""Who may start: the room's own conditions, then one at a time on each subject."""

from __future__ import annotations

from collections.abc import Mapping

from demarches.moteur import sujets
from demarches.moteur.declaration import Contexte, Refus, Teleservice
from demarches.moteur.refus_communs import une_a_la_fois


def refus(teleservice: Teleservice, contexte: Contexte, ouvertes: Mapping[str, str] | None = None) -> Refus | None:
    """Why this person may not do this démarche now, or None. What is already open is said first.

    `ouvertes`: the reference of the open démarche of each téléservice, where they have been read already.
    """
    if ouvertes is not None and teleservice.exclusive:
        deja = une_a_la_fois(ouvertes[teleservice.code]) if teleservice.code in ouvertes else None
    else:
        deja = sujets.refus(teleservice, contexte)
    return deja or teleservice.refus(contexte)
