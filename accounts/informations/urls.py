"""Addresses of « Mes informations »."""

from django.urls import path

from accounts.informations import mot_de_passe, vues

app_name = "informations"
urlpatterns = [
    path("", vues.accueil, name="accueil"),
    path("securite/mot-de-passe/", mot_de_passe.modifier, name="mot_de_passe"),
]
