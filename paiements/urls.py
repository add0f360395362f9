"""Addresses of « Mes paiements »."""

from django.urls import path

from paiements import vues
from paiements.signalement import signaler

app_name = "paiements"
urlpatterns = [
    path("", vues.liste, name="liste"),
    path("liste.csv", vues.exporter, name="export"),
    path("retenues/", vues.retenues, name="retenues"),
    path("depenses/", vues.depenses, name="depenses"),
    path("<slug:public_id>/", vues.detail, name="detail"),
    path("<slug:public_id>/<int:rang>/signaler/", signaler, name="signaler"),
]
