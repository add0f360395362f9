"""What the room adds to the addresses that every téléservice has."""

from django.urls import path

from demarches.catalogue.double_rattachement import vues

urlpatterns = [
    path("demarches/double-rattachement/<slug:public_id>/pas-prevu/", vues.pas_prevu, name="rattachement_pas_prevu"),
]
