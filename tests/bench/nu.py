"""The yardstick: Django with one template of twenty rows. No session, no query, no middleware; same server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path

from ameli.entree import Entree, Limites

GABARIT = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{{ titre }}</title></head><body>
<h1>{{ titre }}</h1><table><caption>Vingt lignes</caption>{% for ligne in lignes %}
<tr><th scope="row">{{ ligne.rang }}</th><td>{{ ligne.nom }}</td><td>{{ ligne.somme|floatformat:2 }} €</td></tr>{% endfor %}
</table></body></html>"""
LIGNES = [{"rang": n, "nom": f"Ligne <{n}>", "somme": n * 1.5} for n in range(20)]


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("nu.html", {"titre": "Page nue", "lignes": LIGNES}, request))


urlpatterns = [path("", page)]

if os.environ.get("DJANGO_SETTINGS_MODULE") == "tests.bench.reglages_nus":
    application = Entree(get_wsgi_application(), Limites(octets=1_000_000))
