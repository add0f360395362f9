"""Who may start: the room's own reasons first, then the engine's."""

from __future__ import annotations

from collections.abc import Collection

from demarches.moteur.declaration import Contexte, Refus, Teleservice
from demarches.moteur.models import Demarche
from demarches.moteur.refus_communs import APPELER, ECRIRE, SUIVRE


def refus(teleservice: Teleservice, contexte: Contexte, ouvertes: Collection[str] | None = None) -> Refus | None:
    """Why this person may not do this démarche now, or None. `ouvertes`: the codes of the open ones, where they are known."""
    du_service = teleservice.refus(contexte)
    if du_service is not None:
        return du_service
    if not teleservice.exclusive:
        return None
    une = en_cours(teleservice, contexte) is not None if ouvertes is None else teleservice.code in ouvertes
    return deja_en_cours(teleservice) if une else None


def en_cours(teleservice: Teleservice, contexte: Contexte) -> Demarche | None:
    """The open démarche of this kind, if there is one."""
    return Demarche.objects.de(contexte.assure).ouvertes().filter(teleservice=teleservice.code).first()


def deja_en_cours(teleservice: Teleservice) -> Refus:
    """One at a time."""
    return Refus(
        titre="Une demande est déjà en cours",
        motif=f"Vous avez déjà envoyé cette démarche : {teleservice.nom_court}. Attendez qu’elle soit terminée.",
        issues=(SUIVRE, APPELER, ECRIRE),
    )
