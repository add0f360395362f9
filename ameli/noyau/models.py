"""The tables of the kernel; those of due dates, outbox and journal live in their rooms."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


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


__all__ = ["Decalage"]
