"""Addresses of « Mes informations »."""

from django.urls import path

from accounts.informations import vues

app_name = "informations"
urlpatterns = [path("", vues.accueil, name="accueil")]
