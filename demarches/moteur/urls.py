"""Addresses that every téléservice shares."""

from django.urls import path

from demarches.moteur.assistant import Assistant
from demarches.moteur.pages import Abandonner, Depart, recommencer

urlpatterns = [
    path("demarches/<slug:code>/", Depart.as_view(), name="depart"),
    path("demarches/<slug:code>/recommencer/", recommencer, name="recommencer"),
    path("demarches/<slug:code>/<slug:brouillon>/abandonner/", Abandonner.as_view(), name="abandonner"),
    path("demarches/<slug:code>/<slug:brouillon>/<slug:step>/", Assistant.as_view(), name="etape"),
]
