"""The copy of everything that an account holds, for the person it is about (RGPD, article 15)."""

from __future__ import annotations

from django.db import models

from accounts.models.dossier import Assure
from accounts.models.perimetres import DuDossierQuerySet
from ameli.noyau.televersement.modeles import FichierChiffre


class CopieDesDonnees(FichierChiffre):
    """Asked for at `depose_le`; made by a due date (`prete_le`), encrypted, and forgotten at `expire_le`."""

    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="copies_des_donnees")
    prete_le = models.DateTimeField("prête le", null=True, blank=True)
    expire_le = models.DateTimeField("effacée le", null=True, blank=True)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "copie des données"
        verbose_name_plural = "copies des données"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(fields=("assure",), condition=models.Q(prete_le=None), name="une_copie_a_la_fois"),
        )
