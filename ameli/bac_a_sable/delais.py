"""Delays announced by some caisses of the practice site: each its own pace, and one that has something to explain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from accounts.models import Caisse
from ameli.noyau.horloge import maintenant
from demarches.delais import grille
from demarches.models import DelaiDeTraitement

# Chapter 8 § 5: how much slower than the national grid; then what differs from it at the Landes.
COEFFICIENTS = {
    "401": Decimal("1.0"),
    "751": Decimal("1.3"),
    "974": Decimal("1.2"),
    "671": Decimal("1.0"),
    "994": Decimal("0.8"),
}
MUETTES = {("994", "arret")}  # whose wage goes on is paid no allowance: the CNMSS announces nothing of this theme
A_PART = {("401", "ij-maladie"): 34, ("401", "soins-papier"): 12}
MESSAGES = {
    ("401", "ij-maladie"): "Nous recevons plus d’arrêts que d’habitude. Des agents sont venus en renfort.",
}
REVUS_IL_Y_A = timedelta(days=4)
OUBLIE = ("401", "cure")  # not looked at for a month: the grid says so


def installer(caisses: Iterable[Caisse], jour: date) -> None:
    """Once, on an empty table."""
    le = maintenant()
    DelaiDeTraitement.objects.bulk_create(
        _ligne(caisse, precision, jour, le)
        for caisse in caisses
        if caisse.code in COEFFICIENTS
        for thematique, precision in grille.PRECISIONS.values()
        if (caisse.code, thematique.code) not in MUETTES
    )


def _ligne(caisse: Caisse, precision: grille.Precision, jour: date, le: datetime) -> DelaiDeTraitement:
    cle = (caisse.code, precision.code)
    arrondi = (precision.jours * COEFFICIENTS[caisse.code]).quantize(Decimal(1), ROUND_HALF_UP)
    jours = A_PART.get(cle, int(arrondi))
    message = MESSAGES.get(cle, "")
    return DelaiDeTraitement(
        caisse=caisse, precision=precision.code, jours=jours,
        du=jour - (timedelta(days=30) if cle == OUBLIE else REVUS_IL_Y_A),
        traitees_jusqu_au=jour - timedelta(days=jours), message=message,
        message_fin=jour + timedelta(days=60) if message else None, ecrit_le=le,
    )  # fmt: skip
