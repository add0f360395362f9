"""Addresses of the papers, under `/documents/`."""

from django.urls import path

from documents import attestation_c2s, carte_europeenne, releves, revenus, views
from documents.avis import avis
from documents.commande import en_preparation
from documents.decompte import decompte
from documents.editions.attestation_ij import AttestationIJ
from documents.editions.attestation_pension import AttestationPension
from documents.editions.releve_fiscal import ReleveFiscal
from documents.liste import liste
from documents.recu import recu
from documents.verification.vues import verification

app_name = "documents"

urlpatterns = [
    path("", liste, name="liste"),
    path("verifier/", verification, name="verifier"),
    path("attestation-de-droits/", views.attestation_droits, name="attestation_droits"),
    path("attestation-de-droits/<slug:public_id>/", views.attestation_prete, name="attestation_prete"),
    path("attestation-c2s/<slug:public_id>/", attestation_c2s.attestation_c2s, name="attestation_c2s"),
    path("carte-europeenne/<slug:public_id>/", carte_europeenne.image, name="carte_europeenne"),
    path("certificat-europeen/<slug:public_id>/", carte_europeenne.certificat, name="certificat_europeen"),
    path("indemnites-journalieres/", revenus.indemnites, name="indemnites"),
    path(
        "indemnites-journalieres/<slug:public_id>/",
        revenus.pret,
        {"genre": AttestationIJ.genre},
        name="indemnites_pretes",
    ),
    path("pension-d-invalidite/", revenus.pension, name="pension"),
    path(
        "pension-d-invalidite/<slug:public_id>/",
        revenus.pret,
        {"genre": AttestationPension.genre},
        name="pension_prete",
    ),
    path("releve-fiscal/", revenus.fiscal, name="releve_fiscal"),
    path("releve-fiscal/<slug:public_id>/", revenus.pret, {"genre": ReleveFiscal.genre}, name="releve_fiscal_pret"),
    path("releves/", releves.liste, name="releves"),
    path("releves/<slug:periode>/", releves.demander, name="releve"),
    path("en-preparation/<slug:public_id>/", en_preparation, name="en_preparation"),
    path("avis/<slug:public_id>/", avis, name="avis"),
    path("recu/<slug:public_id>/", recu, name="recu"),
    path("decompte/<slug:public_id>/", decompte, name="decompte"),
    path("<slug:public_id>/telecharger/", views.telecharger, name="telecharger"),
]
