"""Sessions that are open, so that their owner can see them and end them."""

from __future__ import annotations

from django.db import models

from accounts.models.compte import Compte
from accounts.models.identifiants import identifiant_public
from accounts.models.securite import Appareil


class SessionOuverte(models.Model):
    """One sign-in and the key of its session, by the wall clock. The row outlives a session by a day at most."""

    public_id = models.CharField(max_length=16, unique=True, default=identifiant_public, editable=False)
    compte = models.ForeignKey(Compte, on_delete=models.CASCADE, related_name="sessions_ouvertes")
    appareil = models.ForeignKey(Appareil, on_delete=models.CASCADE, related_name="sessions_ouvertes")
    cle = models.CharField(max_length=40, unique=True, editable=False)
    ouverte_le = models.DateTimeField("ouverte le")

    class Meta:
        verbose_name = "session ouverte"
        verbose_name_plural = "sessions ouvertes"
        ordering = ("-ouverte_le", "-id")

    def __str__(self) -> str:
        return self.public_id
