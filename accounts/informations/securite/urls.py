"""Addresses of « Ma sécurité », under the namespace of « Mes informations »."""

from django.urls import path

from accounts.connexion.cles import vues as cles
from accounts.informations import mot_de_passe
from accounts.informations.securite import vues, vues_copie

urlpatterns = [
    path("", vues.accueil, name="securite"),
    path("mot-de-passe/", mot_de_passe.modifier, name="mot_de_passe"),
    path("appareils/", vues.mes_appareils, name="appareils"),
    path("appareils/fermer-les-autres/", vues.fermer_les_autres, name="fermer_les_autres"),
    path("appareils/session/<slug:public_id>/fermer/", vues.fermer_une_session, name="fermer_session"),
    path("appareils/<slug:public_id>/oublier/", vues.oublier_un_appareil, name="oublier_appareil"),
    path("connexions/", vues.connexions, name="connexions"),
    path("consultations/", vues.consultations, name="consultations"),
    path("messages-envoyes/", vues.envois, name="envois"),
    path("notifications/", vues.notifications, name="notifications"),
    path("franceconnect/", vues.liens, name="liens"),
    path("cles/", cles.liste, name="cles"),
    path("cles/application/", cles.application, name="cles_application"),
    path("cles/nouvelle/", cles.nouvelle, name="cle_nouvelle"),
    path("cles/codes/", cles.codes, name="cles_codes"),
    path("cles/<int:pk>/retirer/", cles.retirer, name="cle_retirer"),
    path("donnees/", vues_copie.exporter, name="exporter"),
    path("donnees/<slug:public_id>/", vues_copie.telecharger, name="copie"),
    path("geler/", vues.geler, name="geler"),
    path("fermer/", vues.fermer, name="fermer"),
]
