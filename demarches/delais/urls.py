"""« Mes délais », in the namespace of the démarches."""

from django.urls import path

from demarches.delais import vues

urlpatterns = [
    path("mes-delais/", vues.demander, name="delais"),
    path("mes-delais/<slug:public_id>/", vues.reponse, name="delai"),
    path("mes-delais/<slug:public_id>/rappel/", vues.rappeler, name="delai_rappel"),
    path("mes-delais/<slug:public_id>/oublier/", vues.oublier, name="delai_oublier"),
]
