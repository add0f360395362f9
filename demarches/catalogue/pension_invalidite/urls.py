"""What the room adds to the addresses that every téléservice has."""

from django.urls import path

from demarches.catalogue.pension_invalidite import vues

urlpatterns = [
    path("demarches/pension/suis-je-concerne/", vues.questions, name="pension_questions"),
    path("demarches/pension/estimer/", vues.estimer, name="pension_estimer"),
    path("demarches/pension/proposition/refuser/", vues.decliner, name="pension_decliner"),
    path("demarches/pension/formulaire-s4150.pdf", vues.formulaire_papier, name="pension_s4150"),
    path("demarches/pension/<slug:reference>/rendez-vous.ics", vues.agenda, name="pension_agenda"),
    path("demarches/pension/<slug:reference>/<slug:quoi>.pdf", vues.papier, name="pension_papier"),
]
