"""What people send to the practice site lives a day: nobody should send a true paper, somebody will."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps

from ameli.noyau.horloge import temps_reel
from ameli.noyau.televersement.modeles import FichierRecu

GARDE = timedelta(hours=24)
RAISON = "practice files live a day"


def effacer() -> int:
    """Delete the bytes received more than a day ago, by the wall clock; how many files. The rows stay, so that no page breaks."""
    limite = temps_reel() - GARDE
    anciens = [f for f in _presents() if f.storage.get_modified_time(f.name) <= limite]
    for fichier in anciens:
        fichier.storage.delete(fichier.name)
    return len(anciens)


def _presents() -> Iterator:
    for modele in apps.get_models():
        if issubclass(modele, FichierRecu):
            for recu in modele.objects.systeme(RAISON).order_by("pk").iterator():
                if recu.fichier and recu.fichier.storage.exists(recu.fichier.name):
                    yield recu.fichier
