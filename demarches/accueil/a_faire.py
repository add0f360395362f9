"""What this floor has to say on home: documents that the caisse waits for, what goes on only with the person, drafts."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.a_faire import Ligne, Regard, Urgence
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from demarches.accueil.services import a_terminer
from demarches.moteur.declaration import Contexte
from demarches.suivi import lecture


def documents(regard: Regard) -> Iterable[Ligne]:
    """One for each démarche that stopped for want of a document."""
    for suivie in regard.lire(lecture.ouvertes):
        if suivie.attendu is not None:
            jour = formats.jour(suivie.attendu.echeance)
            yield Ligne(
                "document", f"Votre caisse attend un document\u00a0: {suivie.attendu.libelle}",
                f"Pour «\u00a0{suivie.titre}\u00a0». À envoyer au plus tard le {jour}.", suivie.adresse, "Envoyer", "piece",
                "avant le", le=jour_de(suivie.attendu.echeance), urgence=Urgence.PRESSE,
            )  # fmt: skip


def demarches(regard: Regard) -> Iterable[Ligne]:
    """One for each démarche that goes on only with the person: a card to order before a day, an address to correct."""
    for suivie, action in lecture.actions(regard.lire(lecture.ouvertes)):
        limite = suivie.promise_le
        yield Ligne(
            "demarche", action.titre or suivie.titre, action.phrase, action.adresse, action.libelle, suivie.teleservice.icone,
            "jusqu’au" if limite else "à faire", le=jour_de(limite) if limite else None,
            urgence=Urgence.PRESSE if limite else Urgence.NORMALE,
        )  # fmt: skip


def brouillons(regard: Regard) -> Iterable[Ligne]:
    """One for each draft that can still be finished."""
    contexte = Contexte(regard.assure, regard.compte, regard.le)
    for brouillon in a_terminer(contexte, regard.lire(lecture.ouvertes)):
        yield Ligne(
            "brouillon", f"Terminer «\u00a0{brouillon.titre}\u00a0»", f"{brouillon.texte}.", brouillon.lien, "Reprendre",
            "crayon", "brouillon",
        )  # fmt: skip
