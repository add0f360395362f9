"""Allowances and pensions that were paid, period by period: what attestations and the statement for taxes are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Assure
from paiements.calcul.fiscal import imposable
from paiements.calcul.revenus import CARENCE
from paiements.models import Paiement, Prestation
from paiements.prestations import libelle

Famille = Paiement.Famille
REVENUS = (Famille.IJ, Famille.INVALIDITE, Famille.RENTE)


@dataclass(frozen=True)
class Periode:
    """A period as it was paid on the day `paye_le`, euros. `tiers` is who was paid instead of the insured person, or empty.

    `jours` is 0 for a month of pension.
    """

    code: str
    du: date
    au: date
    jours: int
    journalier: Decimal
    brut: Decimal
    csg: Decimal
    crds: Decimal
    casa: Decimal
    impot: Decimal
    particularite: str
    paye_le: date
    tiers: str

    @property
    def libelle(self) -> str:
        """The nature, in plain French."""
        return libelle(self.code)

    @property
    def net(self) -> Decimal:
        return self.brut - self.csg - self.crds - self.casa - self.impot

    @property
    def crds_casa(self) -> Decimal:
        """Both, where one column holds them."""
        return self.crds + self.casa

    @property
    def imposable(self) -> Decimal:
        """What the insured person declares of it; nothing of what somebody else received."""
        if self.tiers:
            return Decimal(0)
        return imposable(self.code, self.brut, self.csg, self.paye_le, self.particularite)


@dataclass(frozen=True)
class Carence:
    """Days at the beginning of a leave that nobody pays."""

    du: date
    au: date

    @property
    def jours(self) -> int:
        return (self.au - self.du).days + 1


def annees(assure: Assure, familles: Iterable[str] = REVENUS, *, a_la_personne: bool = False) -> list[int]:
    """The years in which something of these families was paid, the latest first. One query.

    `a_la_personne`: what went to an employer does not count.
    """
    payes = Paiement.objects.de(assure).filter(famille__in=list(familles), etat=Paiement.Etat.EMIS)
    if a_la_personne:
        payes = payes.filter(destinataire=None)
    return sorted({le.year for le in payes.values_list("emis_le", flat=True)}, reverse=True)


def lire(assure: Assure, familles: Sequence[str], jusqu_au: date) -> list[Periode]:
    """Every period of these families paid until `jusqu_au`, in the order of the periods. Two queries.

    A payment that the bank returned counts on the day it left again; one that waits was not paid.
    """
    payes = (
        Paiement.objects.de(assure)
        .filter(famille__in=list(familles), etat=Paiement.Etat.EMIS, emis_le__lte=jusqu_au)
        .select_related("destinataire")
    )
    porteurs = {une.remplace_id or une.pk: une for une in payes}
    lignes = (
        Prestation.objects.de(assure)
        .filter(paiement__in=list(porteurs), revenu__isnull=False)
        .select_related("revenu")
        .order_by("revenu__du", "id")
    )
    return [_periode(ligne, porteurs[ligne.paiement_id]) for ligne in lignes]


def entre(periodes: Iterable[Periode], du: date, au: date) -> list[Periode]:
    """Those that were paid from `du` to `au` included."""
    return [une for une in periodes if du <= une.paye_le <= au]


def carences(periodes: Sequence[Periode], retenues: Iterable[Periode]) -> list[Carence]:
    """The unpaid days before each of `retenues` that begins a leave for illness; `periodes` are all those of the person."""
    fins = {une.au for une in periodes if une.code == "IJN"}
    return [
        Carence(une.du - timedelta(days=CARENCE), une.du - timedelta(days=1))
        for une in retenues
        if une.code == "IJN" and une.du - timedelta(days=1) not in fins
    ]


def _periode(ligne: Prestation, paiement: Paiement) -> Periode:
    r = ligne.revenu
    return Periode(
        ligne.code, r.du, r.au, r.jours, r.journalier, r.brut, r.csg, r.crds, r.casa, r.impot, r.particularite,
        paiement.emis_le, paiement.destinataire.nom if paiement.destinataire else "",
    )  # fmt: skip
