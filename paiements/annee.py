"""The head of « Mes paiements »: what a year has brought, and what is on its way. One query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min, Q, Sum

from accounts.models import Assure
from paiements.bilan import RECU, RETENU, SANS_COMPTE
from paiements.calcul.mots import ZERO
from paiements.models import Paiement
from paiements.recherche import bornes_de_l_annee


@dataclass(frozen=True)
class Tete:
    """Euros. `prevu` leaves from `prevu_le` on; `retourne` came back from the bank and leaves again on `retourne_le`."""

    annee: int
    recu: Decimal
    prevu: Decimal
    prevu_le: date | None
    retourne: Decimal
    retourne_le: date | None
    sans_compte: Decimal


def lire(assure: Assure, annee: int, jour: date) -> Tete:
    """The year `annee` of a file, seen on the day `jour`."""
    du, au = bornes_de_l_annee(annee, jour)
    retourne = Q(etat=Paiement.Etat.REJETE, disponible_le__gt=jour)
    sommes = Paiement.objects.de(assure).aggregate(
        recu=Sum("montant", filter=RECU & Q(emis_le__gte=du, emis_le__lte=au)),
        prevu=Sum("montant", filter=RETENU),
        prevu_le=Min("disponible_le", filter=RETENU),
        retourne=Sum("montant", filter=retourne),
        retourne_le=Min("disponible_le", filter=retourne),
        sans_compte=Sum("montant", filter=SANS_COMPTE),
    )
    jours = ("prevu_le", "retourne_le")
    return Tete(annee, **{nom: valeur if nom in jours else valeur or ZERO for nom, valeur in sommes.items()})
