"""Floor 4: Mes démarches, each téléservice, Suivre mes démarches."""

from demarches.accueil.urls import urlpatterns as accueil
from demarches.delais.urls import urlpatterns as delais
from demarches.moteur.registre import adresses_des_salles
from demarches.moteur.urls import urlpatterns as moteur
from demarches.suivi.urls import urlpatterns as suivi

app_name = "demarches"

urlpatterns = [*accueil, *suivi, *delais, *adresses_des_salles(), *moteur]
