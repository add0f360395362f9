"""What people pay when the tariff does not say it: boxes of medicine, and fees above the tariff."""

from decimal import Decimal

PRIX_BOITES = tuple(
    Decimal(p) for p in ("1.16", "1.94", "2.18", "3.42", "4.67", "5.31", "6.90", "8.20", "11.54", "14.85", "22.63")
)
PRIX_CHERES = tuple(Decimal(p) for p in ("31.20", "46.85", "68.40", "112.35"))
SECTEUR_2 = tuple(Decimal(p) for p in ("45", "50", "55", "60", "65", "70", "80", "90"))
NON_OPTAM = Decimal("23.00")
