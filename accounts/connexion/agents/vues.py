"""`/agents/mot-de-passe/`: an agent opens the link of their caisse and chooses a password. Reading it (GET) changes nothing."""

from __future__ import annotations

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.connexion.agents import ouverture
from accounts.connexion.choix_mot_de_passe import FormulaireChoixMotDePasse
from accounts.connexion.regles_mot_de_passe import Identite

GABARITS = "connexion/agents"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def choisir(request: HttpRequest) -> HttpResponse:
    """The link is spent when the password is accepted, not before."""
    jeton = request.POST.get("jeton", "") or request.GET.get("jeton", "")
    ligne = ouverture.vivant(jeton)
    if ligne is None:
        return render(request, f"{GABARITS}/lien_mort.html", status=404)
    compte, agent = ligne.compte, ligne.compte.agent
    identite = Identite((agent.nom, agent.matricule))
    formulaire = FormulaireChoixMotDePasse(request.POST or None, identite=identite, compte=compte)
    if request.method == "POST" and formulaire.is_valid():
        if not ouverture.choisir(jeton, formulaire.cleaned_data["mot_de_passe"]):
            return render(request, f"{GABARITS}/lien_mort.html", status=404)
        logout(request)
        return redirect("agents_mot_de_passe_fait")
    contexte = {"form": formulaire, "jeton": jeton, "matricule": agent.matricule}
    return render(request, f"{GABARITS}/choisir.html", contexte)


@require_GET
@login_not_required
def fait(request: HttpRequest) -> HttpResponse:
    return render(request, f"{GABARITS}/fait.html")
