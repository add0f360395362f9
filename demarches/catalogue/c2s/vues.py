"""Two pages beside the steps: « Estimer d’abord », and what the organisms said of oneself (chapter 11)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.messagerie import ecriture
from accounts.reprises.sans_trace import sans_trace
from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import maintenant
from demarches.catalogue.c2s import contestation, regles, simulateur

NOTE = "C’est noté. Un conseiller vous répond dans votre messagerie."
TROP = "Vous avez déjà écrit plusieurs messages aujourd’hui. Revenez demain, ou appelez le 36 46."


@sans_trace
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def estimer(request: HttpRequest) -> HttpResponse:
    """The answer stands on the page that was sent, and nowhere else."""
    assure, jour = dossier_de(request), jour_de(maintenant())
    formulaire = simulateur.Estimation(request.POST if request.method == "POST" else None)
    resultat, fait = None, request.method == "POST" and formulaire.is_valid()
    if fait:
        resultat = simulateur.estimer(formulaire.cleaned_data, assure, jour)
    contexte = {"form": formulaire, "fait": fait, "resultat": resultat, "periode": regles.en_toutes_lettres(jour)}
    return render(request, "c2s/estimer.html", contexte)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revenus(request: HttpRequest) -> HttpResponse:
    """One's own amounts, once the request is decided."""
    assure = dossier_de(request)
    connues = contestation.sources(assure)
    formulaire = contestation.Contestation(request.POST if request.method == "POST" else None, connues=connues)
    if request.method == "POST" and formulaire.is_valid():
        phrase = formulaire.cleaned_data["phrase"]
        try:
            contestation.contester(assure, formulaire.choisie, phrase, acteur=acteur_de(request), le=maintenant())
        except ecriture.EcritureRefusee:
            messages.warning(request, TROP)
        else:
            messages.success(request, NOTE)
        return redirect("demarches:c2s_revenus")
    return render(request, "c2s/revenus.html", {"form": formulaire, "sources": connues})
