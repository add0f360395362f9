"""What the room adds to the addresses that every téléservice has."""

from django.urls import path

from demarches.catalogue.adresse.vues import suggestions

urlpatterns = [path("demarches/adresse/suggestions/", suggestions, name="suggestions_adresse")]
