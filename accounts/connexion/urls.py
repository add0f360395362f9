"""Addresses of the ways in. `account_…` are the names by which allauth's flows know two of them."""

from django.urls import path

from accounts.connexion import vues

urlpatterns = [
    path("connexion/", vues.connexion, name="connexion"),
    path("connexion/", vues.connexion, name="account_login"),
    path("connexion/compte-gele/", vues.compte_gele, name="compte_gele"),
    path("connexion/compte-ferme/", vues.compte_ferme, name="compte_ferme"),
    path("connexion/compte-ferme/", vues.compte_ferme, name="account_inactive"),
    path("deconnexion/", vues.deconnexion, name="deconnexion"),
    path("session/prolonger/", vues.prolonger, name="session_prolonger"),
]
