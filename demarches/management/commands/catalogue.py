"""`manage.py catalogue`: the rooms as the customer's table of contents, written by the declarations themselves."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from demarches.moteur import registre


class Command(BaseCommand):
    help = "Table des matières des téléservices : chapitre, titre, dossier, place, icône, étapes et délais."

    def handle(self, *args: Any, **options: Any) -> None:
        for teleservice in sorted(registre.tous(), key=lambda t: (t.chapitre, t.code)):
            etapes = " › ".join(etape.nom for etape in teleservice.etapes)
            delais = ", ".join(f"{delai.nom} {delai.duree}" for delai in teleservice.delais)
            self.stdout.write(f"{teleservice.chapitre:>2}  {teleservice.titre}")
            self.stdout.write(f"      demarches/catalogue/{teleservice.salle}/   /demarches/{teleservice.code}/")
            self.stdout.write(f"      {teleservice.rubrique.value}, {teleservice.ordre}, {teleservice.icone}")
            self.stdout.write(f"      {etapes}")
            if delais:
                self.stdout.write(f"      {delais}")
