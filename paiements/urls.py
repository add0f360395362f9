"""Addresses of « Mes paiements »."""

from django.urls import path

from paiements import vues, vues_c2s
from paiements.creances import vues as creances
from paiements.creances import vues_recours as recours
from paiements.signalement import signaler

app_name = "paiements"
urlpatterns = [
    path("", vues.liste, name="liste"),
    path("liste.csv", vues.exporter, name="export"),
    path("retenues/", vues.retenues, name="retenues"),
    path("depenses/", vues.depenses, name="depenses"),
    path("complementaire-sante-solidaire/", vues_c2s.liste, name="c2s"),
    path("creances/", creances.accueil, name="creances"),
    path("creances/solde/", creances.solde, name="creance_solde"),
    path("creances/notification/", creances.notification, name="creance_notification"),
    path("creances/paiement/<slug:public_id>/", creances.etat, name="creance_etat"),
    path("creances/paiement/<slug:public_id>/depart/", creances.partir, name="creance_depart"),
    path("creances/paiement/<slug:public_id>/renoncer/", creances.renoncer, name="creance_renoncer"),
    path("creances/<slug:public_id>/", creances.avis, name="creance_avis"),
    path("creances/<slug:public_id>/<int:rang>/", creances.ligne, name="creance_ligne"),
    path("creances/<slug:public_id>/<int:rang>/detail.csv", creances.ligne_csv, name="creance_ligne_csv"),
    path("creances/<slug:public_id>/<int:rang>/contester/", recours.contester, name="creance_contester"),
    path("creances/<slug:public_id>/echeancier/", recours.demander, name="creance_echeancier"),
    path("creances/<slug:public_id>/reglement/", recours.regler, name="creance_reglement"),
    path("<slug:public_id>/", vues.detail, name="detail"),
    path("<slug:public_id>/<int:rang>/signaler/", signaler, name="signaler"),
]
