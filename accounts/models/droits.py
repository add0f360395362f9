"""What adds to the basic rights: exemptions, médecin traitant."""

from __future__ import annotations

from django.db import models

from accounts.models.dossier import Assure
from accounts.models.perimetres import DuDossierQuerySet
from accounts.models.personne import Personne


class Exoneration(models.Model):
    """An exemption from the ticket modérateur (chapter 4 § 2.1), of the file through which it is known: a child's other parent does
    not see it. Indirect health data: shown only on request."""

    class Nature(models.TextChoices):
        ALD_30 = "ALD_30", "affection de longue durée (liste)"
        ALD_31 = "ALD_31", "affection de longue durée (hors liste)"
        ALD_32 = "ALD_32", "affection de longue durée (polypathologie)"
        MATERNITE = "MATERNITE", "maternité"
        INVALIDITE = "INVALIDITE", "invalidité"
        AT_MP = "AT_MP", "accident du travail ou maladie professionnelle"
        NOUVEAU_NE = "NOUVEAU_NE", "nouveau-né"

    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="exonerations")
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="exonerations")
    nature = models.CharField("nature", max_length=12, choices=Nature.choices)
    taux = models.PositiveSmallIntegerField("taux de prise en charge, en %", default=100)
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)
    condition = models.CharField("condition", max_length=80, default="soins en rapport")

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "exonération"
        ordering = ("personne", "du", "id")


class MedecinTraitant(models.Model):
    """The family doctor of a person, as a file has declared it: the name and town are for that account only, papers say yes or no."""

    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="medecins_traitants")
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="medecins_traitants")
    nom = models.CharField("nom", max_length=80)
    specialite = models.CharField("spécialité", max_length=60, default="médecine générale")
    commune = models.CharField("commune", max_length=50)
    depuis = models.DateField("déclaré le")

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "médecin traitant"
        verbose_name_plural = "médecins traitants"
        ordering = ("personne", "id")
        constraints = (models.UniqueConstraint(fields=("assure", "personne"), name="un_medecin_traitant_par_dossier"),)
