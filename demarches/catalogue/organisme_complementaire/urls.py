"""What the room adds to the addresses that every téléservice has."""

from django.urls import path

from demarches.catalogue.organisme_complementaire import vues

BASE = "demarches/organisme-complementaire/<slug:reference>"
urlpatterns = [
    path(f"{BASE}/decomptes-a-envoyer.pdf", vues.en_pdf, name="organisme_pdf"),
    path(f"{BASE}/decomptes-a-envoyer.csv", vues.en_csv, name="organisme_csv"),
    path(f"{BASE}/lettre/<slug:organisme>.pdf", vues.lettre, name="organisme_lettre"),
]
