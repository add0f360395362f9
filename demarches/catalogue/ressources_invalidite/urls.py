"""What the room adds to the addresses that every téléservice has."""

from django.urls import path

from demarches.catalogue.ressources_invalidite import vues

urlpatterns = [
    path("demarches/ressources-invalidite/historique/", vues.historique, name="ressources_historique"),
    path("demarches/ressources-invalidite/et-si-je-reprends/", vues.simuler, name="ressources_simuler"),
    path("demarches/ressources-invalidite/sans-attendre/", vues.sans_attendre, name="ressources_sans_attendre"),
    path("demarches/ressources-invalidite/prochaine.ics", vues.agenda, name="ressources_agenda"),
    path("demarches/ressources-invalidite/<slug:reference>/<slug:quoi>.pdf", vues.papier, name="ressources_papier"),
]
