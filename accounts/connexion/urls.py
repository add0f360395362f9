"""Addresses of the ways in. `account_…` are the names by which allauth's flows know two of them."""

from django.urls import path

from accounts.connexion import vues
from accounts.connexion.franceconnect import vues as franceconnect
from accounts.securite.captcha import vues as captcha

urlpatterns = [
    path("connexion/", vues.connexion, name="connexion"),
    path("connexion/", vues.connexion, name="account_login"),
    path("connexion/compte-gele/", vues.compte_gele, name="compte_gele"),
    path("connexion/compte-ferme/", vues.compte_ferme, name="compte_ferme"),
    path("connexion/compte-ferme/", vues.compte_ferme, name="account_inactive"),
    path("connexion/franceconnect/", franceconnect.partir, name="franceconnect"),
    path("connexion/franceconnect/retour/", franceconnect.revenir, name="franceconnect_retour"),
    path("connexion/franceconnect/rattacher/", franceconnect.rattacher, name="franceconnect_rattacher"),
    path("connexion/franceconnect/<slug:motif>/", franceconnect.ecran, name="franceconnect_ecran"),
    path("connexion/captcha/<slug:jeton>.png", captcha.image, name="captcha_image"),
    path("connexion/captcha/<slug:jeton>.wav", captcha.son, name="captcha_son"),
    path("deconnexion/", vues.deconnexion, name="deconnexion"),
    path("session/prolonger/", vues.prolonger, name="session_prolonger"),
]
