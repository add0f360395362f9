"""The home of the site."""

from django.urls import path

from demarches.accueil import vues

urlpatterns = [path("", vues.accueil, name="accueil")]
