"""Why an agent opens a file (chapter 2 § 7): known from the work that leads there, or asked once per file and half an hour.

The reason is kept in the agent's session, and in the journal with each reading: the person reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ameli.noyau.horloge import temps_reel

VALABLE = timedelta(minutes=30)
POUR_ENVOYER = timedelta(hours=2)  # a form that was opened in time keeps what was typed in it
GARDEES = "raisons_d_acces"  # in the session: {file or thing: [reason, when]}

DEMARCHE, MESSAGE, PAIEMENT = "demarche", "message", "paiement"
POSEES = {
    "appel": "Appel de la personne",
    "accueil": "Accueil à la caisse",
    "courrier": "Réponse à un courrier",
    DEMARCHE: "Traitement d’une démarche",
    "reclamation": "Réclamation",
    "controle": "Contrôle du dossier",
    "partenaire": "Demande d’un partenaire : banque, mairie, autre caisse",
}
RAISONS = {**POSEES, MESSAGE: "Réponse à un message", PAIEMENT: "Vérification d’un paiement ou d’une créance"}


@dataclass(frozen=True)
class Acces:
    """What an agent opens: the public id of the person's file (empty when there is none), and why (a code of RAISONS)."""

    dossier: str
    raison: str

    @property
    def motif(self) -> str:
        """The reason as the person reads it."""
        return RAISONS[self.raison]


class RaisonDemandee(Exception):
    """Nobody said yet why this file is opened. `sujet` names the file in the session."""

    def __init__(self, sujet: str) -> None:
        super().__init__("an agent opens a file without a reason")
        self.sujet = sujet


class FormulaireRaison(forms.Form):
    raison = forms.ChoiceField(
        label="Votre raison", widget=forms.RadioSelect, choices=list(POSEES.items()),
        error_messages={"required": "Choisissez une raison.", "invalid_choice": "Choisissez dans la liste."},
        help_text="La personne la lit dans son compte. Elle vaut 30 minutes pour ce dossier.",
    )  # fmt: skip


def exiger(request: HttpRequest, dossier: str, objet: str, deduite: str) -> Acces:
    """Why `objet` of `dossier` is opened: what the work says (`deduite`), or what was said a short while ago.

    What was deduced holds for `objet` alone, what the agent said for the whole file. Raises RaisonDemandee.
    """
    if deduite:
        noter(request, objet, deduite)
        return Acces(dossier, deduite)
    delai = VALABLE if request.method in ("GET", "HEAD") else POUR_ENVOYER
    gardees, le = request.session.get(GARDEES, {}), temps_reel().timestamp()
    for sujet in (dossier, objet):
        raison, depuis = gardees.get(sujet, ("", 0))
        if raison in RAISONS and le - depuis <= delai.total_seconds():
            return Acces(dossier, raison)
    raise RaisonDemandee(dossier or objet)


def noter(request: HttpRequest, sujet: str, raison: str) -> None:
    """Keep it, and let go of what is too old. The same one again is written at most once a minute."""
    gardees, le = request.session.get(GARDEES, {}), temps_reel().timestamp()
    deja, depuis = gardees.get(sujet, ("", 0))
    if deja == raison and le - depuis < 60:
        return
    vivantes = {cle: valeur for cle, valeur in gardees.items() if le - valeur[1] <= POUR_ENVOYER.total_seconds()}
    request.session[GARDEES] = {**vivantes, sujet: [raison, le]}


class DemanderLaRaison:
    """Middleware: whoever opens a file without a reason is asked for it, then led back to the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> Any:
        if not isinstance(exception, RaisonDemandee):
            return None
        suite = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("admin:index")
        parametres = urlencode({"dossier": exception.sujet, "next": suite}, safe="/")
        return redirect(f"{reverse('admin:accounts_assure_raison')}?{parametres}")
