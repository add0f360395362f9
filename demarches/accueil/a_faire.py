"""What this floor has to say on home: documents that the caisse waits for, what goes on only with the person, drafts."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse

from accounts.a_faire import Ligne, Regard, Urgence
from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.preparees import preparee
from demarches.accueil.services import a_terminer
from demarches.moteur import registre
from demarches.moteur.attendus import Genre
from demarches.moteur.declaration import Contexte
from demarches.moteur.models_attente import Attente
from demarches.moteur.models_invitation import Invitation
from demarches.suivi import lecture


def documents(regard: Regard) -> Iterable[Ligne]:
    """One for each document or answer that a démarche waits for."""
    for suivie in regard.lire(lecture.en_cours).ouvertes:
        for attente in suivie.siennes:
            yield _ligne(attente, suivie)


def pour_d_autres(regard: Regard) -> Iterable[Ligne]:
    """What somebody else's démarche waits for: one's own answer. Nothing of that démarche is said."""
    for attente in regard.lire(lecture.en_cours).pour_d_autres:
        jour = formats.jour(attente.echeance)
        yield Ligne(
            "reponse", attente.libelle, f"À donner au plus tard le {jour}.", reverse("demarches:tiers", args=[attente.public_id]),
            "Répondre", "message", "jusqu’au", le=jour_de(attente.echeance), urgence=Urgence.PRESSE,
        )  # fmt: skip


def invitations(regard: Regard) -> Iterable[Ligne]:
    """What the caisse asks by itself: where to answer, or why an agent does."""
    for une in _invitations(regard.assure):
        teleservice = registre.trouver(une.teleservice)
        if teleservice is None or teleservice.appel is None:
            continue
        lien = reverse("demarches:depart", args=[teleservice.code])
        libelle = teleservice.appel.bouton or teleservice.libelle_commencer
        if une.pour_agents:
            lien, libelle = reverse("messagerie:ecrire_sur", args=["droits"]), "Écrire à ma caisse"
        limite = une.avant_le and jour_de(une.avant_le)
        if limite is not None and limite < regard.jour:
            repere, limite, urgence = "en retard", None, Urgence.PERDU
        else:
            repere, urgence = "jusqu’au" if limite else "à choisir", Urgence.PRESSE
        yield Ligne(
            "invitation", une.libelle, une.texte, lien, libelle, teleservice.icone, repere, le=limite, urgence=urgence
        )


@preparee
def _invitations(assure: Assure) -> QuerySet[Invitation]:
    return Invitation.objects.de(assure).ouvertes()


def _ligne(attente: Attente, suivie: lecture.Suivie) -> Ligne:
    jour, piece = formats.jour(attente.echeance), attente.genre == Genre.PIECE
    return Ligne(
        "document" if piece else "reponse",
        f"Votre caisse attend un document\u00a0: {attente.libelle}" if piece else f"Votre caisse attend une réponse\u00a0: {attente.libelle}",
        f"Pour «\u00a0{suivie.titre_discret}\u00a0». À {'envoyer' if piece else 'donner'} au plus tard le {jour}.",
        suivie.adresse if piece else reverse("demarches:repondre", args=[suivie.demarche.reference, attente.public_id]),
        "Envoyer" if piece else "Répondre", "piece" if piece else "message", "jusqu’au", le=jour_de(attente.echeance),
        urgence=Urgence.PRESSE,
    )  # fmt: skip


def demarches(regard: Regard) -> Iterable[Ligne]:
    """One for each démarche that goes on only with the person: a card to order before a day, an address to correct."""
    for suivie, action in lecture.actions(regard.lire(lecture.en_cours).ouvertes):
        limite = suivie.promise_le
        yield Ligne(
            "demarche", action.titre or suivie.titre_discret, action.phrase, action.adresse, action.libelle, suivie.teleservice.icone,
            "jusqu’au" if limite else "à faire", le=jour_de(limite) if limite else None,
            urgence=Urgence.PRESSE if limite else Urgence.NORMALE,
        )  # fmt: skip


def brouillons(regard: Regard) -> Iterable[Ligne]:
    """One for each draft that can still be finished."""
    contexte = Contexte(regard.assure, regard.compte, regard.le)
    for brouillon in a_terminer(contexte, regard.lire(lecture.en_cours).ouvertes):
        yield Ligne(
            "brouillon", f"Terminer «\u00a0{brouillon.titre}\u00a0»", f"{brouillon.texte}.", brouillon.lien, "Reprendre",
            "crayon", "brouillon",
        )  # fmt: skip
