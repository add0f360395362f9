"""`manage.py tourner_cles_documents`: the second half of a key rotation, for the files that `tourner_cles` does not reach."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from documents import moteur
from documents.models import Document


class Command(BaseCommand):
    help = "Rewrites the stored PDFs with the first key of AMELI_CLES_CHIFFREMENT; run it before an old key is dropped."

    def handle(self, *args: object, **options: object) -> None:
        refaits = perdus = 0
        for document in Document.objects.systeme("key rotation touches every file").order_by("pk").iterator():
            try:
                refaits += moteur.rechiffrer(document)
            except moteur.DocumentPerdu:
                perdus += 1
        self.stdout.write(f"{refaits} document(s) rewritten, {perdus} without a file")
