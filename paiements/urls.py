"""Addresses of « Mes paiements »."""

from django.urls import path

from paiements import vues
from paiements.creances import vues as creances
from paiements.signalement import signaler

app_name = "paiements"
urlpatterns = [
    path("", vues.liste, name="liste"),
    path("liste.csv", vues.exporter, name="export"),
    path("retenues/", vues.retenues, name="retenues"),
    path("depenses/", vues.depenses, name="depenses"),
    path("creances/", creances.accueil, name="creances"),
    path("creances/solde/", creances.solde, name="creance_solde"),
    path("creances/notification/", creances.notification, name="creance_notification"),
    path("creances/paiement/<slug:public_id>/", creances.etat, name="creance_etat"),
    path("creances/<slug:public_id>/", creances.avis, name="creance_avis"),
    path("creances/<slug:public_id>/<int:rang>/", creances.ligne, name="creance_ligne"),
    path("<slug:public_id>/", vues.detail, name="detail"),
    path("<slug:public_id>/<int:rang>/signaler/", signaler, name="signaler"),
]
