"""The trainer's desk: the clock, the outside world, a fresh start. Who may come is said in `formateur.RESERVEES`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ameli.bac_a_sable import installation, machine_temps
from ameli.bac_a_sable.duree import lire
from ameli.bac_a_sable.formateur import est_formateur, est_le_secret, reconnaitre
from ameli.bac_a_sable.formulaires import FormulaireDuree, FormulaireMode
from ameli.bac_a_sable.models import Saut
from ameli.bac_a_sable.monde.base import modes_actuels, regler_le_mode
from ameli.noyau import horloge
from ameli.noyau.formats import moment
from ameli.noyau.postgresql.base import avec_la_patience_de
from ameli.noyau.processus import Genre

DUREE_D_UNE_REQUETE = 5.0  # seconds of walking before the page gives the hand back
BONDS = (("1h", "1 heure"), ("48h", "48 heures"), ("4j", "4 jours"), ("10j", "10 jours"), ("1 mois", "1 mois"))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def formateur(request: HttpRequest) -> HttpResponse:
    """The trainer's desk opens by the link that the start printed (`?cle=`), which then leaves the address bar, or by typing."""
    if request.method == "POST" or "cle" in request.GET:
        if est_le_secret(request.POST.get("cle", "") or request.GET.get("cle", "")):
            return reconnaitre(redirect("bac_a_sable:formateur"))
        return render(request, "bac_a_sable/formateur_entrer.html", {"refuse": True}, status=403)
    if not est_formateur(request):
        return render(request, "bac_a_sable/formateur_entrer.html")
    return render(request, "bac_a_sable/formateur.html", {"maintenant": horloge.maintenant()})


@login_not_required
@never_cache
@require_safe
def horloge_page(request: HttpRequest) -> HttpResponse:
    """What time it is in the practice, and how to make it later."""
    return _page_horloge(request, FormulaireDuree())


@login_not_required
@require_POST
def avancer(request: HttpRequest) -> HttpResponse:
    """Start a jump; a long one is walked in several requests, shown with its progress."""
    formulaire = FormulaireDuree(request.POST)
    if not formulaire.is_valid():
        return _page_horloge(request, formulaire)
    return _marcher(request, machine_temps.commencer(lire(formulaire.cleaned_data["duree"])))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def saut(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far a jump has come, and what happened on the way; a POST walks on."""
    trajet = get_object_or_404(Saut.objects.order_by("pk"), public_id=public_id)
    if request.method == "POST":
        return _marcher(request, trajet)
    return render(request, "bac_a_sable/saut.html", {"saut": trajet, "bilan": _bilan(trajet)})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def modes(request: HttpRequest) -> HttpResponse:
    """How the simulators behave: normally, slowly, or badly."""
    formulaire = FormulaireMode(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        regler_le_mode(**formulaire.cleaned_data)
        messages.success(request, "Le réglage est enregistré.")
        return redirect("bac_a_sable:modes")
    return render(request, "bac_a_sable/modes.html", {"form": formulaire, "lignes": formulaire.etat(modes_actuels())})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def remettre(request: HttpRequest) -> HttpResponse:
    """Everything back to the start, after a confirmation."""
    if request.method != "POST":
        return render(request, "bac_a_sable/remettre.html")
    logout(request)  # every session goes away, this one first
    with avec_la_patience_de(Genre.OUVRIER):
        installation.remettre()
    messages.success(request, "Tout est revenu au départ : l’heure, les personnes, leurs dossiers.")
    return redirect("bac_a_sable:accueil")


def _page_horloge(request: HttpRequest, formulaire: FormulaireDuree) -> HttpResponse:
    contexte = {
        "form": formulaire,
        "maintenant": horloge.maintenant(),
        "reel": horloge.temps_reel() if horloge.decalage() else None,
        "bonds": BONDS,
    }
    return render(request, "bac_a_sable/horloge.html", contexte)


def _marcher(request: HttpRequest, trajet: Saut) -> HttpResponse:
    try:
        with avec_la_patience_de(Genre.OUVRIER):
            machine_temps.poursuivre(trajet, secondes=DUREE_D_UNE_REQUETE)
    except machine_temps.DejaEnRoute:
        messages.warning(request, "L’horloge est déjà en train d’avancer. Attendez un instant, puis continuez.")
    return redirect(reverse("bac_a_sable:saut", args=[trajet.public_id]))


def _bilan(trajet: Saut) -> list[dict[str, Any]]:
    lignes = [
        {"libelle": "Départ", "valeur": moment(trajet.depuis)},
        {
            "libelle": "Arrivée" if trajet.fini else "Nous en sommes au",
            "valeur": moment(trajet.arrive_a),
        },
        {"libelle": "Échéances passées", "valeur": trajet.echeances},
        {"libelle": "Messages envoyés", "valeur": trajet.courriers},
    ]
    if trajet.en_panne:
        lignes.append({"libelle": "Échéances manquées, à revoir par un agent", "valeur": trajet.en_panne})
    return lignes
