"""What the room adds to the addresses that every téléservice has."""

from django.urls import path

from demarches.catalogue.commande_carte import vues

urlpatterns = [path("demarches/cartes-vitale/", vues.foyer, name="cartes_vitale")]
