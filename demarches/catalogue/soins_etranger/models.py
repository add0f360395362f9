"""What chapter 21 keeps beside the answers: who was treated, who else may read it, fingerprints of the bills."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import Assure, Personne
from ameli.noyau.empreintes import ChampEmpreinte
from ameli.noyau.perimetre import PerimetreQuerySet
from demarches.moteur.models import Demarche, DUneDemarcheQuerySet


class SoinsEtrangerQuerySet(PerimetreQuerySet):
    """Of whoever sent it, and of whoever was treated; for an agent, as the démarche."""

    def _de(self, assure: Any) -> Self:
        return self.filter(Q(demarche__assure=assure) | Q(lecteur=assure))

    def _pour_agent(self, agent: Any) -> Self:
        return self.filter(demarche__in=Demarche.objects.pour_agent(agent))


class SoinsEtranger(models.Model):
    """Whose care a démarche is about. `lecteur`: their own file, when it is another one: they read the démarche too."""

    demarche = models.OneToOneField(Demarche, on_delete=models.CASCADE, related_name="soins_etranger", primary_key=True)
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="+")
    lecteur = models.ForeignKey(Assure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = SoinsEtrangerQuerySet.as_manager()

    class Meta:
        verbose_name = "soins à l’étranger"
        verbose_name_plural = "soins à l’étranger"
        ordering = ("demarche",)

    def __str__(self) -> str:
        return f"{self.demarche_id}"


class FactureEtrangere(models.Model):
    """The keyed fingerprint of a bill, so that agents see that another démarche holds the same one."""

    demarche = models.ForeignKey(Demarche, on_delete=models.CASCADE, related_name="factures_etrangeres")
    empreinte = ChampEmpreinte(db_index=True)

    objects = DUneDemarcheQuerySet.as_manager()

    class Meta:
        verbose_name = "facture étrangère"
        verbose_name_plural = "factures étrangères"
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("demarche", "empreinte"), name="une_facture_par_demarche"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.demarche_id}"
