"""Addresses of the papers, under `/documents/`."""

from django.urls import path

from documents import views

app_name = "documents"

urlpatterns = [
    path("attestation-de-droits/", views.attestation_droits, name="attestation_droits"),
    path("attestation-de-droits/<slug:public_id>/", views.attestation_prete, name="attestation_prete"),
    path("<slug:public_id>/telecharger/", views.telecharger, name="telecharger"),
]
