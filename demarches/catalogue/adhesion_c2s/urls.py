"""What the room adds to the addresses that every téléservice has."""

from django.urls import path

from demarches.catalogue.adhesion_c2s import vues

urlpatterns = [
    path("demarches/adhesion-c2s/papiers.pdf", vues.papiers, name="adhesion_c2s_papiers"),
]
