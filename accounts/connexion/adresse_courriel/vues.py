"""Pages of the address to confirm: the link (GET shows, POST acts), and the reminder right after signing in."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.connexion.adresse_courriel import confirmation
from accounts.connexion.adresse_courriel.formulaires import FormulaireCourriel
from accounts.connexion.passages import suite_du_passage
from accounts.models import Compte
from accounts.securite import limites
from accounts.securite.mots import phrase

PLUS_TARD = "courriel_plus_tard"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirmer(request: HttpRequest) -> HttpResponse:
    """`/connexion/adresse/?jeton=…`. Following the link is not enough: mail scanners follow links too."""
    if request.method == "POST":
        issue = confirmation.confirmer(request.POST.get("jeton", ""))
        return render(request, f"connexion/adresse/{issue}.html", status=404 if issue == "perdue" else 200)
    jeton = request.GET.get("jeton", "")
    ligne = confirmation.vivante(jeton)
    if ligne is None:
        return render(request, "connexion/adresse/perdue.html", status=404)
    return render(request, "connexion/adresse/confirmer.html", {"jeton": jeton, "courriel": ligne.compte.email})


def a_rappeler(request: HttpRequest) -> str | None:
    """Once a session, while the address is not confirmed: « Plus tard » leads on (chapter 1 § 1)."""
    attend = request.user.email_valide_le is None and not request.session.get(PLUS_TARD)
    return "adresse_a_confirmer" if attend else None


@require_http_methods(["GET", "HEAD", "POST"])
def rappeler(request: HttpRequest) -> HttpResponse:
    """The page of the reminder; its form corrects the address."""
    compte, suite = request.user, suite_du_passage(request)
    if compte.email_valide_le is not None:
        return redirect(suite)
    formulaire = FormulaireCourriel(request.POST or None)
    envoye = False
    if request.method == "POST" and formulaire.is_valid():
        if not (attente := _attente(compte)):
            confirmation.corriger(compte, formulaire.cleaned_data["courriel"])
            formulaire, envoye = FormulaireCourriel(), True
        else:
            formulaire.add_error(None, attente)
    return _page(request, compte, suite, formulaire, envoye=envoye)


@require_POST
def renvoyer(request: HttpRequest) -> HttpResponse:
    """The same link again, five times a day at most."""
    compte, suite = request.user, suite_du_passage(request)
    formulaire = FormulaireCourriel()
    attente = "" if compte.email_valide_le is not None else _attente(compte)
    if not attente and compte.email_valide_le is None:
        confirmation.demander(compte)
    return _page(request, compte, suite, formulaire, envoye=not attente, attente=attente)


@require_POST
def plus_tard(request: HttpRequest) -> HttpResponse:
    request.session[PLUS_TARD] = True
    return redirect(suite_du_passage(request))


def _attente(compte: Compte) -> str:
    """The sentence that says to wait, or nothing."""
    prise = limites.prendre("courriel_a_confirmer", compte.public_id)
    return "" if prise.permis else phrase("courriel_a_confirmer", prise.jusqu_a)


def _page(
    request: HttpRequest, compte: Compte, suite: str, formulaire: FormulaireCourriel, *, envoye: bool, attente: str = ""
) -> HttpResponse:
    contexte = {
        "form": formulaire, "courriel": compte.email, "suite": suite, "envoye": envoye, "attente": attente,
        "expediteur": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }  # fmt: skip
    return render(request, "connexion/adresse/rappel.html", contexte)
