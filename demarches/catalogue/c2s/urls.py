"""Addresses of this room, beside those that the engine gives it."""

from __future__ import annotations

from django.urls import path

from demarches.catalogue.c2s import vues

urlpatterns = [
    path("demarches/c2s/estimer/", vues.estimer, name="c2s_estimer"),
    path("demarches/c2s/revenus/", vues.revenus, name="c2s_revenus"),
]
