"""What anybody may read, signed in or not: how to tell a false message from ours, and where machines look for two addresses."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ameli.noyau.horloge import temps_reel
from ameli.noyau.plan import au_plan

VALABLE = timedelta(days=180)  # RFC 9116 § 2.5.5 asks for less than a year


@au_plan("Reconnaître un faux message")
@require_safe
@login_not_required
def faux_messages(request: HttpRequest) -> HttpResponse:
    """`/aide/faux-messages/`: chapter 2 § 7."""
    contexte = {"expediteur": parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "site": urlsplit(settings.URL_PUBLIQUE).netloc}
    return render(request, "aide/faux_messages.html", contexte)


@require_safe
@login_not_required
def changer_le_mot_de_passe(request: HttpRequest) -> HttpResponse:
    """`/.well-known/change-password`: where a password manager leads its owner."""
    return redirect("informations:mot_de_passe")


@require_safe
@login_not_required
def contact_de_securite(request: HttpRequest) -> HttpResponse:
    """`/.well-known/security.txt` (RFC 9116): whom to tell of a weakness. 404 where nobody was named."""
    contact = settings.CONFIGURATION["AMELI_CONTACT_SECURITE"]
    if not contact:
        raise Http404
    lignes = {
        "Contact": contact if contact.startswith("https://") else f"mailto:{contact}",
        "Expires": (temps_reel() + VALABLE).strftime("%Y-%m-%dT00:00:00Z"),
        "Preferred-Languages": "fr, en",
        "Canonical": settings.URL_PUBLIQUE + reverse("contact_de_securite"),
    }
    texte = "".join(f"{nom}: {valeur}\n" for nom, valeur in lignes.items())
    return HttpResponse(texte, content_type="text/plain; charset=utf-8")
