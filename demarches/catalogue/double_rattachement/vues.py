"""« Ce n’est pas prévu », once the child is in the second parent's file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.dossier.droits import DroitClos
from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau.horloge import maintenant
from demarches.catalogue.double_rattachement import suivi
from demarches.catalogue.double_rattachement.models import Rattachement

ENTENDU = "C’est noté. L’enfant n’est plus dans votre dossier. Un conseiller vous répond dans votre messagerie."
DEJA = "Ce rattachement n’est plus en place. Vous n’avez rien à faire."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pas_prevu(request: HttpRequest, public_id: str) -> HttpResponse:
    """GET says what will happen; POST does it, at once. No reason is asked."""
    siens = Rattachement.objects.de(dossier_de(request)).select_related("assure__caisse", "personne", "demandeur")
    rattachement, le = get_object_or_404(siens, public_id=public_id), maintenant()
    if not rattachement.ouvert(le):
        messages.info(request, DEJA)
        return redirect("informations:accueil")
    if request.method != "POST":
        return render(request, "double_rattachement/pas_prevu.html", {"rattachement": rattachement})
    try:
        suivi.dire_que_ce_n_est_pas_prevu(rattachement, acteur=acteur_de(request), le=le)
    except DroitClos:
        messages.info(request, DEJA)
    else:
        messages.success(request, ENTENDU)
    return redirect("informations:accueil")
