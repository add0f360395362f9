"""The entrance: which room answers which address."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("agents/", admin.site.urls),
]

if settings.BAC_A_SABLE:
    urlpatterns += [path("bac-a-sable/", include("ameli.bac_a_sable.urls"))]
