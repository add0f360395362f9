"""The outbox: what leaves the product (mail, SMS, letters, calls to partners), written with the business change."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q

from ameli.noyau.chiffrement import ChampChiffre, empreinte

REFUS_DU_RELAIS = "the mail server refuses us"  # how `erreur` begins when no message is to blame, but our configuration


class Envoi(models.Model):
    """Something to send once, rendered when it was decided. Every time here is of the wall clock.

    `destination` and `contenu` are encrypted and emptied 30 days later; `sujet` and `cle` hold no personal data.
    `apercu` is the destination, masked: what the person reads for a year in « les messages que nous vous avons envoyés ».
    `contenu` is JSON: {"texte", "html"} for a mail, {"texte"} for SMS and letters, the body for a call.
    """

    class Canal(models.TextChoices):
        COURRIEL = "COURRIEL", "courriel"
        SMS = "SMS", "SMS"
        LETTRE = "LETTRE", "lettre"
        APPEL = "APPEL", "appel à un partenaire"

    class Etat(models.TextChoices):
        EN_ATTENTE = "EN_ATTENTE", "en attente"
        EN_VOL = "EN_VOL", "en cours d’envoi"
        ENVOYE = "ENVOYE", "envoyé"
        ECHEC = "ECHEC", "en échec"

    canal = models.CharField("canal", max_length=8, choices=Canal.choices)
    cle = models.CharField("clé", max_length=160, unique=True)
    assure_ref = models.CharField("assuré", max_length=40, blank=True)
    objet = models.CharField("objet", max_length=80, blank=True)
    gabarit = models.CharField("gabarit", max_length=80, blank=True)
    partenaire = models.CharField("partenaire", max_length=40, blank=True)
    sujet = models.CharField("sujet", max_length=160, blank=True)
    destination = ChampChiffre("destination", blank=True, default="")
    apercu = ChampChiffre("destination masquée", null=True, blank=True)
    contenu = ChampChiffre("contenu", blank=True, default="")
    etat = models.CharField("état", max_length=10, choices=Etat.choices, default=Etat.EN_ATTENTE)
    essais = models.PositiveSmallIntegerField("essais manqués", default=0)
    incertains = models.PositiveSmallIntegerField("fins incertaines", default=0, db_default=0)
    erreur = models.TextField("dernière erreur", blank=True)
    essai_le = models.DateTimeField("pas avant")
    cree_le = models.DateTimeField("déposé le")
    en_vol_depuis = models.DateTimeField("en cours d’envoi depuis", null=True, blank=True)
    envoye_le = models.DateTimeField("envoyé le", null=True, blank=True)
    purge_le = models.DateTimeField("contenu effacé le", null=True, blank=True)

    class Meta:
        verbose_name = "envoi"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("essai_le", "id"), condition=Q(etat="EN_ATTENTE"), name="envois_en_attente"),
            models.Index(fields=("en_vol_depuis",), condition=Q(etat="EN_VOL"), name="envois_en_vol"),
            models.Index(
                fields=("cree_le",), condition=Q(etat__in=("ENVOYE", "ECHEC"), purge_le=None), name="envois_a_purger"
            ),
            models.Index(fields=("id",), condition=Q(etat="ECHEC"), name="envois_en_echec"),
            models.Index(fields=("assure_ref", "-id"), name="envois_a_un_assure"),
            models.Index(fields=("cree_le",), condition=Q(apercu__isnull=False), name="envois_a_oublier"),
        )

    def __str__(self) -> str:
        return f"{self.get_canal_display()} {self.gabarit or self.partenaire or self.cle}"

    @property
    def identifiant_unique(self) -> str:
        """The same for every attempt: what lets the other side drop a second copy."""
        return empreinte("envoi", self.cle)[:40]

    @property
    def message_id(self) -> str:
        """Message-ID of the mail, with angle brackets."""
        return f"<{self.identifiant_unique}@{urlsplit(settings.URL_PUBLIQUE).hostname or 'localhost'}>"
