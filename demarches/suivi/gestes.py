"""What the room lets its owner do about a démarche, open or closed: asked on a page of its own, done by POST, once."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.stockage import StockagePlein
from demarches.moteur import accords, corrections, registre
from demarches.moteur.declaration import Contexte, Par
from demarches.moteur.pages import url_de_reprise
from demarches.moteur.transitions import TransitionInterdite
from demarches.suivi import lecture
from demarches.suivi.vues import trouver


@require_http_methods(["GET", "HEAD", "POST"])
def faire(request: HttpRequest, reference: str, nom: str) -> HttpResponse:
    """GET says what will happen and asks what the room asks; POST does it. What is not possible any more is said on the démarche."""
    demarche, le = trouver(dossier_de(request), reference), maintenant()
    teleservice = registre.celui_de(demarche.teleservice)
    geste = next((un for un in teleservice.gestes_de(Par.ASSURE) if un.nom == nom), None)
    if geste is None:
        raise Http404
    formulaire = geste.remplir(demarche, le, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and (formulaire is None or formulaire.is_valid()):
        saisie = formulaire.cleaned_data if formulaire is not None else {}
        try:
            phrase = accords.faire(demarche, geste, acteur_de(request), saisie, depuis=request.POST.get("vu", ""))
            messages.success(request, phrase)
        except TransitionInterdite as interdite:
            messages.warning(request, interdite.phrase)
        except StockagePlein as plein:
            formulaire.add_error("fichiers", plein.phrase)
        if formulaire is None or not formulaire.errors:
            if geste.piece is not None:
                formulaire.depot.vider()
            return redirect("demarches:detail", reference)
    if geste not in teleservice.gestes_possibles(demarche, Par.ASSURE, le):
        messages.warning(request, accords.PLUS_POSSIBLE)
        return redirect("demarches:detail", reference)
    return render(
        request,
        "suivi/geste.html",
        {"suivie": lecture.Suivie(demarche, le), "geste": geste, "form": formulaire, "vu": accords.vu(demarche, geste)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def corriger(request: HttpRequest, reference: str) -> HttpResponse:
    """GET says what a correction does; POST opens the one that was begun, or a new one filled with what was sent."""
    demarche, le = trouver(dossier_de(request), reference), maintenant()
    teleservice = registre.celui_de(demarche.teleservice)
    if teleservice.correction is None:
        raise Http404
    if request.method == "POST":
        try:
            brouillon = corrections.ouvrir(demarche, request.user, le=le)
        except TransitionInterdite as interdite:
            messages.warning(request, interdite.phrase)
            return redirect("demarches:detail", reference)
        return redirect(url_de_reprise(teleservice, brouillon, Contexte(dossier_de(request), request.user, le)))
    if not corrections.possible(demarche, le):
        messages.warning(request, corrections.TROP_TARD)
        return redirect("demarches:detail", reference)
    return render(
        request, "suivi/corriger.html", {"suivie": lecture.Suivie(demarche, le), "geste": teleservice.correction}
    )
