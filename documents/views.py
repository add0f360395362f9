"""Asking for a paper, finding it ready, downloading it. Everything starts from the perimeter of the signed-in person."""

from __future__ import annotations

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau.calendrier import jour_de
from ameli.noyau.chiffrement import DechiffrementImpossible
from ameli.noyau.horloge import maintenant
from ameli.noyau.lecture_seule import ecriture_autorisee
from ameli.noyau.plan import au_plan
from documents import moteur
from documents.commande import Echec, remettre
from documents.editions.attestation_droits import AttestationDroits, Dossier, composer, ouvrir_dossier
from documents.forms import FormulaireAttestationDroits
from documents.models import Document, Edition

journal_technique = structlog.get_logger()

ANCIENNES = 3


@au_plan("Attestation de droits")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attestation_droits(request: HttpRequest) -> HttpResponse:
    """Choose who is on the attestation, or read why none can be made (chapter 4 § 2)."""
    dossier = _ouvrir_le_dossier(request)
    if dossier.refus:
        return _page(request, dossier, None)
    formulaire = FormulaireAttestationDroits(request.POST or None, dossier=dossier)
    if not formulaire.is_valid():
        return _page(request, dossier, formulaire)
    papier = composer(
        dossier, pour=formulaire.cleaned_data["pour"], avec_exonerations=formulaire.cleaned_data["exoneration"]
    )
    try:
        return remettre(
            request, papier, assure=dossier.assure, personnes=list(papier.personnes), vers="documents:attestation_prete"
        )
    except Echec as echec:
        return _page(request, dossier, formulaire, echec=echec.reference, status=503)


@never_cache
@require_safe
def attestation_prete(request: HttpRequest, public_id: str) -> HttpResponse:
    """The attestation that was just made, or one made before, with its link."""
    document = _document(request, public_id, genre=AttestationDroits.genre)
    return render(request, "documents/attestation_prete.html", {"document": document})


@never_cache
@require_safe
def telecharger(request: HttpRequest, public_id: str) -> HttpResponse:
    """The PDF itself, as a file to keep; nothing is made here. 404 for somebody else's, or when the file is gone or altered."""
    document = _document(request, public_id)
    try:
        pdf = moteur.lire(document)
    except (moteur.DocumentPerdu, DechiffrementImpossible) as perte:
        journal_technique.error("document_illisible", document=document.public_id, cause=type(perte).__name__)
        raise Http404 from perte
    if request.method == "GET":
        with ecriture_autorisee("each hand-over of a paper is traced, and a download is a GET by nature"):
            moteur.tracer(document, Edition.Geste.TELECHARGE, acteur_de(request))
    reponse = HttpResponse(pdf, content_type="application/pdf")
    reponse["Content-Disposition"] = f'attachment; filename="{document.nom_fichier}"'
    return reponse


def _ouvrir_le_dossier(request: HttpRequest) -> Dossier:
    """The file of the signed-in person; an agent's account has none."""
    assure, instant = dossier_de(request), maintenant()
    return ouvrir_dossier(assure, instant=instant, jour=jour_de(instant))


def _document(request: HttpRequest, public_id: str, **criteres: str) -> Document:
    """One paper of the signed-in person."""
    return get_object_or_404(Document.objects.de(dossier_de(request)), public_id=public_id, **criteres)


def _page(
    request: HttpRequest,
    dossier: Dossier,
    formulaire: FormulaireAttestationDroits | None,
    *,
    echec: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form with the papers made before, which are not offered once the rights are closed."""
    miens = Document.objects.de(None if dossier.refus else dossier.assure).filter(genre=AttestationDroits.genre)
    contexte = {
        "dossier": dossier,
        "form": formulaire,
        "echec": echec,
        "anciennes": list(miens.order_by("-cree_le", "-id")[:ANCIENNES]),
    }
    return render(request, "documents/attestation_demande.html", contexte, status=status)
