"""What the Complémentaire santé solidaire reads in the registry: figures that an operator adds, minimum incomes that the caisse knows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.models.dossier import Assure
from accounts.models.perimetres import DuDossierQuerySet
from ameli.noyau.formats import date_courte


class ChiffreC2S(models.Model):
    """A figure added to `accounts/dossier/solidaire/bareme.toml`, from `du` on; of the same code and day, it takes its place.

    `valeurs` are numbers parted by semicolons, as many as the file has for this code.
    """

    code = models.CharField("chiffre", max_length=60)
    du = models.DateField("à partir du")
    valeurs = models.CharField("valeurs", max_length=120, help_text="Séparées par des points-virgules.")
    source = models.CharField("source", max_length=200, help_text="Le texte officiel, ou qui l’a publié.")
    hypothese = models.BooleanField("hypothèse", default=False, help_text="Aucun texte officiel ne le dit encore.")
    ecrit_le = models.DateTimeField("écrit le", editable=False)
    ecrit_par = models.CharField("écrit par", max_length=80, editable=False)

    class Meta:
        verbose_name = "chiffre de la C2S"
        verbose_name_plural = "chiffres de la C2S"
        ordering = ("code", "-du")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("code", "du"), name="un_chiffre_par_jour",
                violation_error_message="Ce chiffre a déjà une valeur à partir de ce jour. Corrigez-la.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code}, à partir du {date_courte(self.du)}"


class MinimumSocial(models.Model):
    """A minimum income of the person of a file, as the organism that pays it tells the caisse: nobody is asked for it again."""

    class Nature(models.TextChoices):
        RSA = "RSA", "RSA"
        ASPA = "ASPA", "allocation de solidarité aux personnes âgées"
        ASI = "ASI", "allocation supplémentaire d’invalidité"
        AAH = "AAH", "allocation aux adultes handicapés"

    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="minima_sociaux")
    nature = models.CharField("nature", max_length=4, choices=Nature.choices)
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "minimum social"
        verbose_name_plural = "minima sociaux"
        ordering = ("assure", "-du", "id")

    def __str__(self) -> str:
        return self.nature
