"""« Je n’ai pas fait cette demande »: the link of a mail that stops a démarche and freezes the account, without signing in.

Whoever holds the link can only do harm to the thief: nothing of the file is shown, nothing is opened. The token is in the
query string, which log lines drop. Reading the page changes nothing, so that a mail scanner which follows links does not either.
"""

from __future__ import annotations

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import Compte, JetonSecurite
from accounts.securite import gel, jetons
from ameli.noyau.horloge import maintenant
from demarches.models import Demarche, Etat
from demarches.moteur import registre, transitions
from demarches.moteur.contestation import USAGE

MOTIF = "la personne dit ne pas avoir fait une demande"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contester(request: HttpRequest) -> HttpResponse:
    """GET says what will happen; POST spends the link and does it."""
    if request.method == "POST":
        return _contester(request, request.POST.get("jeton", ""))
    jeton = request.GET.get("jeton", "")
    ligne = jetons.lire(jeton, USAGE)
    if ligne is None:
        return _lien_mort(request)
    demarche = _demarche(ligne)
    return render(
        request,
        "suivi/contester.html",
        {"jeton": jeton, "nom": registre.celui_de(demarche.teleservice).titre, "deposee_le": demarche.deposee_le,
         "ouverte": demarche.ouverte},
    )  # fmt: skip


def _contester(request: HttpRequest, jeton: str) -> HttpResponse:
    with transaction.atomic():
        ligne = jetons.consommer(jeton, USAGE)
        if ligne is None:
            return _lien_mort(request)
        demarche, arretee = _arreter(_demarche(ligne), ligne.compte)
        gel.geler(ligne.compte, MOTIF, demarche.objet)
    if request.user.is_authenticated and request.user.pk == ligne.compte_id:
        logout(request)
    enregistree = not arretee and demarche.etat == Etat.ACCEPTEE
    suite = registre.celui_de(demarche.teleservice).apres_contestation
    return render(request, "suivi/contestee.html", {"arretee": arretee, "enregistree": enregistree, "suite": suite})


def _arreter(demarche: Demarche, compte: Compte) -> tuple[Demarche, bool]:
    """Stop it if it still runs. One that has ended stays as it ended, but for what its room undoes then; the account is frozen all the same."""
    try:
        return transitions.passer(demarche, "contester", acteur=compte.acteur), True
    except transitions.TransitionInterdite:
        ligne = transitions.verrouiller(demarche)
        registre.celui_de(ligne.teleservice).effets.contestee(ligne, compte.acteur, maintenant())
        return ligne, False


def _demarche(ligne: JetonSecurite) -> Demarche:
    return Demarche.objects.de(ligne.compte.assure).get(reference=ligne.liaison)


def _lien_mort(request: HttpRequest) -> HttpResponse:
    return render(request, "suivi/lien_mort.html", status=404)
