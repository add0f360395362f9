"""Addresses of « Ma messagerie »."""

from django.urls import path

from accounts.messagerie import vues, vues_ecriture

app_name = "messagerie"
urlpatterns = [
    path("", vues.liste, name="liste"),
    path("ecrire/", vues_ecriture.choisir, name="ecrire"),
    path("ecrire/<slug:theme>/", vues_ecriture.ecrire, name="ecrire_sur"),
    path("<slug:public_id>/", vues.fil, name="fil"),
    path("<slug:public_id>/envoye/", vues_ecriture.envoye, name="envoye"),
    path("<slug:public_id>/repondre/", vues_ecriture.repondre, name="repondre"),
    path("<slug:public_id>/pieces/<slug:piece>/", vues.piece, name="piece"),
    path("<slug:public_id>/archiver/", vues.archiver, name="archiver"),
    path("<slug:public_id>/ressortir/", vues.ressortir, name="ressortir"),
]
