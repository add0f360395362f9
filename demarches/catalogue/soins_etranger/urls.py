"""What the room adds to the addresses that every téléservice has."""

from django.urls import path

from demarches.catalogue.soins_etranger import vues

urlpatterns = [
    path("demarches/soins-a-l-etranger/s3125.pdf", vues.formulaire, {"lequel": "s3125"}, name="soins_etranger_s3125"),
    path("demarches/soins-a-l-etranger/s3124.pdf", vues.formulaire, {"lequel": "s3124"}, name="soins_etranger_s3124"),
    path("demarches/soins-a-l-etranger/<slug:reference>/pour-moi/", vues.pour_moi, name="soins_etranger_pour_moi"),
    path(
        "demarches/soins-a-l-etranger/<slug:reference>/decision.pdf",
        vues.decision_en_pdf,
        name="soins_etranger_decision",
    ),
]
