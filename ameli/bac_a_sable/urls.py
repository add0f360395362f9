"""`/bac-a-sable/`: practice people, their mail, the clock."""

from django.urls import path

from ameli.bac_a_sable import views

app_name = "bac_a_sable"

urlpatterns = [
    path("", views.accueil, name="accueil"),
    path("courrier/", views.courrier, name="courrier"),
    path("courrier/<slug:public_id>/", views.lettre, name="lettre"),
    path("horloge/", views.horloge_page, name="horloge"),
    path("horloge/avancer/", views.avancer, name="avancer"),
    path("horloge/<slug:public_id>/", views.saut, name="saut"),
    path("monde-exterieur/", views.modes, name="modes"),
    path("remettre/", views.remettre, name="remettre"),
]
