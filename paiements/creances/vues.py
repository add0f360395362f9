"""`/mes-paiements/creances/`: the reference, the lines, the way to the kiosk, what became of the payment; and what the kiosk tells us."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Assure
from accounts.securite import limites
from accounts.securite.dossier import acteur_de
from accounts.securite.mots import phrase
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.plan import au_plan
from paiements.creances import actes, dette, echeancier, encaissement, kiosque, regles
from paiements.creances.acces import assure_de, avis_de
from paiements.creances.contestation import contestable, ligne_due
from paiements.creances.etats import OUVERTS, Etat
from paiements.creances.formulaires import FormulaireLignes, FormulaireReference
from paiements.creances.refus import noter
from paiements.creances.solde import depuis_le_solde
from paiements.models import Avis, Echeancier, PaiementEnLigne
from paiements.suivi import en_attente

journal_technique = structlog.get_logger()

INCONNUE = "Nous ne trouvons pas d’avis à payer avec cette référence. Relisez votre courrier."
DERNIERS = 5
# Notices that their owner finds again without typing the reference: something is going on with them.
SUIVI = Q(echeanciers__etat__in=Echeancier.OUVERTS) | Q(lignes__contestation__isnull=False)


@au_plan("Payer une créance")
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
    suivis = Avis.objects.de(assure).filter(SUIVI, etat=Avis.Etat.A_PAYER).distinct()
    paiements = PaiementEnLigne.objects.de(assure).exclude(etat=Etat.CREE).select_related("avis").order_by("-id")
    return render(
        request, "paiements/creances/accueil.html",
        {"form": form, "solde": solde if regles.solde_payable(solde) else None, "derniers": list(paiements[:DERNIERS]),
         "suivis": list(suivis)},
    )  # fmt: skip


@never_cache
@require_POST
def solde(request: HttpRequest) -> HttpResponse:
    """« Payer mon solde »: its notice is made at once."""
    avis = depuis_le_solde(assure_de(request))
    return redirect("paiements:creance_avis", avis.public_id) if avis else redirect("paiements:creances")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def avis(request: HttpRequest, public_id: str) -> HttpResponse:
    """Steps 4 and 5: tick lines, say how much, « Payer »."""
    assure = assure_de(request)
    un = avis_de(assure, public_id)
    dues = dette.lire(un)
    form = FormulaireLignes(request.POST if request.method == "POST" else None, dues=dues)
    if request.method == "POST" and form.is_valid():
        try:
            paiement = encaissement.commencer(assure, un, form.montants, acteur=acteur_de(request))
            return redirect("paiements:creance_etat", paiement.public_id)
        except encaissement.DejaEnCours:
            form.add_error(None, "Un paiement est déjà en cours pour une de ces lignes. Attendez qu’il se termine.")
            dues = dette.lire(un)
    point = echeancier.lire(un, dues)
    contexte = {
        "avis": un, "dues": dues, "form": form, "reste": sum(due.reste for due in dues), "point": point,
        "echeancier_possible": echeancier.possible(un, dues, point), "plafonnee": any(due.plafonnee for due in dues), "payable": sum(due.payable for due in dues),
        "contestables": any(contestable(un, due) for due in dues), **_recours(un),
    }  # fmt: skip
    return render(request, "paiements/creances/avis.html", contexte)


@never_cache
@require_safe
def ligne(request: HttpRequest, public_id: str, rang: int) -> HttpResponse:
    """Where a line comes from, act by act."""
    un = avis_de(assure_de(request), public_id)
    due = ligne_due(un, rang)
    lus = actes.lire(due.ligne)
    contexte = {
        "avis": un, "due": due, "ligne": due.ligne, "actes": lus, "contestable": contestable(un, due),
        "ligne_suivie": any(acte.etat for acte in lus), **_recours(un),
    }  # fmt: skip
    return render(request, "paiements/creances/ligne.html", contexte)


@never_cache
@require_safe
def ligne_csv(request: HttpRequest, public_id: str, rang: int) -> HttpResponse:
    """The same for a spreadsheet."""
    due = ligne_due(avis_de(assure_de(request), public_id), rang)
    reponse = HttpResponse("".join(actes.tableau(actes.lire(due.ligne))), content_type="text/csv; charset=utf-8")
    reponse["Content-Disposition"] = f'attachment; filename="detail-creance_{due.ligne.annee}_{rang}.csv"'
    return reponse


@never_cache
@require_safe
def etat(request: HttpRequest, public_id: str) -> HttpResponse:
    """Steps 6 and 7: the way to the kiosk, then the state. The return of the browser proves nothing.

    Whoever comes back from the kiosk by « Précédent » finds the way there again, as long as the bank has said nothing.
    """
    paiement = _paiement(request, public_id)
    en_route = paiement.etat in OUVERTS and paiement.evenement_le is None
    contexte: dict[str, Any] = {
        "paiement": paiement, "affectations": paiement.affectations.select_related("ligne").order_by("ligne__rang"),
        "ouvert": paiement.etat in OUVERTS, "au_kiosque": en_route and "retour" not in request.GET,
    }  # fmt: skip
    return render(request, "paiements/creances/etat.html", contexte)


@never_cache
@require_POST
def partir(request: HttpRequest, public_id: str) -> HttpResponse:
    """« Aller au kiosque bancaire »: the departure is written down, then the browser goes there with the signed fields."""
    paiement = _paiement(request, public_id)
    try:
        if encaissement.partir(paiement):
            return redirect(f"{settings.KIOSQUE['adresse']}/paiement?{urlencode(kiosque.demande(paiement))}")
    except encaissement.DejaEnCours:
        messages.warning(request, "Cette dette a changé, ou un autre paiement est en cours. Relisez les lignes.")
        return redirect("paiements:creance_avis", paiement.avis.public_id)
    return redirect("paiements:creance_etat", public_id)


@never_cache
@require_POST
def renoncer(request: HttpRequest, public_id: str) -> HttpResponse:
    """« Revenir aux lignes »."""
    paiement = _paiement(request, public_id)
    encaissement.renoncer(paiement)
    return redirect("paiements:creance_avis", paiement.avis.public_id)


@login_not_required
@csrf_exempt
@require_POST
def notification(request: HttpRequest) -> HttpResponse:
    """The kiosk speaks: 200 when it was believed, also for the hundredth time; 400 otherwise, without saying why."""
    try:
        encaissement.recevoir(request.POST.dict())
    except kiosque.MessageRefuse as refus:
        journal_technique.warning("kiosque_refuse", cause=str(refus))
        noter(refus)
        return HttpResponse("refuse", status=400, content_type="text/plain")
    return HttpResponse("recu", content_type="text/plain")


def _recours(avis: Avis) -> dict[str, Any]:
    return {
        "recours": regles.recours(avis.nature), "dernier": regles.dernier_jour(avis.nature, avis.emis_le),
        "de_soins": avis.nature in regles.DE_SOINS,
    }  # fmt: skip


def _paiement(request: HttpRequest, public_id: str) -> PaiementEnLigne:
    paiements = PaiementEnLigne.objects.de(assure_de(request)).select_related("avis__assure")
    return get_object_or_404(paiements, public_id=public_id)


def _chercher(request: HttpRequest, assure: Assure, form: FormulaireReference) -> Avis | None:
    """The notice of this person. Somebody else's is as unknown as one that does not exist, and counted like it."""
    sujet = empreinte("creance", assure.public_id)
    trouve = Avis.objects.de(assure).filter(reference=form.cleaned_data["reference"], etat=Avis.Etat.A_PAYER).first()
    prise = limites.prendre("creance_reference", sujet)
    if not prise.permis:
        form.add_error("reference", phrase("creance_reference", prise.jusqu_a))
        return None
    if trouve is None:
        form.add_error("reference", INCONNUE)
        return None
    limites.oublier("creance_reference", sujet)
    return trouve
