"""What a currency is worth in euros on the day of a payment (chapter 21).

It is the last rate published on the reference day or before it: a Sunday takes Friday's. The reference day is that of the payment, or
the first of its month, as `baremes.toml` says (`change`). A payment keeps the rate that it was made with: it is never made again.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from paiements import baremes
from paiements.devises import EURO, Cours
from paiements.models import CoursDevise

PAR_JOUR = "jour"


class CoursInconnu(LookupError):
    """No rate of this currency was published by then."""


def au(devise: str, le: date) -> Cours:
    """What one unit is worth for a payment of the day `le`. Raises CoursInconnu. One query, none for euros."""
    if devise == EURO:
        return Cours(EURO, Decimal(1))
    jour = le if baremes.baremes()["change"].au(le)["jour_de_reference"] == PAR_JOUR else le.replace(day=1)
    publies = CoursDevise.objects.filter(devise=devise, publie_le__lte=jour).order_by("-publie_le")
    dernier = publies.values_list("valeur", "publie_le").first()
    if dernier is None:
        raise CoursInconnu(f"{devise}: nothing was published on {jour} or before")
    return Cours(devise, *dernier)
