"""Changes of e-mail and telephone: what was, what is, and until when the former channel may take it back."""

from __future__ import annotations

from django.db import models

from accounts.models.compte import Compte
from accounts.models.identifiants import identifiant_public
from ameli.noyau.chiffrement import ChampChiffre


class ChangementContact(models.Model):
    """One change. `effet_le` is empty while it waits for its proof (a link, a code); both values are encrypted."""

    class Quoi(models.TextChoices):
        COURRIEL = "COURRIEL", "adresse de courriel"
        MOBILE = "MOBILE", "téléphone mobile"
        FIXE = "FIXE", "téléphone fixe"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    compte = models.ForeignKey(Compte, on_delete=models.CASCADE, related_name="changements_de_contact")
    quoi = models.CharField("quoi", max_length=8, choices=Quoi.choices)
    ancien = ChampChiffre("avant", blank=True, default="")
    nouveau = ChampChiffre("après", blank=True, default="")
    demande_le = models.DateTimeField("demandé le")
    effet_le = models.DateTimeField("effectif le", null=True, blank=True)
    annule_le = models.DateTimeField("annulé le", null=True, blank=True)

    class Meta:
        verbose_name = "changement de contact"
        verbose_name_plural = "changements de contact"
        ordering = ("-demande_le", "-id")
        indexes = (models.Index(fields=("compte", "-demande_le"), name="contacts_d_un_compte"),)

    def __str__(self) -> str:
        return self.public_id
