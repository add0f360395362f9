"""The home of the site, and what the site says of itself."""

from django.urls import path

from demarches.accueil import affichage, raccourcis, recherche, site, vues

urlpatterns = [
    path("", vues.accueil, name="accueil"),
    path("affichage/", affichage.regler, name="affichage"),
    path("raccourcis/", raccourcis.choisir, name="raccourcis"),
    path("chercher/", recherche.chercher, name="chercher"),
    path("plan-du-site/", site.plan, name="plan"),
    path("accessibilite/", site.declaration_d_accessibilite, name="accessibilite"),
    path("mentions-legales/", site.mentions_legales, name="mentions_legales"),
    path("donnees-personnelles/", site.donnees_personnelles, name="donnees_personnelles"),
]
