"""Addresses of this room, beside those that the engine gives it."""

from __future__ import annotations

from django.urls import path

from demarches.catalogue.naissance import vues

urlpatterns = [
    path("demarches/naissance/situation-particuliere/", vues.particuliere, name="naissance_particuliere"),
]
