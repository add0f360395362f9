"""What the room adds to the addresses that every téléservice has."""

from django.urls import path

from demarches.catalogue.procuration import vues

urlpatterns = [
    path("demarches/procuration/revoquer/", vues.par_lien, name="procuration_lien"),
    path("demarches/procuration/<slug:public_id>/revoquer/", vues.revoquer, name="procuration_revoquer"),
    path("demarches/procuration/<slug:public_id>/procuration.pdf", vues.telecharger, name="procuration_papier"),
]
