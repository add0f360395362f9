"""`/mes-paiements/creances/<notice>/`: contest a line, ask for three months, pay a part of them or everything."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.messagerie import ecriture
from accounts.securite.dossier import acteur_de
from ameli.noyau.horloge import aujourdhui
from paiements import dossiers
from paiements.creances import contestation, dette, echeancier, encaissement, regles
from paiements.creances.acces import assure_de, avis_de

TOUT = "tout"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contester(request: HttpRequest, public_id: str, rang: int) -> HttpResponse:
    """Say why; of a line that is contested already, show where it stands."""
    avis = avis_de(assure_de(request), public_id)
    due = contestation.ligne_due(avis, rang)
    contexte = {"avis": avis, "due": due, "ligne": due.ligne, "recours": regles.recours(avis.nature)}
    if due.contestation is not None:
        frise = dossiers.frise(due.contestation, aujourdhui())
        return render(
            request, "paiements/creances/contestation.html", {**contexte, "dossier": due.contestation, "frise": frise}
        )
    dernier = regles.dernier_jour(avis.nature, avis.emis_le)
    if not contestation.contestable(avis, due):
        return render(request, "paiements/creances/trop_tard.html", {**contexte, "dernier": dernier})
    form = contestation.FormulaireContestation(request.POST if request.method == "POST" else None)
    refus = None
    if request.method == "POST" and form.is_valid():
        lu = form.cleaned_data
        try:
            contestation.ouvrir(avis, due, motif=lu["motif"], precisions=lu["precisions"], acteur=acteur_de(request))
            return redirect("paiements:creance_contester", avis.public_id, rang)
        except ecriture.EcritureRefusee as faute:
            refus = faute
    return render(
        request, "paiements/creances/contester.html", {**contexte, "form": form, "dernier": dernier, "refus": refus}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demander(request: HttpRequest, public_id: str) -> HttpResponse:
    """« Payer en trois fois »: what it would be, then ask."""
    avis = avis_de(assure_de(request), public_id)
    dues = dette.lire(avis)
    if not echeancier.possible(avis, dues, echeancier.lire(avis, dues)):
        return redirect("paiements:creance_avis", avis.public_id)
    if request.method == "POST":
        try:
            echeancier.demander(avis, acteur=acteur_de(request))
        except echeancier.Impossible:
            pass  # another tab has asked: the page of the notice says so
        return redirect("paiements:creance_avis", avis.public_id)
    reste = sum(due.reste for due in dues)
    contexte = {
        "avis": avis, "reste": reste, "reponse_jours": regles.REPONSE, "sans_reponse": regles.SANS_REPONSE,
        "parts": list(zip(regles.jours_des_parts(aujourdhui()), regles.parts(reste), strict=True)),
    }  # fmt: skip
    return render(request, "paiements/creances/echeancier.html", contexte)


@never_cache
@require_POST
def regler(request: HttpRequest, public_id: str) -> HttpResponse:
    """The next monthly part, or all that is left: to the kiosk."""
    assure = assure_de(request)
    avis = avis_de(assure, public_id)
    dues = dette.lire(avis)
    point = echeancier.lire(avis, dues)
    payables = [(due.ligne.rang, due.payable) for due in dues]
    montant = sum(payable for _, payable in payables)
    if request.POST.get("combien") != TOUT:
        montant = point.prochaine.reste if point is not None and point.prochaine is not None else 0
    montants = regles.repartir(montant, payables)
    if point is None or point.echeancier.etat != echeancier.Etat.EN_COURS or not montants:
        return redirect("paiements:creance_avis", avis.public_id)
    try:
        paiement = encaissement.commencer(assure, avis, montants, acteur=acteur_de(request))
    except encaissement.DejaEnCours:
        messages.warning(request, "Un paiement est déjà en cours pour cette dette. Attendez sa réponse avant de payer.")
        return redirect("paiements:creance_avis", avis.public_id)
    return redirect("paiements:creance_etat", paiement.public_id)
