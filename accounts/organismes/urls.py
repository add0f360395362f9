"""Where organisms write."""

from django.urls import path

from accounts.organismes import vues

app_name = "organismes"
urlpatterns = [path("avis/", vues.recevoir, name="avis")]
