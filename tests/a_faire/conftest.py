"""The same Monday and people as the follow-up of démarches, with the true catalogue: its rooms have things to say."""

from tests.suivi.conftest import connectee, lundi_matin, voisin

__all__ = ["connectee", "lundi_matin", "voisin"]
