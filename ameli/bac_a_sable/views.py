"""The pages of the practice site: people to play, their mail, the clock, a fresh start. Open to everybody: nothing here is real."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ameli.bac_a_sable import banque, installation, machine_temps
from ameli.bac_a_sable.boite import courriers_d_une_persona, courriers_de
from ameli.bac_a_sable.duree import lire
from ameli.bac_a_sable.formulaires import FormulaireDuree, FormulaireMode
from ameli.bac_a_sable.models import CourrierRecu, Saut
from ameli.bac_a_sable.monde.base import modes_actuels, regler_le_mode
from ameli.bac_a_sable.personas import Persona, agents, persona, personas
from ameli.bac_a_sable.voies import voies
from ameli.noyau import horloge
from ameli.noyau.formats import jour, quand

PAR_PAGE = 30
DUREE_D_UNE_REQUETE = 5.0  # seconds of walking before the page gives the hand back
BONDS = (("1h", "1 heure"), ("48h", "48 heures"), ("4j", "4 jours"), ("10j", "10 jours"), ("1 mois", "1 mois"))


@login_not_required
@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    """Who one may sign in as, with the numbers to type."""
    contexte = {
        "personas": personas(),
        "voies": voies(),
        "agents": agents(),
        "comptes": banque.comptes_d_exercice(),
        "mot_de_passe": personas()[0].mot_de_passe,
    }
    return render(request, "bac_a_sable/accueil.html", contexte)


@login_not_required
@never_cache
@require_safe
def courrier(request: HttpRequest) -> HttpResponse:
    """Mails, SMS and letters, newest first. `?personne=<key>` keeps one person's; `?avant=<id>` goes to older ones."""
    cle = request.GET.get("personne", "")
    choisie = _persona_ou_404(cle) if cle else None
    lignes = courriers_d_une_persona(choisie) if choisie else courriers_de().order_by("-id")
    avant = request.GET.get("avant", "")
    if avant.isascii() and avant.isdigit():
        lignes = lignes.filter(pk__lt=int(avant[:18]))
    page = list(lignes[: PAR_PAGE + 1])
    suivante = ""
    if len(page) > PAR_PAGE:
        page = page[:PAR_PAGE]
        suivante = f"?personne={cle}&avant={page[-1].pk}" if cle else f"?avant={page[-1].pk}"
    contexte = {"courriers": page, "suivante": suivante, "choisie": choisie, "personas": personas()}
    return render(request, "bac_a_sable/courrier.html", contexte)


@login_not_required
@never_cache
@require_safe
def lettre(request: HttpRequest, public_id: str) -> HttpResponse:
    """One mail, SMS or letter. Links lead to the site as this browser reaches it, wherever mails say that it is."""
    recu = get_object_or_404(CourrierRecu.objects.order_by("pk"), public_id=public_id)
    ici = request.build_absolute_uri("/").rstrip("/")
    contexte = {
        "courrier": recu,
        "texte": recu.texte.replace(settings.URL_PUBLIQUE, ici),
        "html": recu.html.replace(settings.URL_PUBLIQUE, ici),
    }
    return render(request, "bac_a_sable/lettre.html", contexte)


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
    installation.remettre()
    messages.success(request, "Tout est revenu au départ : l’heure, les personnes, leurs dossiers.")
    return redirect("bac_a_sable:accueil")


def _page_horloge(request: HttpRequest, formulaire: FormulaireDuree) -> HttpResponse:
    maintenant = horloge.maintenant()
    contexte = {
        "form": formulaire,
        "maintenant": maintenant,
        "annee": maintenant.astimezone(horloge.PARIS).year,
        "reel": horloge.temps_reel() if horloge.decalage() else None,
        "bonds": BONDS,
    }
    return render(request, "bac_a_sable/horloge.html", contexte)


def _marcher(request: HttpRequest, trajet: Saut) -> HttpResponse:
    try:
        machine_temps.poursuivre(trajet, secondes=DUREE_D_UNE_REQUETE)
    except machine_temps.DejaEnRoute:
        messages.warning(request, "L’horloge est déjà en train d’avancer. Attendez un instant, puis continuez.")
    return redirect(reverse("bac_a_sable:saut", args=[trajet.public_id]))


def _bilan(trajet: Saut) -> list[dict[str, Any]]:
    lignes = [
        {"libelle": "Départ", "valeur": f"{quand(trajet.depuis)} ({jour(trajet.depuis)})"},
        {
            "libelle": "Arrivée" if trajet.fini else "Nous en sommes au",
            "valeur": f"{quand(trajet.arrive_a)} ({jour(trajet.arrive_a)})",
        },
        {"libelle": "Échéances passées", "valeur": trajet.echeances},
        {"libelle": "Messages envoyés", "valeur": trajet.courriers},
    ]
    if trajet.en_panne:
        lignes.append({"libelle": "Échéances manquées, à revoir par un agent", "valeur": trajet.en_panne})
    return lignes


def _persona_ou_404(cle: str) -> Persona:
    try:
        return persona(cle)
    except KeyError:
        raise Http404 from None
