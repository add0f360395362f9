"""The entrance: which room answers which address."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts.admin.site import ecarter_les_tables_des_bibliotheques
from accounts.connexion.middleware import sans_activite
from ameli.noyau import installable, metriques, robots, sante

ecarter_les_tables_des_bibliotheques()

urlpatterns = [
    path("", include("accounts.connexion.urls")),
    path("mes-informations/", include("accounts.informations.urls")),
    path("fichiers/", include("accounts.fichiers.urls")),
    path("brouillons/", include("accounts.reprises.urls")),
    path("messagerie/", include("accounts.messagerie.urls")),
    path("mes-paiements/", include("paiements.urls")),
    path("organismes/", include("accounts.organismes.urls")),
    path("agents/", admin.site.urls),
    path("", include("demarches.accueil.urls_racine")),
    path("", include("demarches.urls")),
    path("documents/", include("documents.urls")),
    path("healthz", sante.healthz, name="healthz"),
    path("robots.txt", robots.robots, name="robots"),
    path("application.webmanifest", installable.manifeste, name="manifeste"),
    path("service-worker.js", sans_activite(installable.service_worker), name="service_worker"),
    path("hors-ligne/", installable.hors_ligne, name="hors_ligne"),
    path("readyz", sante.readyz, name="readyz"),
    path("metrics", metriques.metriques, name="metriques"),
]

if settings.BAC_A_SABLE:
    from ameli.bac_a_sable.composants import composants

    urlpatterns += [
        path("bac-a-sable/", include("ameli.bac_a_sable.urls")),
        path("composants/", composants, name="composants"),
    ]

handler400 = "ameli.noyau.pages_erreur.requete_invalide"
handler403 = "ameli.noyau.pages_erreur.acces_refuse"
handler404 = "ameli.noyau.pages_erreur.introuvable"
handler500 = "ameli.noyau.pages_erreur.panne"
handler429 = "ameli.noyau.pages_erreur.trop_d_essais"
