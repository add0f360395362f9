"""The same Monday, people and rooms as the follow-up of démarches."""

from tests.suivi.conftest import catalogue_d_essai, connectee, lundi_matin, voisin

__all__ = ["catalogue_d_essai", "connectee", "lundi_matin", "voisin"]
