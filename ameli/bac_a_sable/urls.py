"""`/bac-a-sable/`: practice people, their mail, and the trainer's desk."""

from django.urls import path

from ameli.bac_a_sable import views, vues_courrier, vues_personnes

app_name = "bac_a_sable"

urlpatterns = [
    path("", vues_personnes.accueil, name="accueil"),
    path("personnes/<slug:cle>/", vues_personnes.personne, name="personne"),
    path("personnes/<slug:cle>/connexion/", vues_personnes.se_connecter, name="se_connecter"),
    path("factures/<slug:cle>.jpg", vues_personnes.facture, name="facture"),
    path("etiquettes.pdf", vues_personnes.etiquettes_a_scanner, name="etiquettes"),
    path("courrier/", vues_courrier.courrier, name="courrier"),
    path("courrier/<slug:public_id>/", vues_courrier.lettre, name="lettre"),
    path("formateur/", views.formateur, name="formateur"),
    path("horloge/", views.horloge_page, name="horloge"),
    path("horloge/avancer/", views.avancer, name="avancer"),
    path("horloge/<slug:public_id>/", views.saut, name="saut"),
    path("monde-exterieur/", views.modes, name="modes"),
    path("remettre/", views.remettre, name="remettre"),
]
