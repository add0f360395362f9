"""Addresses of « Ma messagerie »."""

from django.urls import path

from accounts.messagerie import vues

app_name = "messagerie"
urlpatterns = [
    path("", vues.liste, name="liste"),
    path("<slug:public_id>/", vues.fil, name="fil"),
    path("<slug:public_id>/archiver/", vues.archiver, name="archiver"),
    path("<slug:public_id>/ressortir/", vues.ressortir, name="ressortir"),
]
