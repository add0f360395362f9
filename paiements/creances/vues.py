"""`/mes-paiements/creances/`: the reference, the lines, the way to the kiosk, what became of the payment; and what the kiosk tells us."""

from __future__ import annotations

from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Assure
from accounts.securite import limites
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.formats import heure
from paiements.creances import dette, encaissement, kiosque, regles
from paiements.creances.etats import OUVERTS, Etat
from paiements.creances.formulaires import FormulaireLignes, FormulaireReference
from paiements.models import Avis, LigneCreance, PaiementEnLigne, Retenue
from paiements.suivi import en_attente

journal_technique = structlog.get_logger()

INCONNUE = "Nous ne trouvons pas d’avis à payer avec cette référence. Relisez votre courrier."
DERNIERS = 5


def assure_de(request: HttpRequest) -> Assure:
    if request.user.assure is None or not settings.KIOSQUE["adresse"]:
        raise Http404
    return request.user.assure


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accueil(request: HttpRequest) -> HttpResponse:
    """Step 3: the reference; or the balance, for who owes between 100 and 150 euros."""
    assure = assure_de(request)
    form = FormulaireReference(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        avis = _chercher(request, assure, form)
        if avis is not None:
            return redirect("paiements:creance_avis", avis.public_id)
    solde = en_attente(assure)
    paiements = PaiementEnLigne.objects.de(assure).select_related("avis").order_by("-id")
    return render(
        request, "paiements/creances/accueil.html",
        {"form": form, "solde": solde if regles.solde_payable(solde) else None, "derniers": list(paiements[:DERNIERS])},
    )  # fmt: skip


@never_cache
@require_POST
def solde(request: HttpRequest) -> HttpResponse:
    """« Payer mon solde »: its notice is made at once."""
    avis = dette.depuis_le_solde(assure_de(request))
    return redirect("paiements:creance_avis", avis.public_id) if avis else redirect("paiements:creances")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def avis(request: HttpRequest, public_id: str) -> HttpResponse:
    """Steps 4 and 5: tick lines, say how much, « Payer »."""
    assure = assure_de(request)
    un = _avis(assure, public_id)
    dues = dette.lire(un)
    form = FormulaireLignes(request.POST if request.method == "POST" else None, dues=dues)
    if request.method == "POST" and form.is_valid():
        try:
            paiement = encaissement.commencer(assure, un, form.montants, acteur=request.user.acteur)
            return redirect("paiements:creance_etat", paiement.public_id)
        except encaissement.DejaEnCours:
            form.add_error(None, "Un paiement est déjà en cours pour une de ces lignes. Attendez qu’il se termine.")
            dues = dette.lire(un)
    contexte = {"avis": un, "dues": dues, "form": form, "reste": sum(due.reste for due in dues)}
    return render(request, "paiements/creances/avis.html", contexte)


@never_cache
@require_safe
def ligne(request: HttpRequest, public_id: str, rang: int) -> HttpResponse:
    """Where a line comes from, act by act."""
    assure = assure_de(request)
    une = get_object_or_404(
        LigneCreance.objects.de(assure).select_related("avis"), avis__public_id=public_id, rang=rang
    )
    actes = (
        Retenue.objects.de(assure).filter(creances=une)
        .select_related("personne", "prestation__professionnel", "prestation__paiement").order_by("-acte_le", "-id")
    )  # fmt: skip
    return render(request, "paiements/creances/ligne.html", {"ligne": une, "actes": list(actes)})


@never_cache
@require_safe
def etat(request: HttpRequest, public_id: str) -> HttpResponse:
    """Steps 6 and 7: the signed form that leads to the kiosk, then the state. The return of the browser proves nothing."""
    paiements = PaiementEnLigne.objects.de(assure_de(request)).select_related("avis")
    paiement = get_object_or_404(paiements, public_id=public_id)
    contexte: dict[str, Any] = {
        "paiement": paiement, "affectations": paiement.affectations.select_related("ligne").order_by("ligne__rang"),
        "ouvert": paiement.etat in OUVERTS, "au_kiosque": paiement.etat == Etat.CREE and "retour" not in request.GET,
    }  # fmt: skip
    if contexte["au_kiosque"]:
        contexte |= {"adresse": f"{settings.KIOSQUE['adresse']}/paiement", "champs": kiosque.demande(paiement)}
    return render(request, "paiements/creances/etat.html", contexte)


@login_not_required
@csrf_exempt
@require_POST
def notification(request: HttpRequest) -> HttpResponse:
    """The kiosk speaks: 200 when it was believed, also for the hundredth time; 400 otherwise, without saying why."""
    try:
        encaissement.recevoir(request.POST.dict())
    except kiosque.MessageRefuse as refus:
        journal_technique.warning("kiosque_refuse", cause=str(refus))
        return HttpResponse("refuse", status=400, content_type="text/plain")
    return HttpResponse("recu", content_type="text/plain")


def _chercher(request: HttpRequest, assure: Assure, form: FormulaireReference) -> Avis | None:
    """The notice of this person. Somebody else's is as unknown as one that does not exist, and counted like it."""
    sujet = empreinte("creance", assure.public_id)
    trouve = Avis.objects.de(assure).filter(reference=form.cleaned_data["reference"], etat=Avis.Etat.A_PAYER).first()
    prise = limites.prendre("creance_reference", sujet)
    if not prise.permis:
        form.add_error("reference", f"Trop d’essais. Réessayez à {heure(limites.a_la_minute(prise.jusqu_a))}.")
        return None
    if trouve is None:
        form.add_error("reference", INCONNUE)
        return None
    limites.oublier("creance_reference", sujet)
    return trouve


def _avis(assure: Assure, public_id: str) -> Avis:
    trouve = get_object_or_404(Avis.objects.de(assure), public_id=public_id, etat=Avis.Etat.A_PAYER)
    trouve.assure = assure
    return trouve
