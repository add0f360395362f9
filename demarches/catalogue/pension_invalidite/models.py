"""What agents proposed, as they see it."""

from __future__ import annotations

from demarches.moteur.models_invitation import Invitation


class PropositionDePension(Invitation):
    """An invitation of this room."""

    class Meta:
        proxy = True
        verbose_name = "proposition de pension"
        verbose_name_plural = "pensions proposées"
