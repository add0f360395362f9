"""« Mes démarches » and the catalogue of services, in the namespace of the démarches."""

from django.urls import path

from demarches.accueil import aide, sommaire, vues
from demarches.guide import pages

urlpatterns = [
    path("demarches/", vues.mes_demarches, name="accueil"),
    path("aide/services/", sommaire.services, name="aide"),
    path("aide/services/<slug:code>/", aide.service, name="aide_service"),
    path("aide/services/<slug:code>/pas-a-pas/", pages.pas_a_pas, name="pas_a_pas"),
    path("aide/pas-a-pas/", pages.guide, name="guide"),
]
