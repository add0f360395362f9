"""Floor 4: Mes démarches, each téléservice, Suivre mes démarches."""

from demarches.moteur.urls import urlpatterns as moteur

app_name = "demarches"

urlpatterns = [*moteur]
