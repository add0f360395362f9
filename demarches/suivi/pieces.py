"""Sending the document that the caisse asked for, and reading again what was sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.fichiers.depot import Depot, compter
from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.stockage import StockagePlein
from ameli.noyau.televersement import FichierRefuse
from demarches.moteur import pieces
from demarches.moteur.models import Demarche
from demarches.moteur.models_attente import Attente
from demarches.moteur.pieces_du_brouillon import FormulaireDePieces
from demarches.moteur.transitions import TransitionInterdite
from demarches.suivi.formulaires import formulaire_attendu
from demarches.suivi.vues import page_detail, trouver
from documents.models import Piece
from documents.pieces import servir_a_la_personne

ARRIVES = "Votre document est bien arrivé. Nous reprenons l’étude de votre demande."
ARRIVES_APRES = "Votre document est bien arrivé. Votre caisse le lit."
DEJA = "Cette démarche n’attend pas de document."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def completer(request: HttpRequest, reference: str) -> HttpResponse:
    """POST sends the files. What is wrong is said beside the field, on the page of the démarche."""
    demarche = trouver(dossier_de(request), reference)
    if request.method != "POST":
        return redirect("demarches:detail", reference)
    demande = pieces.attendue(demarche)
    if demande is None:
        messages.info(request, DEJA)
        return redirect("demarches:detail", reference)
    if demande.place and {"champ", "retirer"} & set(request.POST):
        return _piece_seule(request, demarche, demande)
    formulaire = formulaire_attendu(demarche, demande, request.POST, request.FILES)
    valide, le = formulaire.is_valid(), maintenant()  # images are looked at before anything is locked
    try:
        if isinstance(formulaire, FormulaireDePieces):
            valide = pieces.renvoyer(demarche, formulaire, request.user, le=le)
        elif valide:
            pieces.recevoir(demarche, formulaire.cleaned_data["fichiers"], request.user, le=le)
    except StockagePlein as plein:
        valide = False
        formulaire.add_error("fichiers", plein.phrase)
    except TransitionInterdite as interdite:
        messages.warning(request, interdite.phrase)
        return redirect("demarches:detail", reference)
    if not valide:
        return page_detail(request, demarche, formulaire)
    Depot(dossier_de(request), demarche.objet).vider()
    messages.success(request, ARRIVES if demarche.ouverte else ARRIVES_APRES)
    return redirect("demarches:detail", reference)


def _piece_seule(request: HttpRequest, demarche: Demarche, demande: Attente) -> HttpResponse:
    """One file of a step that is open again, sent by itself or taken back, while the rest is being typed."""
    seule = MultiValueDict({request.POST.get("champ", ""): request.FILES.getlist("fichier")[:1]})
    formulaire = formulaire_attendu(demarche, demande, request.POST, seule)
    assert isinstance(formulaire, FormulaireDePieces)
    if "champ" not in request.POST:
        formulaire.retirer(request.POST["retirer"].rpartition("/")[2])
        en_json = request.headers.get("Accept") == "application/json"
        return JsonResponse({}) if en_json else redirect("demarches:detail", demarche.reference)
    if request.POST["champ"] not in formulaire.champs_de_pieces():
        raise Http404
    try:
        compter(dossier_de(request))
        return JsonResponse(formulaire.recevoir(request.POST["champ"], maintenant()).en_json())
    except FichierRefuse as refus:
        return JsonResponse({"phrase": refus.phrase}, status=422)


@never_cache
@require_safe
def piece(request: HttpRequest, reference: str, public_id: str) -> HttpResponse:
    """One file that the person sent, as a download. Somebody else's does not exist."""
    demarche = trouver(dossier_de(request), reference)
    miennes = Piece.objects.de(dossier_de(request)).filter(objet__in=(demarche.objet, demarche.objet_du_renvoi))
    return servir_a_la_personne(get_object_or_404(miennes, public_id=public_id))
