"""Addresses of the ways in. `account_…` are the names by which allauth's flows know two of them."""

from django.urls import path

from accounts.connexion import reauthentification, vues
from accounts.connexion.franceconnect import vues as franceconnect
from accounts.connexion.oubli import vues as oubli
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
    path("connexion/confirmer/", reauthentification.confirmer, name="confirmer"),
    path("connexion/confirmer/", reauthentification.confirmer, name="account_reauthenticate"),
    path(
        "connexion/confirmer/franceconnect/",
        reauthentification.confirmer_par_franceconnect,
        name="confirmer_franceconnect",
    ),
    path("connexion/mot-de-passe-oublie/", oubli.demander, name="oubli"),
    path("connexion/mot-de-passe-oublie/envoye/", oubli.envoye, name="oubli_envoye"),
    path("connexion/mot-de-passe-oublie/nouveau/", oubli.choisir, name="oubli_nouveau"),
    path("connexion/mot-de-passe-oublie/termine/", oubli.fait, name="oubli_fait"),
    path("connexion/captcha/<slug:jeton>.png", captcha.image, name="captcha_image"),
    path("connexion/captcha/<slug:jeton>.wav", captcha.son, name="captcha_son"),
    path("deconnexion/", vues.deconnexion, name="deconnexion"),
    path("session/prolonger/", vues.prolonger, name="session_prolonger"),
]
