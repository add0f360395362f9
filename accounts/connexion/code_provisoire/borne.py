"""The « borne multiservices »: a machine of the caisse that reads a Vitale card and sends a code by SMS to the known mobile.

The page plays the machine, whose reader gives the number and the serial of the card. It answers the same to everybody,
opens no account [C], and leaves a due date: whether there is somebody is looked up by the sweep, out of sight.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.connexion import voies
from accounts.connexion.blocage import bloquee
from accounts.connexion.code_provisoire import codes
from accounts.connexion.code_provisoire.formulaires import FormulaireBorne
from accounts.informations import cartes_vitale
from accounts.models import Compte
from accounts.securite import lieux, limites
from ameli.noyau.chiffrement import de_donnees, empreinte, en_donnees
from ameli.noyau.echeances import planifier
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.horloge import maintenant, temps_reel
from ameli.noyau.saisie import telephone


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def borne(request: HttpRequest) -> HttpResponse:
    """`/borne/`."""
    if not voies.ouverte(voies.BORNE):
        return render(request, "connexion/code_provisoire/borne_fermee.html", status=503)
    formulaire = FormulaireBorne(request.POST or None)
    if request.method != "POST" or not formulaire.is_valid():
        return render(request, "connexion/code_provisoire/borne.html", {"form": formulaire, "parti": False})
    nir_empreinte = empreinte("nir", formulaire.cleaned_data["nir"])
    serie = cartes_vitale.empreinte_de(formulaire.cleaned_data["serie"])
    refus = _compter(request, empreinte("borne", f"{nir_empreinte}\0{serie}"))
    if refus is not None:
        return refus
    with transaction.atomic():
        planifier(
            "borne.demande", objet="", du_le=maintenant(), cle=f"borne:{nir_empreinte[:16]}:{temps_reel().timestamp():.6f}",
            donnees={**en_donnees("nir_empreinte", nir_empreinte), **en_donnees("serie", serie)},
        )  # fmt: skip
    return render(request, "connexion/code_provisoire/borne.html", {"form": FormulaireBorne(), "parti": True})


def _compter(request: HttpRequest, carte: str) -> HttpResponse | None:
    """Three requests a day for a card, so that its owner's mobile receives three SMS; who knows the number alone takes none of
    them. On one network, so many distinct cards.
    """
    reseau = lieux.reseau(request)
    prise = limites.prendre("borne_numero", lieux.partout(carte))
    if not prise.permis:
        return bloquee(request, "borne_numero", prise.jusqu_a)
    if prise.nombre > 1:
        return None
    du_reseau = limites.prendre("borne_adresse", reseau)
    if du_reseau.permis:
        return None
    limites.rendre("borne_numero", lieux.partout(carte))
    return bloquee(request, "borne_adresse", du_reseau.jusqu_a)


def traiter(echeance: Echeance) -> None:
    """The SMS, when the card is the active one of somebody who has an open account and a mobile; nothing otherwise."""
    compte = (
        Compte.objects.select_related("assure__personne")
        .filter(
            assure__personne__nir_empreinte=de_donnees("nir_empreinte", echeance.donnees), gele_le=None,
            assure__personne__date_deces=None,
        )
        .first()
    )  # fmt: skip
    if compte is None or compte.assure is None or not telephone.est_mobile(compte.telephone):
        return
    if cartes_vitale.reconnaitre(compte.assure.personne_id, empreinte_lue=de_donnees("serie", echeance.donnees)):
        codes.delivrer(compte.assure, codes.Canal.BORNE, motif="borne multiservices", telephone=compte.telephone)
