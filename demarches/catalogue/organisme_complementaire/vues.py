"""The papers of a choice: décomptes to send (PDF, CSV), a letter for each organism set aside. Somebody else's choice does not exist."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.lecture_seule import peut_ecrire
from demarches.catalogue.organisme_complementaire import decomptes, papiers, regles
from demarches.models import Demarche
from documents.commande import Echec, destinataire, remettre
from documents.moteur import Papier
from paiements import export


@peut_ecrire("the paper is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def en_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """Every décompte to send, in one file."""
    demarche = _sienne(request, reference)
    papier = papiers.des_decomptes(demarche, aujourdhui(), destinataire(demarche.assure))
    if papier is None:
        raise Http404
    return _donner(request, demarche, papier, [groupe.personne.public_id for groupe in papier.groupes])


@never_cache
@require_safe
def en_csv(request: HttpRequest, reference: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    demarche, jour = _sienne(request, reference), aujourdhui()
    filtres = decomptes.de_la_demarche(demarche, jour)
    if filtres is None:
        raise Http404
    reponse = HttpResponse("".join(export.lignes(demarche.assure, filtres)), content_type="text/csv; charset=utf-8")
    reponse["Content-Disposition"] = f'attachment; filename="decomptes-a-envoyer_{jour:%Y-%m-%d}.csv"'
    return reponse


@peut_ecrire("the paper is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def lettre(request: HttpRequest, reference: str, organisme: str) -> HttpResponse:
    """Ready to print, to an organism that this choice sets aside."""
    demarche = _sienne(request, reference)
    a_qui = next((un for un in papiers.ecartes(demarche) if un.public_id == organisme), None)
    if a_qui is None:
        raise Http404
    papier = papiers.une_lettre(demarche, a_qui, destinataire(demarche.assure))
    return _donner(request, demarche, papier, [demarche.assure.personne.public_id])


def _donner(request: HttpRequest, demarche: Demarche, papier: Papier, personnes: list[str]) -> HttpResponse:
    try:
        return remettre(request, papier, assure=demarche.assure, personnes=personnes)
    except Echec as echec:
        messages.error(
            request,
            f"Le papier n’a pas pu être préparé. Réessayez dans quelques minutes (référence {echec.reference}).",
        )
        return redirect("demarches:detail", demarche.reference)


def _sienne(request: HttpRequest, reference: str) -> Demarche:
    siennes = Demarche.objects.de(dossier_de(request)).filter(teleservice=regles.CODE, oubliee_le=None)
    demarche = siennes.filter(reference=reference).select_related("assure__personne", "assure__caisse").first()
    if demarche is None:
        raise Http404
    return demarche
