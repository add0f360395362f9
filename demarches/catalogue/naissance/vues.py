"""What the room shows beside its steps: « ma situation est particulière », where nothing is asked."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau.horloge import maintenant
from demarches.catalogue.naissance import silence
from demarches.catalogue.naissance.gestes import ENTENDU


@require_http_methods(["GET", "HEAD", "POST"])
def particuliere(request: HttpRequest) -> HttpResponse:
    """GET says that nothing is to be explained; POST stops everything about a birth and writes to the caisse, once a day."""
    if request.method != "POST":
        return render(request, "naissance/particuliere.html")
    with transaction.atomic():
        fil = silence.demander(dossier_de(request), acteur=acteur_de(request), le=maintenant())
    messages.success(request, ENTENDU)
    return redirect("messagerie:fil", fil.public_id) if fil is not None else redirect("messagerie:liste")
