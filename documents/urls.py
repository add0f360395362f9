"""Addresses of the papers, under `/documents/`."""

from django.urls import path

from documents import carte_europeenne, views
from documents.decompte import decompte
from documents.liste import liste
from documents.verification.vues import verification

app_name = "documents"

urlpatterns = [
    path("", liste, name="liste"),
    path("verifier/", verification, name="verifier"),
    path("attestation-de-droits/", views.attestation_droits, name="attestation_droits"),
    path("attestation-de-droits/<slug:public_id>/", views.attestation_prete, name="attestation_prete"),
    path("carte-europeenne/<slug:public_id>/", carte_europeenne.image, name="carte_europeenne"),
    path("certificat-europeen/<slug:public_id>/", carte_europeenne.certificat, name="certificat_europeen"),
    path("decompte/<slug:public_id>/", decompte, name="decompte"),
    path("<slug:public_id>/telecharger/", views.telecharger, name="telecharger"),
]
