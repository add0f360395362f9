"""The room's own pages: what whoever was treated reads of a démarche, and the papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Assure
from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.lecture_seule import peut_ecrire
from ameli.noyau.pays import nom_du_pays
from demarches.catalogue.soins_etranger import decision, papiers, reponses
from demarches.catalogue.soins_etranger.models import SoinsEtranger
from demarches.models import Demarche
from demarches.moteur import statut
from demarches.moteur.models import Etat
from documents.commande import Echec, destinataire, remettre


@never_cache
@require_safe
def pour_moi(request: HttpRequest, reference: str) -> HttpResponse:
    """What is asked for the care of the signed-in person, from another file: neither its account nor its answers about others."""
    assure = dossier_de(request)
    siens = SoinsEtranger.objects.de(assure).filter(lecteur=assure).select_related("demarche")
    soins = get_object_or_404(siens, demarche__reference=reference)
    demarche = soins.demarche
    if demarche.oubliee_le is not None:
        raise Http404
    lues = reponses.Etranger.de(demarche)
    return render(request, "soins_etranger/pour_moi.html", {
        "demarche": demarche, "statut": statut.statut(demarche), "pays": nom_du_pays(lues.sejour.pays),
        "sejour": lues.sejour, "soins": [une.libelle for une in decision.a_juger(demarche)],
    })  # fmt: skip


@peut_ecrire("the paper is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def formulaire(request: HttpRequest, lequel: str) -> HttpResponse:
    """The form S3125 or S3124, with the identity of the signed-in person."""
    assure = dossier_de(request)
    compose = papiers.formulaire(assure, lequel, destinataire=destinataire(assure), edite_le=aujourdhui())
    return _remettre(request, compose, assure, "demarches:depart", reponses.CODE)


@peut_ecrire("the paper is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def decision_en_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The decision with its calculation; 404 for what was not accepted."""
    assure = dossier_de(request)
    siennes = Demarche.objects.de(assure).select_related("assure__personne", "caisse", "compte")
    demarche = get_object_or_404(siennes, reference=reference, teleservice=reponses.CODE)
    if demarche.etat != Etat.ACCEPTEE or demarche.oubliee_le is not None:
        raise Http404
    compose = papiers.composer(demarche, destinataire=destinataire(assure))
    return _remettre(request, compose, assure, "demarches:detail", reference)


def _remettre(request: HttpRequest, compose: Any, assure: Assure, page: str, argument: str) -> HttpResponse:
    try:
        return remettre(request, compose, assure=assure, personnes=[assure.personne.public_id])
    except Echec as echec:
        messages.error(
            request,
            f"Le papier n’a pas pu être préparé. Réessayez dans quelques minutes (référence {echec.reference}).",
        )
        return redirect(page, argument)
