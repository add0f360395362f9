"""Addresses of « Mes informations »."""

from django.urls import include, path

from accounts.informations import vues
from accounts.informations.contacts import vues as contacts

app_name = "informations"
urlpatterns = [
    path("courriel/", contacts.courriel, name="courriel"),
    path("courriel/abandonner/", contacts.abandonner, name="courriel_abandonner"),
    path("courriel/confirmer/", contacts.courriel_confirmer, name="courriel_confirmer"),
    path("contact/annuler/", contacts.contact_annuler, name="contact_annuler"),
    path("telephone/", contacts.telephone, name="telephone"),
    path("telephone/code/", contacts.telephone_code, name="telephone_code"),
    path("telephone/fixe/", contacts.fixe, name="fixe"),
    path("", vues.accueil, name="accueil"),
    path("parametres/", vues.regler, name="parametres"),
    path("securite/", include("accounts.informations.securite.urls")),
]
