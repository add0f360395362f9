"""Revoke in two clicks, from « Mes informations » or from a mail; the paper, while it is worth something."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.dossier.droits import DroitClos
from accounts.securite import jetons
from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau import formats
from ameli.noyau.horloge import maintenant
from ameli.noyau.lecture_seule import peut_ecrire
from demarches.catalogue.procuration import annonces, effets, papier
from demarches.catalogue.procuration.models import Procuration
from demarches.moteur.transitions import TransitionInterdite
from documents.commande import Echec, remettre

DEJA = "Cette procuration ne vaut déjà plus rien."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revoquer(request: HttpRequest, public_id: str) -> HttpResponse:
    """GET says what will happen; POST revokes. No reason, no code: somebody may be afraid."""
    procuration = _sienne(request, public_id)
    if request.method == "POST":
        try:
            with transaction.atomic():
                messages.success(request, effets.revoquer(procuration, acteur_de(request), maintenant()))
        except (DroitClos, TransitionInterdite):
            messages.info(request, DEJA)
        return redirect("informations:accueil")
    if not procuration.ouvert(maintenant()):
        messages.info(request, DEJA)
        return redirect("informations:accueil")
    return render(request, "procuration/revoquer.html", {"procuration": procuration})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def par_lien(request: HttpRequest) -> HttpResponse:
    """The link of a mail: it can only take the power away. Reading the page changes nothing, POST spends the link."""
    jeton = (request.POST if request.method == "POST" else request.GET).get("jeton", "")
    if request.method != "POST":
        ligne = jetons.lire(jeton, annonces.LIEN)
        return render(
            request, "procuration/lien.html", {"jeton": jeton, "mort": ligne is None}, status=200 if ligne else 404
        )
    with transaction.atomic():
        ligne = jetons.consommer(jeton, annonces.LIEN)
        if ligne is None or ligne.compte.assure is None:
            return render(request, "procuration/lien.html", {"mort": True}, status=404)
        procuration = Procuration.objects.de(ligne.compte.assure).get(public_id=ligne.liaison)
        try:
            with transaction.atomic():
                effets.revoquer(procuration, ligne.compte.acteur, maintenant())
        except (DroitClos, TransitionInterdite):
            return render(request, "procuration/lien.html", {"deja": True})
    return render(request, "procuration/lien.html", {"faite": True})


@peut_ecrire("the paper is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def telecharger(request: HttpRequest, public_id: str) -> HttpResponse:
    """The PDF; once it is worth nothing, the sentence that says since when."""
    procuration, le = _sienne(request, public_id), maintenant()
    if not procuration.ouvert(le):
        messages.warning(request, pourquoi_pas(procuration))
        return redirect(_page_de(procuration))
    try:
        return remettre(
            request, papier.composer(procuration), assure=procuration.assure, personnes=[procuration.personne.public_id]
        )
    except Echec as echec:
        messages.error(
            request,
            f"Le papier n’a pas pu être préparé. Réessayez dans quelques minutes (référence {echec.reference}).",
        )
        return redirect(_page_de(procuration))


def pourquoi_pas(procuration: Procuration) -> str:
    """« Cette procuration a été révoquée le 29 novembre 2026 à 10 h 52. »"""
    if procuration.revoquee and procuration.clos_le is not None:
        return f"Cette procuration a été révoquée le {formats.jour(procuration.clos_le)} à {formats.heure(procuration.clos_le)}."
    assert procuration.au is not None
    return f"Cette procuration a fini le {formats.jour(procuration.au)}."


def _page_de(procuration: Procuration) -> str:
    if not procuration.cause:
        return reverse("informations:accueil")
    return reverse("demarches:detail", args=[procuration.cause])


def _sienne(request: HttpRequest, public_id: str) -> Procuration:
    """One of the signed-in person. Raises Http404."""
    siennes = Procuration.objects.de(dossier_de(request)).select_related("assure__caisse", "personne")
    return get_object_or_404(siennes, public_id=public_id)
