"""What the room adds to the addresses that every téléservice has."""

from django.urls import path

from demarches.catalogue.ceam import vues

urlpatterns = [
    path("demarches/cartes-europeennes/", vues.foyer, name="cartes_europeennes"),
    path("demarches/ceam/voyage/", vues.preparer, name="ceam_voyage"),
    path("demarches/ceam/certificat/<slug:public_id>/", vues.certifier, name="ceam_certifier"),
    path("demarches/ceam/opposition/<slug:public_id>/", vues.opposer, name="ceam_opposer"),
    path("demarches/ceam/calendrier/<slug:public_id>/", vues.calendrier, name="ceam_calendrier"),
]
