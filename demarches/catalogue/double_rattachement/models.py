"""The tables of chapter 14: which children a request is about, and the right that an acceptance gives in the second parent's file."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Assure, Beneficiaire, Personne
from accounts.models.droit import Droit
from demarches.moteur.models import Demarche, DUneDemarcheQuerySet


class Rattachement(Droit):
    """A child stands in the file of their second parent (`assure`), asked for from that of `demandeur`; until the day before 18.

    While it is suspended the child is not in that file. Neither parent reads anything of the other's in it.
    """

    code, de_quoi = "rattachement", "du rattachement d’un enfant à son second parent"
    PAS_PREVU, FIN = "pas_prevu", "fin"

    demandeur = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="+")
    beneficiaire = models.ForeignKey(Beneficiaire, on_delete=models.PROTECT, related_name="rattachements")

    class Meta(Droit.Meta):
        abstract = False
        verbose_name = "rattachement à un second parent"
        verbose_name_plural = "rattachements à un second parent"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("assure", "personne"), condition=Q(clos_le=None), name="un_rattachement_par_dossier"
            ),
        ]  # fmt: skip

    @property
    def cause_lisible(self) -> str:
        """The démarche is that of the other parent."""
        return ""


class EnfantARattacher(models.Model):
    """One child of a request. `referent`: the second parent becomes the référent. `rattachement` is there once it was granted."""

    demarche = models.ForeignKey(Demarche, on_delete=models.CASCADE, related_name="enfants_a_rattacher")
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="+")
    referent = models.BooleanField("le second parent devient référent", default=False)
    rattachement = models.OneToOneField(
        Rattachement, on_delete=models.PROTECT, null=True, blank=True, related_name="demande"
    )

    objects = DUneDemarcheQuerySet.as_manager()

    class Meta:
        verbose_name = "enfant à rattacher"
        verbose_name_plural = "enfants à rattacher"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("demarche", "personne"), name="un_enfant_par_demande"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.personne)
