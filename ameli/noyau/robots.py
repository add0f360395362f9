"""`/robots.txt`: what a search engine may list. Pages of a person are never public; a practice site would pass for a false one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

PUBLIQUES = ("connexion", "oubli", "premiere_visite", "code_provisoire", "conditions", "demarches:aide")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing in practice; the pages that anybody may open otherwise, each alone (`$`), not what lies below it."""
    permises = [] if settings.BAC_A_SABLE else [f"Allow: {reverse(nom)}$" for nom in PUBLIQUES]
    lignes = ["User-agent: *", *permises, "Disallow: /"]
    return HttpResponse("\n".join(lignes) + "\n", content_type="text/plain; charset=utf-8")
