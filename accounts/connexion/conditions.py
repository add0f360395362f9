"""The terms of use: one page, one version at a time, accepted when the account opens and again when they change.

The date in `VERSION` is that of the text in `templates/connexion/conditions.html`: change both together.
"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.connexion.passages import suite_du_passage
from accounts.models import Compte
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.plan import au_plan

declarer_genre("compte.conditions", "{acteur} : conditions d’utilisation acceptées ({motif})")

VERSION = "2026-11-02"


def accepter(compte: Compte, version: str = VERSION) -> None:
    """Write down that the holder of `compte` accepts `version`. In the caller's transaction."""
    Compte.objects.filter(pk=compte.pk).update(cgu_version=version, cgu_acceptees_le=maintenant())
    journaliser(
        "compte.conditions", acteur=compte.acteur, motif=version, objet=f"compte:{compte.public_id}",
        assure_ref=compte.assure.public_id if compte.assure is not None else "",
    )  # fmt: skip


def a_accepter(request: HttpRequest) -> str | None:
    """Signed in, with older terms: the page that asks comes first."""
    return None if request.user.cgu_version == VERSION else "conditions_a_accepter"


@au_plan("Conditions d’utilisation")
@login_not_required
@require_GET
def lire(request: HttpRequest) -> HttpResponse:
    """`/conditions/`: for everybody."""
    return render(request, "connexion/conditions.html", {"version": date.fromisoformat(VERSION)})


@require_GET
def demander(request: HttpRequest) -> HttpResponse:
    """Right after signing in: nothing else opens before."""
    contexte = {
        "version": date.fromisoformat(VERSION),
        "suite": suite_du_passage(request),
        "deja": bool(request.user.cgu_version),
    }
    return render(request, "connexion/conditions_a_accepter.html", contexte)


@require_POST
def accepter_et_continuer(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        accepter(request.user)
    return redirect(suite_du_passage(request))
