"""What the room shows beside its steps: the Vitale cards of everybody in the file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.securite.dossier import dossier_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.plan import au_plan
from demarches.cartes import foyer as cartes
from demarches.cartes.lignes import Ligne
from demarches.catalogue.commande_carte import demandeurs


@au_plan("Les cartes Vitale de votre foyer")
@require_safe
def foyer(request: HttpRequest) -> HttpResponse:
    """Who has which card, and what can be done today."""
    assure = dossier_de(request)
    return cartes.montrer(
        request,
        "Les cartes Vitale de votre foyer",
        "Cartes Vitale",
        (
            Ligne(un.nom, un.titulaire.personne.prenom, un.etat, lien=un.action(assure))
            for un in demandeurs.lire(assure, maintenant())
        ),
    )
