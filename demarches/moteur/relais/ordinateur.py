"""The side of the computer: the square to scan, then a page that goes on when the phone has finished."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.connexion.middleware import sans_activite
from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import maintenant
from demarches.moteur.declaration import Contexte, Etape
from demarches.moteur.models import Brouillon
from demarches.moteur.pages import teleservice_ou_404, url_de_reprise
from demarches.moteur.relais import service


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attendre(request: HttpRequest, code: str, brouillon: str, step: str) -> HttpResponse:
    """GET shows the code, or leads on once the phone has finished; POST asks for a new code."""
    teleservice, ligne, etape = teleservice_ou_404(code), _brouillon(request, code, brouillon), _etape(code, step)
    if ligne.etat != Brouillon.EtatBrouillon.OUVERT:
        return redirect("demarches:etape", code, brouillon, step)
    le = maintenant()
    if request.method == "POST":
        return demander(request, ligne, step)
    relais = service.attendu(ligne, step)
    etat = service.etat(relais, le)
    if etat == "recu":
        messages.success(request, "C’est arrivé de votre téléphone. Vous pouvez continuer ici.")
        return redirect(url_de_reprise(teleservice, ligne, Contexte(dossier_de(request), request.user, le)))
    return render(
        request,
        "moteur/relais/ordinateur.html",
        {
            "teleservice": teleservice, "etape": etape, "etat": etat, "relais": relais,
            "code": service.grouper(service.code_de(relais)) if relais else "",
            "carre": service.carre(relais) if relais and etat == "attente" else "",
            "adresse": f"{request.get_host()}{reverse('demarches:telephone')}".rstrip("/"),
            "rien_encore": "verifier" in request.GET and etat != "fini",
            "url_etape": reverse("demarches:etape", args=(code, brouillon, step)),
            "url_etat": reverse("demarches:relais_etat", args=(code, brouillon, step)),
        },
    )  # fmt: skip


@never_cache
@sans_activite
@require_safe
def etat(request: HttpRequest, code: str, brouillon: str, step: str) -> HttpResponse:
    """What the page asks again and again, by itself: nobody's activity."""
    ligne = _brouillon(request, code, brouillon)
    return JsonResponse({"etat": service.etat(service.attendu(ligne, step), maintenant())})


def demander(request: HttpRequest, brouillon: Brouillon, etape: str) -> HttpResponse:
    """Ask for a code, then show it; too many are refused on the step itself."""
    lieu = (brouillon.teleservice, brouillon.public_id, etape)
    try:
        service.demander(request.user, brouillon, etape, maintenant())
    except service.TropSouvent as trop:
        messages.warning(request, trop.phrase)
        return redirect("demarches:etape", *lieu)
    return redirect("demarches:relais", *lieu)


def _brouillon(request: HttpRequest, code: str, public_id: str) -> Brouillon:
    dossier = dossier_de(request)
    trouve = Brouillon.objects.de(dossier).filter(public_id=public_id, teleservice=code).first()
    if trouve is None:
        raise Http404
    trouve.assure = dossier
    return trouve


def _etape(code: str, nom: str) -> Etape:
    try:
        etape = teleservice_ou_404(code).etape(nom)
    except KeyError:
        raise Http404 from None
    if not etape.avec_pieces:
        raise Http404
    return etape
