"""What the pages that make a paper share: the file of who asks, the edition, its failure, the page « c'est prêt »."""

from __future__ import annotations

import structlog
from django.db.models import Q
from django.http import Http404, HttpRequest

from accounts.models import Adresse, Assure
from accounts.models.identifiants import identifiant_public
from ameli.noyau.horloge import maintenant
from documents import moteur
from documents.editions.courrier import Destinataire
from documents.models import Document

journal_technique = structlog.get_logger()


class Echec(Exception):
    """The paper could not be made; `reference` is what the person quotes on the telephone."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


def assure_de(request: HttpRequest) -> Assure:
    """The file of who is signed in; an agent's account has none."""
    if request.user.assure is None:
        raise Http404
    return request.user.assure


def destinataire(assure: Assure) -> Destinataire:
    """The address block of the insured person today. One query."""
    le = maintenant()
    adresses = Adresse.objects.de(assure).filter(Q(fin_le=None) | Q(fin_le__gt=le), beneficiaire=None, effet_le__lte=le)
    return Destinataire.de(assure.personne, adresses.order_by("-effet_le", "-id").first())


def editer(request: HttpRequest, papier: moteur.Papier, *, assure: Assure, personnes: list[str]) -> Document:
    """The paper, made now or found again. Raises `Echec`."""
    try:
        return moteur.produire(papier, assure=assure, acteur=request.user.acteur, personnes=personnes)
    except moteur.EchecRendu as echec:
        reference = identifiant_public()[:8].upper()
        journal_technique.error("edition_en_echec", genre=papier.genre, reference=reference, cause=str(echec))
        raise Echec(reference) from echec
