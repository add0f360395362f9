"""Cancelling what was sent, while it still can be: asked once more, then done by POST."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau.horloge import maintenant
from demarches.moteur import passages, registre, transitions
from demarches.suivi import lecture
from demarches.suivi.vues import trouver


@require_http_methods(["GET", "HEAD", "POST"])
def annuler(request: HttpRequest, reference: str) -> HttpResponse:
    """GET asks « Annuler cette démarche ? »; POST cancels. Too late is said on the page of the démarche."""
    demarche = trouver(dossier_de(request), reference)
    if not passages.annulable(demarche):
        messages.error(request, registre.celui_de(demarche.teleservice).trop_tard)
        return redirect("demarches:detail", reference)
    if request.method != "POST":
        return render(request, "suivi/annuler.html", {"suivie": lecture.Suivie(demarche, maintenant())})
    try:
        transitions.passer(demarche, "annuler", acteur=acteur_de(request))
    except transitions.TransitionInterdite as interdit:
        messages.error(request, str(interdit))
    else:
        messages.success(request, "Votre démarche est annulée.")
    return redirect("demarches:detail", reference)
