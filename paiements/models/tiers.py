"""Who treats, or is paid in the place of the insured person."""

from __future__ import annotations

from django.db import models


class Tiers(models.Model):
    """A professional, a pharmacy, a hospital, an employer who kept a wage going. Shared by everybody's payments."""

    class Genre(models.TextChoices):
        PROFESSIONNEL = "PRO", "professionnel de santé"
        ETABLISSEMENT = "ETAB", "établissement"
        EMPLOYEUR = "EMPL", "employeur"

    genre = models.CharField("genre", max_length=4, choices=Genre.choices)
    nom = models.CharField("nom", max_length=80)
    specialite = models.CharField("spécialité", max_length=60, blank=True)
    commune = models.CharField("commune", max_length=50, blank=True)

    class Meta:
        verbose_name = "tiers"
        verbose_name_plural = "tiers"
        ordering = ("nom", "id")
        constraints = (models.UniqueConstraint(fields=("nom", "commune", "genre"), name="un_tiers_par_nom_et_commune"),)

    def __str__(self) -> str:
        return self.nom
