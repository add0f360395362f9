"""Vitale cards and their serial number, one of the two proofs asked for a change of IBAN."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models.identifiants import identifiant_public
from accounts.models.personne import Personne
from ameli.noyau.chiffrement import ChampChiffre, empreinte


class CarteVitale(models.Model):
    """A card. The serial has 10 digits (chapter 1 § 3.1, an 11th digit 9 is tolerated at input and dropped)."""

    class Etat(models.TextChoices):
        ACTIVE = "ACTIVE", "active"
        PERDUE = "PERDUE", "déclarée perdue"
        VOLEE = "VOLEE", "déclarée volée"
        HORS_SERVICE = "HORS_SERVICE", "hors service"
        REMPLACEE = "REMPLACEE", "remplacée"

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="cartes_vitale")
    serie = ChampChiffre("numéro de série")
    serie_empreinte = models.CharField(max_length=64, unique=True, editable=False)
    avec_photo = models.BooleanField("avec photo", default=True)
    etat = models.CharField("état", max_length=12, choices=Etat.choices, default=Etat.ACTIVE)
    emise_le = models.DateField("émise le")
    etat_depuis = models.DateTimeField("dans cet état depuis")

    class Meta:
        verbose_name = "carte Vitale"
        verbose_name_plural = "cartes Vitale"
        ordering = ("-emise_le", "-id")
        constraints = (
            models.UniqueConstraint(fields=("personne",), condition=Q(etat="ACTIVE"), name="une_carte_active"),
        )

    def save(self, *args, **kwargs) -> None:
        self.serie_empreinte = empreinte("serie_vitale", self.serie)
        super().save(*args, **kwargs)
