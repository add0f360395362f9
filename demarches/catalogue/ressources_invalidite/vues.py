"""Beside the steps: the history, « et si je reprends ? », a change told without waiting, the day for one's calendar, papers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.reprises.sans_trace import sans_trace
from accounts.securite.dossier import dossier_de
from ameli.noyau import ics
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.lecture_seule import peut_ecrire
from demarches.catalogue.ressources_invalidite import papiers, regles, suivi
from demarches.catalogue.ressources_invalidite.reponses import de_la_demarche
from demarches.catalogue.ressources_invalidite.simulateur import Reprise
from demarches.catalogue.ressources_invalidite.simulateur import simuler as calculer
from demarches.models import Demarche
from documents.commande import Echec, destinataire, remettre
from paiements import pensions
from paiements.models import Pension
from paiements.ressources import lecture, mots, vie


@never_cache
@require_safe
def historique(request: HttpRequest) -> HttpResponse:
    """What was sent within two years."""
    assure, le = dossier_de(request), maintenant()
    return render(request, "ressources_invalidite/historique.html", {
        "lignes": suivi.lignes(assure, le), "pension": pensions.en_cours(assure),
    })  # fmt: skip


@sans_trace
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def simuler(request: HttpRequest) -> HttpResponse:
    """Judged on the page that was sent, and kept nowhere."""
    pension = _pension(request)
    formulaire = Reprise(request.POST if request.method == "POST" else None)
    resultat = None
    if request.method == "POST" and formulaire.is_valid():
        dit = formulaire.cleaned_data
        resultat = calculer(pension, dit["salaire"], dit["part"], maintenant())
    lignes = [(rang, mots.en_mots(r.mois).capitalize(), r) for rang, r in resultat.mois] if resultat else []
    contexte = {"form": formulaire, "resultat": resultat, "lignes": lignes}
    return render(request, "ressources_invalidite/simuler.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def sans_attendre(request: HttpRequest) -> HttpResponse:
    """The months that nobody asked about yet: GET says which, POST opens them."""
    pension, le = _pension(request), maintenant()
    if lecture.a_faire(pension.assure, le) is not None:
        return redirect("demarches:depart", regles.CODE)
    if request.method == "POST" and vie.ouvrir_sans_attendre(pension, le) is not None:
        return redirect("demarches:depart", regles.CODE)
    mois = lecture.periode_a_venir(pension, le)
    contexte = {"mois": [mots.en_mots(un) for un in mois], "pension": pension}
    return render(request, "ressources_invalidite/sans_attendre.html", contexte)


@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    """For the person's own calendar: the last day of the declaration that waits, or the day of the next one."""
    pension, le = _pension(request), maintenant()
    une = lecture.a_faire(pension.assure, le)
    if une is not None and une.attendue:
        jour = ics.Jour(f"{une.public_id}-limite", jour_de(une.limite_le), "Déclarer mes ressources, dernier jour")
    elif pension.declaration_le is not None:
        cle = f"{pension.public_id}-{pension.declaration_le}"
        jour = ics.Jour(cle, pension.declaration_le, "Déclarer mes ressources")
    else:
        raise Http404
    return ics.reponse("declaration.ics", [jour], ecrit_le=le)


@peut_ecrire("the paper is made at its first download, and each hand-over of a paper is traced")
@never_cache
@require_safe
def papier(request: HttpRequest, reference: str, quoi: str) -> HttpResponse:
    """The notification of a reduction, or the attestation that the rights are kept; 404 for what was not decided."""
    assure = dossier_de(request)
    demarche = get_object_or_404(Demarche.objects.de(assure), reference=reference, teleservice=regles.CODE)
    donnes = {un.lien.rpartition("/")[2] for un in suivi.papiers(demarche)}
    une = de_la_demarche(demarche)
    if une is None or f"{quoi}.pdf" not in donnes:
        raise Http404
    compose = papiers.composer(une, quoi, destinataire=destinataire(assure))
    try:
        return remettre(request, compose, assure=assure, personnes=[assure.personne.public_id])
    except Echec as echec:
        messages.error(
            request,
            f"Le papier n’a pas pu être préparé. Réessayez dans quelques minutes (référence {echec.reference}).",
        )
        return redirect("demarches:detail", reference)


def _pension(request: HttpRequest) -> Pension:
    """The one of whoever is signed in; 404 without any."""
    pension = pensions.en_cours(dossier_de(request))
    if pension is None:
        raise Http404
    return pension
