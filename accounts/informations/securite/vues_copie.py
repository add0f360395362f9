"""Ask for the copy of one's data, and take it: both behind the password."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.connexion.reauthentification import recente
from accounts.informations.securite import copie
from accounts.models import CopieDesDonnees
from accounts.securite import limites
from accounts.securite.dossier import acteur_de, dossier_de
from accounts.securite.mots import phrase
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import journaliser
from ameli.noyau.lecture_seule import peut_ecrire
from ameli.noyau.plan import au_plan
from ameli.noyau.televersement.modeles import FichierPerdu
from ameli.noyau.televersement.service import servir


@au_plan("Mes données")
@require_http_methods(["GET", "HEAD", "POST"])
@recente
def exporter(request: HttpRequest) -> HttpResponse:
    assure, attente = dossier_de(request), ""
    if request.method == "POST":
        prise = limites.prendre("copie_des_donnees", assure.public_id)
        if prise.permis:
            copie.demander(assure, acteur_de(request))
            return redirect("informations:exporter")
        attente = phrase("copie_des_donnees", prise.jusqu_a)
    copies = list(CopieDesDonnees.objects.de(assure).order_by("-id")[:2])
    vivantes = [une for une in copies if une.expire_le is not None and une.expire_le > maintenant()]
    contexte = {
        "en_cours": any(une.prete_le is None for une in copies), "prete": vivantes[0] if vivantes else None,
        "attente": attente,
    }  # fmt: skip
    return render(request, "informations/securite/exporter.html", contexte)


@peut_ecrire("taking the copy is written in the journal")
@require_GET
@recente
def telecharger(request: HttpRequest, public_id: str) -> HttpResponse:
    assure = dossier_de(request)
    une = CopieDesDonnees.objects.de(assure).filter(public_id=public_id, expire_le__gt=maintenant()).first()
    if une is None:
        raise Http404
    try:
        reponse = servir(une)
    except FichierPerdu as perte:
        raise Http404 from perte
    journaliser(
        "donnees.telechargees", acteur=acteur_de(request), assure_ref=assure.public_id, objet=f"copie:{public_id}"
    )
    return reponse
