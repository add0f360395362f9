"""The local body that holds the file of an insured person."""

from __future__ import annotations

from django.db import models


class Caisse(models.Model):
    """A CPAM, a CGSS, or the national body of a special scheme (chapter 8 § 1). `code` is its 3 digits ("401"), `code_organisme` the 9 digits printed on papers (chapter 4 § 2.1)."""

    code = models.CharField("code", max_length=3, unique=True)
    nom = models.CharField("nom", max_length=80)
    departement = models.CharField("département", max_length=3)
    centre = models.CharField("centre", max_length=4, default="0000")
    adresse = models.TextField("adresse postale")
    regime = models.CharField("régime", max_length=2, default="01")

    class Meta:
        verbose_name = "caisse"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.nom

    @property
    def code_organisme(self) -> str:
        return f"{self.regime} {self.code} {self.centre}"
