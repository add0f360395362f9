"""Files sent ahead of the form that they belong to."""

from __future__ import annotations

from django.db import models

from accounts.models.dossier import Assure
from accounts.models.perimetres import DuDossierQuerySet
from ameli.noyau.televersement.modeles import FichierRecu


class FichierEnAttente(FichierRecu):
    """Kept for a day beside the form `pour` ("fil:<id>"), so that an error elsewhere never costs it."""

    assure = models.ForeignKey(Assure, on_delete=models.PROTECT, related_name="fichiers_en_attente")
    pour = models.CharField("pour", max_length=80)

    objects = DuDossierQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier en attente"
        verbose_name_plural = "fichiers en attente"
        ordering = ("id",)
        indexes = (
            models.Index(fields=("assure", "pour", "id"), name="fichiers_d_un_formulaire"),
            models.Index(
                fields=("depose_le", "id"), condition=models.Q(controle="A_FAIRE"), name="attentes_a_verifier"
            ),
        )
