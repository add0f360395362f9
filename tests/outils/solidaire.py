"""A foyer that has the Complémentaire santé solidaire, as a decision gives it."""

from __future__ import annotations

from decimal import Decimal

from accounts.dossier import c2s
from accounts.dossier.solidaire.voisins import Beneficie, Octroi
from accounts.models import AccordC2S, Assure, DroitC2S
from ameli.noyau import horloge

AGENT = "agent:A00001"


def accorder(
    assure: Assure, *autres: Assure, gratuite: bool = True, cause: str = "D-C2S", organisme: str = ""
) -> AccordC2S:
    """To `assure`, to those whom they cover, and to who has another file; 8 euros a month each when it is not free."""
    enfants = [un.personne for un in assure.beneficiaires.all()]
    prix = Decimal(0) if gratuite else Decimal(8)
    membres = tuple(Beneficie(p, prix) for p in (assure.personne, *(un.personne for un in autres), *enfants))
    octroi = Octroi(membres, gratuite, organisme, cause, None)
    return c2s.accorder(assure, octroi, acteur=AGENT, le=horloge.maintenant())


def adherer(assure: Assure, **champs: str) -> DroitC2S:
    """With a participation, adhered to on the spot."""
    accord = accorder(assure, gratuite=False, **champs)
    c2s.recevoir(accord, {"iban": "FR7630004009990000000020280"}, cause="D-A", le=horloge.maintenant())
    return c2s.adherer(accord, acteur=AGENT, le=horloge.maintenant())
