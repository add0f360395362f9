"""The head of « Mes paiements »: what a year has brought, and what is on its way. One query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Min, Q, QuerySet, Sum

from accounts.models import Assure
from ameli.noyau.preparees import preparee
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
    sommes = next(iter(_sommes(assure, jour, du, au)), {})
    euros = {nom: sommes.get(nom) or ZERO for nom in ("recu", "prevu", "retourne", "sans_compte")}
    return Tete(annee, **euros, prevu_le=sommes.get("prevu_le"), retourne_le=sommes.get("retourne_le"))


@preparee
def _sommes(assure: Assure, jour: date, du: date, au: date) -> QuerySet[Paiement, dict[str, Any]]:
    """One row, none for a file without payments."""
    retourne = Q(etat=Paiement.Etat.REJETE, disponible_le__gt=jour)
    return (
        Paiement.objects.de(assure)
        .order_by()
        .values("assure")
        .annotate(
            recu=Sum("montant", filter=RECU & Q(emis_le__gte=du, emis_le__lte=au)),
            prevu=Sum("montant", filter=RETENU),
            prevu_le=Min("disponible_le", filter=RETENU),
            retourne=Sum("montant", filter=retourne),
            retourne_le=Min("disponible_le", filter=retourne),
            sans_compte=Sum("montant", filter=SANS_COMPTE),
        )
    )
