"""« Mes dépenses de santé »: a year of care, month by month: what was billed, what the caisse paid, what stayed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import ExtractMonth

from accounts.models import Assure
from paiements.models import Paiement, Prestation
from paiements.models.paiement import SORTES
from paiements.prestations import actes

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Depense:
    """`facture` by the professionals, `pris_en_charge` by the caisse once what is withheld is off."""

    facture: Decimal = ZERO
    pris_en_charge: Decimal = ZERO

    @property
    def reste(self) -> Decimal:
        """Before what a complementary cover pays."""
        return self.facture - self.pris_en_charge

    def __add__(self, autre: Depense) -> Depense:
        return Depense(self.facture + autre.facture, self.pris_en_charge + autre.pris_en_charge)


@dataclass(frozen=True)
class Annee:
    """`mois` has twelve of them; `sortes` are kinds of care with the largest bill first."""

    annee: int
    mois: tuple[Depense, ...]
    sortes: tuple[tuple[str, Depense], ...]

    @property
    def total(self) -> Depense:
        return sum(self.mois, Depense())


def lire(assure: Assure, annee: int) -> Annee:
    """The care of one year, whenever it was paid and to whom, once even when it was paid twice. One query, by month and by act."""
    lignes = (
        Prestation.objects.de(assure)
        .filter(
            soins_le__gte=date(annee, 1, 1),
            soins_le__lte=date(annee, 12, 31),
            paiement__emis_le__gte=date(annee, 1, 1),
            paiement__famille__in=(Paiement.Famille.SOINS, Paiement.Famille.TIERS),
            origine=None,
        )
        .exclude(base=None, corrige=None)
        .order_by()
        .values("code", mois=ExtractMonth("soins_le"))
        .annotate(facture=Sum("paye"), verse=Sum("verse"), retenu=Sum("retenue"))
        .order_by("mois", "code")
    )
    mois = [Depense()] * 12
    sortes: dict[str, Depense] = {}
    for ligne in lignes:
        depense = Depense(ligne["facture"], ligne["verse"] - ligne["retenu"])
        mois[ligne["mois"] - 1] += depense
        sorte = _sorte(ligne["code"])
        sortes[sorte] = sortes.get(sorte, Depense()) + depense
    return Annee(annee, tuple(mois), tuple(sorted(sortes.items(), key=lambda une: -une[1].facture)))


def _sorte(code: str) -> str:
    poste = actes()[code][0].poste if code in actes() else None
    nom = SORTES.get(poste, "autres soins") if poste is not None else "autres soins"
    return nom[:1].upper() + nom[1:]
