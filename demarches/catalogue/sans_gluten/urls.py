"""What the room adds to the addresses that every téléservice has."""

from django.urls import path

from demarches.catalogue.sans_gluten import vues

urlpatterns = [
    path("demarches/sans-gluten/mois/", vues.mes_mois, name="sans_gluten_mois"),
    path("demarches/sans-gluten/annee/", vues.exporter, name="sans_gluten_annee"),
]
