"""`/fichiers/`."""

from __future__ import annotations

from django.urls import path

from accounts.fichiers import vues

app_name = "fichiers"
urlpatterns = [
    path("", vues.deposer, name="deposer"),
    path("<slug:public_id>/", vues.voir, name="voir"),
    path("<slug:public_id>/retirer/", vues.retirer, name="retirer"),
]
