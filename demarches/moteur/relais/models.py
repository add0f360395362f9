"""One table: which step of which draft a phone may open now."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from accounts.models import Compte
from accounts.models.identifiants import identifiant_public
from ameli.noyau.perimetre import PerimetreQuerySet
from demarches.moteur.models import Brouillon


class RelaisQuerySet(PerimetreQuerySet["Relais"]):
    """Of the drafts of a file; agents see none."""

    def _de(self, assure: Any) -> Self:
        return self.filter(brouillon__assure=assure)

    def _pour_agent(self, agent: Any) -> Self:
        return self.none()


class Relais(models.Model):
    """One for an account: asking again takes the place of the former, whose code opens nothing any more.

    `tirage` is what the code is drawn from; it never leaves the server. `expire_le` is the end of the code, then, once it
    is opened, of the time to take the photos.
    """

    compte = models.OneToOneField(Compte, on_delete=models.CASCADE, related_name="relais")
    brouillon = models.ForeignKey(Brouillon, on_delete=models.CASCADE, related_name="+")
    etape = models.CharField("étape", max_length=60)
    tirage = models.CharField(max_length=16, default=identifiant_public, editable=False)
    demande_le = models.DateTimeField("demandé le")
    expire_le = models.DateTimeField("expire le")
    ouvert_le = models.DateTimeField("ouvert sur le téléphone le", null=True)
    recu_le = models.DateTimeField("étape terminée sur le téléphone le", null=True)

    objects = RelaisQuerySet.as_manager()

    class Meta:
        verbose_name = "relais vers un téléphone"
        verbose_name_plural = "relais vers un téléphone"
        ordering = ("-demande_le", "-id")

    def __str__(self) -> str:
        return f"{self.brouillon_id} {self.etape}"
