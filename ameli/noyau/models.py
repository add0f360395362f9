"""The tables of the kernel; those of due dates, outbox and journal live in their rooms."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ameli.noyau.echeances.models import Echeance, Mesure
from ameli.noyau.envois.models import Envoi
from ameli.noyau.journal.models import Entree, Maillon


class Decalage(models.Model):
    """How many seconds the sandbox's clock is ahead: one row, never negative. Absent or zero in production."""

    secondes = models.BigIntegerField("secondes d’avance", default=0)

    class Meta:
        verbose_name = "décalage de l’horloge"
        verbose_name_plural = "décalage de l’horloge"
        constraints = (
            models.CheckConstraint(condition=Q(pk=1), name="decalage_une_seule_ligne"),
            models.CheckConstraint(condition=Q(secondes__gte=0), name="decalage_en_avant"),
        )


class Battement(models.Model):
    """When a part of the machine was last seen alive, by the wall clock: "balayage", "livraison", "ouvrier"."""

    nom = models.CharField("nom", max_length=60, unique=True)
    vu_le = models.DateTimeField("vu le")

    class Meta:
        verbose_name = "battement"
        ordering = ("nom",)


__all__ = ["Battement", "Decalage", "Echeance", "Entree", "Envoi", "Maillon", "Mesure"]
