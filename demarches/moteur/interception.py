"""What the caisse waits for, shown once between signing in and the page that was asked for (`Appel.passage`).

It is looked for at the sign-in only and kept in the session, so that no page pays for it. « Plus tard » takes it away until
the next sign-in. It never stands in front of something that is sent, of a page of security, nor of a démarche under way.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.connexion.passages import suite_du_passage
from accounts.models import Compte
from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import maintenant
from demarches.moteur import registre
from demarches.moteur.models_invitation import Invitation
from demarches.moteur.pages import Depart

A_MONTRER = "invitation_a_montrer"
SELECTIONNER = "selectionner"
EN_PAIX = (
    "accounts.informations.securite.", "accounts.informations.contacts.", "accounts.informations.mot_de_passe",
    "demarches.moteur.", "demarches.catalogue.", "demarches.suivi.contestation", "documents.views",
)  # fmt: skip


def a_l_entree(session: Any, compte: Compte) -> None:
    """Remember what to show to whoever has just signed in. One query, when a téléservice asks for it."""
    codes = [t.code for t in registre.tous() if t.appel is not None and t.appel.passage]
    if compte.assure is None or not codes:
        return
    ouvertes = Invitation.objects.de(compte.assure).ouvertes().filter(teleservice__in=codes, pour_agents="")
    premiere = ouvertes.values_list("public_id", flat=True).first()
    if premiere is not None:
        session[A_MONTRER] = premiere


def a_montrer(request: HttpRequest) -> str | None:
    """The passage: no query, a look at the session."""
    if request.method not in ("GET", "HEAD") or A_MONTRER not in request.session or request.pour_autrui:  # type: ignore[attr-defined]
        return None
    vue = request.resolver_match.func.__module__ if request.resolver_match else ""
    return None if vue.startswith(EN_PAIX) else "demarches:a_l_entree"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def montrer(request: HttpRequest) -> HttpResponse:
    """The page of the room, with its two buttons; « Plus tard » leads to the page that was asked for."""
    suite = suite_du_passage(request)
    publique = request.session.get(A_MONTRER, "")
    ouvertes = Invitation.objects.de(dossier_de(request)).ouvertes()
    invitation = ouvertes.filter(public_id=publique).select_related("assure").first() if publique else None
    teleservice = registre.trouver(invitation.teleservice) if invitation is not None else None
    if invitation is None or teleservice is None or teleservice.appel is None:
        request.session.pop(A_MONTRER, None)
        return redirect(suite)
    if request.method == "POST":
        del request.session[A_MONTRER]
        if request.POST.get("choix") == SELECTIONNER:
            return Depart().post(request, teleservice.code)
        return redirect(suite)
    contexte = teleservice.appel.au_passage(invitation, maintenant())
    return render(
        request,
        teleservice.appel.passage,
        {"teleservice": teleservice, "invitation": invitation, "suite": suite, **contexte},
    )
