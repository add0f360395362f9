"""What adds to the basic rights: exemptions, médecin traitant."""

from __future__ import annotations

from django.db import models

from accounts.models.personne import Personne


class Exoneration(models.Model):
    """An exemption from the ticket modérateur (chapter 4 § 2.1). Indirect health data: shown only on request."""

    class Nature(models.TextChoices):
        ALD_30 = "ALD_30", "affection de longue durée (liste)"
        ALD_31 = "ALD_31", "affection de longue durée (hors liste)"
        ALD_32 = "ALD_32", "affection de longue durée (polypathologie)"
        MATERNITE = "MATERNITE", "maternité"
        INVALIDITE = "INVALIDITE", "invalidité"
        AT_MP = "AT_MP", "accident du travail ou maladie professionnelle"
        NOUVEAU_NE = "NOUVEAU_NE", "nouveau-né"

    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="exonerations")
    nature = models.CharField("nature", max_length=12, choices=Nature.choices)
    taux = models.PositiveSmallIntegerField("taux de prise en charge, en %", default=100)
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)
    condition = models.CharField("condition", max_length=80, default="soins en rapport")

    class Meta:
        verbose_name = "exonération"
        ordering = ("personne", "du", "id")


class MedecinTraitant(models.Model):
    """The declared family doctor of a person; the name is for the account only, papers say yes or no."""

    personne = models.OneToOneField(Personne, on_delete=models.PROTECT, related_name="medecin_traitant")
    nom = models.CharField("nom", max_length=80)
    specialite = models.CharField("spécialité", max_length=60, default="médecine générale")
    commune = models.CharField("commune", max_length=50)
    depuis = models.DateField("déclaré le")

    class Meta:
        verbose_name = "médecin traitant"
        verbose_name_plural = "médecins traitants"
        ordering = ("personne",)
