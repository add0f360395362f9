"""Conflicts as agents see them."""

from __future__ import annotations

from demarches.moteur.models_invitation import Invitation


class Chevauchement(Invitation):
    """An invitation of this room."""

    class Meta:
        proxy = True
        verbose_name = "chevauchement"
        verbose_name_plural = "choix de mutuelle"  # at twice its size, a longer word would not fit a phone
