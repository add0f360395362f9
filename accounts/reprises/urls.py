"""Where the pages keep their drafts."""

from django.urls import path

from accounts.reprises import brouillons

app_name = "brouillons"

urlpatterns = [
    path("", brouillons.garder, name="garder"),
    path("effacer/", brouillons.effacer, name="effacer"),
]
