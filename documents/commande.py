"""What the pages that make a paper share: the file of who asks, the hand-over, its failure, the page « en préparation »."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Adresse, Assure
from accounts.models.identifiants import identifiant_public
from accounts.securite.dossier import acteur_de, dossier_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.stockage import StockagePlein
from documents import atelier, moteur
from documents.editions.courrier import Destinataire
from documents.epreuve import Epreuve, tirer
from documents.models import Commande

PATIENCE = timedelta(minutes=2)  # the page stops reading itself again, and says so

journal_technique = structlog.get_logger()


class Echec(Exception):
    """The paper could not be made; `reference` is what the person quotes on the telephone."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


def destinataire(assure: Assure) -> Destinataire:
    """The address block of the insured person today. One query."""
    le = maintenant()
    adresses = Adresse.objects.de(assure).filter(Q(fin_le=None) | Q(fin_le__gt=le), beneficiaire=None, effet_le__lte=le)
    return Destinataire.de(assure.personne, adresses.order_by("-effet_le", "-id").first())


def remettre(
    request: HttpRequest, papier: moteur.Papier, *, assure: Assure, personnes: list[str],
    vers: str = "documents:telecharger", longue: bool = False,
) -> HttpResponse:  # fmt: skip
    """To the page `vers` of the paper, found again or made now; to « en préparation » when the worker makes it.

    The worker makes a paper that is `longue`, any paper while another one is being made, and what there is no room to keep
    today: it waits for some. Raises `Echec`.
    """
    epreuve, pour = tirer(papier, personnes), {"assure": assure, "acteur": acteur_de(request)}
    document = moteur.retrouver(epreuve, **pour)
    if document is None:
        with atelier.presse() as libre:
            if longue or not libre:
                return _par_l_atelier(epreuve, longue=longue, **pour)
            try:
                document = moteur.imprimer(epreuve, **pour)
            except StockagePlein:
                return _par_l_atelier(epreuve, **pour)
            except moteur.EchecRendu as echec:
                reference = identifiant_public()[:8].upper()
                journal_technique.error("edition_en_echec", genre=papier.genre, reference=reference, cause=str(echec))
                raise Echec(reference) from echec
    return redirect(vers, document.public_id)


def _par_l_atelier(epreuve: Epreuve, *, assure: Assure, acteur: str, longue: bool = False) -> HttpResponse:
    commande = atelier.commander(epreuve, assure=assure, acteur=acteur, longue=longue)
    return redirect("documents:en_preparation", commande.public_id)


@never_cache
@require_safe
def en_preparation(request: HttpRequest, public_id: str) -> HttpResponse:
    """« En préparation », then the link. The page reads itself again until the paper is there, with or without script."""
    commandes = Commande.objects.de(dossier_de(request)).select_related("document")
    commande = get_object_or_404(commandes, public_id=public_id)
    attend = commande.document is None and commande.etat != Commande.Etat.ECHEC
    return render(
        request,
        "documents/preparation.html",
        {"commande": commande, "attend": attend, "tarde": attend and maintenant() - commande.demandee_le > PATIENCE},
    )
