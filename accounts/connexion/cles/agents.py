"""Agents give a key at each sign-in, and set one up at the first. Until then their session opens nothing else."""

from __future__ import annotations

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.connexion.blocage import bloquee
from accounts.connexion.cles import secret as secrets
from accounts.connexion.cles import trousseau
from accounts.connexion.cles.formulaires import FormulaireApplication, FormulaireCle
from accounts.connexion.cles.vues import FAUX, juger, page
from accounts.connexion.passages import AGENT_VERIFIE, est_verifie
from accounts.securite import appareils


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verifier(request: HttpRequest) -> HttpResponse:
    """`/agents/verification/`: after matricule and password."""
    if not request.user.is_authenticated or request.user.assure_id is not None:
        raise Http404
    if est_verifie(request):
        return redirect("admin:index")
    if not trousseau.a_une_cle(request.user):
        return redirect("agents_enroler")
    formulaire = FormulaireCle(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        juste, arret = juger(request, request.user, formulaire.cleaned_data, "agent_cle")
        if juste:
            return _entrer(request)
        if arret is not None:
            logout(request)
            return bloquee(request, *arret)
        formulaire.add_error("code", FAUX)
    return page(request, request.user, formulaire, reverse("agents_verification"), "agent_donner")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def enroler(request: HttpRequest) -> HttpResponse:
    """The first time: an application of codes, and ten codes to print. Who has a key cannot make a second one here."""
    if not request.user.is_authenticated or request.user.assure_id is not None:
        raise Http404
    if trousseau.a_une_cle(request.user):
        return redirect("agents_verification")
    formulaire, secret = FormulaireApplication(request.POST or None), secrets.en_cours(request)
    if request.method == "POST" and formulaire.is_valid():
        dernier = trousseau.compteur(secret, formulaire.cleaned_data["code"])
        if dernier is not None:
            codes = trousseau.ajouter_application(request.user, secret, dernier)
            secrets.oublier(request)
            lisibles = [f"{code[:4]} {code[4:]}" for code in codes]
            return _connaitre(request, render(request, "connexion/cles/agent_codes.html", {"codes": lisibles}))
        formulaire.add_error("code", "Ce n’est pas le code de l’application. Vérifiez l’heure du téléphone.")
    contexte = {"form": formulaire, "image": secrets.image(request.user, secret), "secret": secrets.par_quatre(secret)}
    return render(request, "connexion/cles/agent_enroler.html", contexte)


def _entrer(request: HttpRequest) -> HttpResponse:
    return _connaitre(request, redirect("admin:index"))


def _connaitre(request: HttpRequest, reponse: HttpResponse) -> HttpResponse:
    """The key was given: the session opens, and strangers who try the matricule never close the door of this browser."""
    request.session.cycle_key()
    request.session[AGENT_VERIFIE] = True
    appareils.reconnaitre(request, request.user)
    appareils.poser(request, reponse)
    return reponse
