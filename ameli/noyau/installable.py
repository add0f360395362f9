"""The site among the applications of a telephone: its manifest, its service worker, its page « Pas de réseau ».

The worker (`static/js/hors_ligne.js`) keeps that page and the files that draw it, nothing else. They make its version: a
deployment that changes one of them gives the worker other bytes, so that a browser takes the new one and sweeps what it kept.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

# --fond and --titre of socle.css: what is seen while the application opens, and around it.
FOND, TITRE = "#F7FAFD", "#10305F"


@login_not_required
@require_safe
def manifeste(request: HttpRequest) -> HttpResponse:
    """What a telephone needs to install the site (W3C, Web Application Manifest). A practice site never passes for the true one."""
    nom = "Exercice · compte ameli" if settings.BAC_A_SABLE else "compte ameli"
    contenu = {
        "id": "/", "start_url": "/", "scope": "/", "display": "standalone", "lang": "fr", "dir": "ltr",
        "name": nom, "short_name": "Exercice" if settings.BAC_A_SABLE else nom,
        "description": "Vos remboursements, vos démarches et vos papiers de l’Assurance Maladie.",
        "theme_color": TITRE, "background_color": FOND,
        "icons": [
            {"src": icone("192"), "sizes": "192x192", "type": "image/png"},
            {"src": icone("512"), "sizes": "512x512", "type": "image/png"},
            {"src": icone("masquable-512"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }  # fmt: skip
    return JsonResponse(contenu, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


def icone(forme: str) -> str:
    """Address of a picture of `static/application/` ("192", "512", "masquable-512", "iphone-180"): yellow in practice, blue otherwise."""
    return static(f"application/{'exercice' if settings.BAC_A_SABLE else 'compte'}-{forme}.png")


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, told what it keeps. It is read at the root: that is how far it sees."""
    return HttpResponse(
        _travailleur(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


@login_not_required
@require_safe
def hors_ligne(request: HttpRequest) -> HttpResponse:
    """« Pas de réseau »: drawn without the request, so that what a browser keeps is nobody's."""
    return HttpResponse(_page())


@cache
def _travailleur() -> str:
    source = (settings.RACINE / "static" / "js" / "hors_ligne.js").read_text(encoding="utf-8")
    fichiers = sorted(set(re.findall(rf'(?:href|src)="({re.escape(settings.STATIC_URL)}[^"#]+)', _page())))
    version = hashlib.sha256("\n".join([source, _page(), *fichiers]).encode()).hexdigest()[:12]
    coquille = {"nom": f"coquille-{version}", "page": reverse("hors_ligne"), "fichiers": fichiers}
    return f"const COQUILLE = {json.dumps(coquille)};\n{source}"


@cache
def _page() -> str:
    return render_to_string("site/hors_ligne.html")
