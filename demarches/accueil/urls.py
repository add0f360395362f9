"""« Mes démarches », in the namespace of the démarches."""

from django.urls import path

from demarches.accueil import vues

urlpatterns = [path("demarches/", vues.mes_demarches, name="accueil")]
