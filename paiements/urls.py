"""Addresses of « Mes paiements »."""

from django.urls import path

from paiements import vues

app_name = "paiements"
urlpatterns = [
    path("", vues.liste, name="liste"),
    path("<slug:public_id>/", vues.detail, name="detail"),
]
