"""What the room lets its owner do about a démarche, open or closed: asked on a page of its own, done by POST, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ameli.noyau.horloge import maintenant
from demarches.models import Demarche
from demarches.moteur import accords, registre
from demarches.moteur.declaration import Contexte, Geste, Par
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.transitions import TransitionInterdite
from demarches.suivi import lecture
from demarches.suivi.vues import trouver


@require_http_methods(["GET", "HEAD", "POST"])
def faire(request: HttpRequest, reference: str, nom: str) -> HttpResponse:
    """GET says what will happen and asks what the room asks; POST does it. What is not possible any more is said on the démarche."""
    if request.user.assure is None:
        raise Http404
    demarche, le = trouver(request.user.assure, reference), maintenant()
    teleservice = registre.celui_de(demarche.teleservice)
    geste = next((un for un in teleservice.gestes_de(Par.ASSURE) if un.nom == nom), None)
    if geste is None:
        raise Http404
    formulaire = _formulaire(geste, demarche, le, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (formulaire is None or formulaire.is_valid()):
        saisie = formulaire.cleaned_data if formulaire is not None else {}
        try:
            phrase = accords.faire(demarche, geste, request.user.acteur, saisie, depuis=request.POST.get("vu", ""))
        except TransitionInterdite as interdite:
            messages.warning(request, interdite.phrase)
        else:
            messages.success(request, phrase)
        return redirect("demarches:detail", reference)
    if geste not in teleservice.gestes_possibles(demarche, Par.ASSURE, le):
        messages.warning(request, accords.PLUS_POSSIBLE)
        return redirect("demarches:detail", reference)
    return render(
        request,
        "suivi/geste.html",
        {"suivie": lecture.Suivie(demarche, le), "geste": geste, "form": formulaire, "vu": accords.vu(demarche, geste)},
    )


def _formulaire(geste: Geste, demarche: Demarche, le: datetime, data: Any) -> FormulaireEtape | None:
    """The room's own form, which knows what was answered; None for a gesture that only asks to be confirmed."""
    if geste.formulaire is None:
        return None
    return geste.formulaire(data, contexte=Contexte(demarche.assure, demarche.compte, le, reponses=demarche.reponses))
