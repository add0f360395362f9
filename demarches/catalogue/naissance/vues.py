"""What the room shows beside its steps: « ma situation est particulière », where nothing is asked."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.messagerie import ecriture
from ameli.noyau import formats
from ameli.noyau.horloge import maintenant
from demarches.catalogue.naissance import silence

THEME, SUJET = "situation", "Ma situation"
TEXTE = (
    "Ma situation est particulière. Je souhaite qu’un conseiller me réponde.\n\n"
    "Ce message a été préparé par le site. La personne n’a rien eu à expliquer."
)


@require_http_methods(["GET", "HEAD", "POST"])
def particuliere(request: HttpRequest) -> HttpResponse:
    """GET says that nothing is to be explained; POST stops everything about a birth and writes to the caisse, once a day."""
    assure, le = request.user.assure, maintenant()
    if assure is None:
        raise Http404
    if request.method != "POST":
        return render(request, "naissance/particuliere.html")
    with transaction.atomic():
        silence.demander(assure, acteur=request.user.acteur, le=le)
        try:
            fil = ecriture.ecrire(
                assure, theme=THEME, sujet=SUJET, texte=TEXTE, cle=f"situation:{formats.date_courte(le)}",
                acteur=request.user.acteur, le=le,
            )  # fmt: skip
        except ecriture.EcritureRefusee as refus:
            fil = refus.fil
    messages.success(request, "Un conseiller vous répondra ici. Vous n’avez rien d’autre à faire.")
    return redirect("messagerie:fil", fil.public_id) if fil is not None else redirect("messagerie:liste")
