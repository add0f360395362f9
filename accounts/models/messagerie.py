"""The secure mailbox: threads between a person and their caisse, receipts included."""

from __future__ import annotations

from django.db import models

from accounts.models.dossier import Assure
from accounts.models.identifiants import identifiant_public
from accounts.models.perimetres import DuDossierQuerySet, MessageQuerySet
from ameli.noyau.chiffrement import ChampChiffre


class Fil(models.Model):
    """A thread: one per démarche, or one per message. The subject is that of the last message, without health detail."""

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="fils")
    theme = models.CharField("thème", max_length=30, default="demarche")
    sujet = models.CharField("sujet", max_length=120)
    demarche_reference = models.CharField("démarche", max_length=20, blank=True, db_index=True)
    cree_le = models.DateTimeField("créé le")
    dernier_le = models.DateTimeField("dernier message le")
    archive_le = models.DateTimeField("archivé le", null=True, blank=True)
    reponse_possible = models.BooleanField("réponse possible", default=False)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "fil de messages"
        verbose_name_plural = "fils de messages"
        ordering = ("-dernier_le", "-id")
        indexes = (models.Index(fields=("assure", "-dernier_le", "-id"), name="fils_d_un_assure"),)

    def __str__(self) -> str:
        return self.sujet


class Message(models.Model):
    """One message. `cle` makes a receipt unique, however often its cause is replayed."""

    class De(models.TextChoices):
        CAISSE = "CAISSE", "votre caisse"
        ASSURE = "ASSURE", "vous"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    fil = models.ForeignKey(Fil, on_delete=models.PROTECT, related_name="messages")
    de = models.CharField("de", max_length=8, choices=De.choices)
    sujet = models.CharField("sujet", max_length=120, blank=True)
    corps = ChampChiffre("texte")
    cle = models.CharField(max_length=120, unique=True)
    envoye_le = models.DateTimeField("envoyé le")
    lu_le = models.DateTimeField("lu le", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ("envoye_le", "id")
        indexes = (models.Index(fields=("fil",), condition=models.Q(lu_le=None), name="messages_non_lus"),)
