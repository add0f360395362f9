"""What the caisse asks of a file by itself: one row from the day when it is asked to the day when it is settled."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import Assure
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet
from demarches.moteur.models import ChampJsonChiffre, Demarche


class InvitationQuerySet(DuDossierQuerySet):
    def ouvertes(self) -> Self:
        return self.filter(close_le=None)


class Invitation(models.Model):
    """A téléservice that waits for a person (`demarches.moteur.appel`). `demarche` is the one that answered it.

    `sujet` tells it from the others of the file. `pour_agents` is a word of the room: why an agent must settle it.
    `etiquette` is one that only agents read. `passee_le`: nothing came in time, what the room says then was done; it is still awaited.
    """

    class Issue(models.TextChoices):
        REPONDUE = "REPONDUE", "répondue"
        RETIREE = "RETIREE", "réglée autrement"
        DECLINEE = "DECLINEE", "déclinée"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="invitations")
    teleservice = models.CharField("téléservice", max_length=40)
    sujet = models.CharField("sujet", max_length=120)
    libelle = models.CharField("titre", max_length=160)
    texte = models.CharField("texte", max_length=250)
    donnees = ChampJsonChiffre("données", default=dict)
    pour_agents = models.CharField("pour un agent, parce que", max_length=20, blank=True)
    etiquette = models.CharField("à savoir", max_length=20, blank=True)
    ouverte_le = models.DateTimeField("ouverte le")
    avant_le = models.DateTimeField("au plus tard le", null=True, blank=True)
    passee_le = models.DateTimeField("sans réponse depuis le", null=True, blank=True)
    close_le = models.DateTimeField("terminée le", null=True, blank=True)
    issue = models.CharField("issue", max_length=8, choices=Issue.choices, blank=True)
    demarche = models.ForeignKey(Demarche, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation"
        ordering = ("ouverte_le", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("assure", "teleservice", "sujet"), condition=Q(close_le=None), name="une_invitation_a_la_fois"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def objet(self) -> str:
        """How due dates name it."""
        return f"invitation:{self.public_id}"
