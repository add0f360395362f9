"""`manage.py tourner_cles_documents`: the second half of a key rotation, for the files that `tourner_cles` does not reach."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.core.management.base import BaseCommand

from ameli.noyau.televersement import FichierChiffre, FichierPerdu
from documents import moteur
from documents.models import Document


class Command(BaseCommand):
    help = (
        "Rewrites the stored files with the first key of AMELI_CLES_CHIFFREMENT; run it before an old key is dropped."
    )

    def handle(self, *args: object, **options: object) -> None:
        refaits = perdus = 0
        for document in Document.objects.systeme("key rotation touches every file").order_by("pk").iterator():
            try:
                refaits += moteur.rechiffrer(document)
            except moteur.DocumentPerdu:
                perdus += 1
        for fichier in _envoyes():
            try:
                refaits += fichier.rechiffrer()
            except FichierPerdu:
                perdus += 1
        self.stdout.write(f"{refaits} document(s) rewritten, {perdus} without a file")


def _envoyes() -> Iterator[FichierChiffre]:
    """What people sent, whatever it was for."""
    for modele in apps.get_models():
        if issubclass(modele, FichierChiffre):
            yield from modele._base_manager.order_by("pk").iterator()
