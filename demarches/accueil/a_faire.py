"""What this floor has to say on home: documents that the caisse waits for, drafts to finish."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.a_faire import Ligne, Regard, Urgence
from ameli.noyau import formats
from demarches.accueil.services import a_terminer
from demarches.suivi import lecture


def documents(regard: Regard) -> Iterable[Ligne]:
    """One for each démarche that stopped for want of a document."""
    for suivie in regard.lire(lecture.ouvertes):
        if suivie.attendu is not None:
            yield Ligne(
                "document", "Votre caisse attend un document", suivie.phrase_attendu, suivie.adresse, "Envoyer", "piece",
                "avant le", le=formats.a_paris(suivie.attendu.echeance).date(), urgence=Urgence.PRESSE,
            )  # fmt: skip


def brouillons(regard: Regard) -> Iterable[Ligne]:
    """One for each draft that can still be finished."""
    for brouillon in regard.lire(a_terminer):
        yield Ligne(
            "brouillon", f"Terminer «\u00a0{brouillon.titre}\u00a0»", f"{brouillon.texte}.", brouillon.lien, "Reprendre",
            "crayon", "brouillon",
        )  # fmt: skip
