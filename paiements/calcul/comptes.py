"""Which account a payment goes to, and until when it waits (issue of the new IBAN): nothing that is due is ever lost."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from paiements.calcul.mots import ZERO


@dataclass(frozen=True, slots=True)
class Compte:
    """A bank account of a file, in force from `effet_le` until `fin_le` excluded (None: still), paid from `payable_le` on."""

    reference: Hashable
    effet_le: datetime
    fin_le: datetime | None
    payable_le: datetime


@dataclass(frozen=True, slots=True)
class Du:
    """A sum due at a moment."""

    reference: Hashable
    le: datetime
    montant: Decimal


@dataclass(frozen=True, slots=True)
class Destination:
    """Paid on `compte` at once, or held until `libere_le`. Without an account it waits, with no date."""

    compte: Hashable | None
    libere_le: datetime | None = None

    @property
    def retenu(self) -> bool:
        return self.compte is None or self.libere_le is not None


@dataclass(frozen=True, slots=True)
class Repartition:
    """`payes` by account, and what is `retenus`: together all that is due."""

    payes: tuple[tuple[Du, Hashable], ...]
    retenus: tuple[tuple[Du, Destination], ...]

    def paye_sur(self, compte: Hashable) -> Decimal:
        return sum((du.montant for du, ou in self.payes if ou == compte), ZERO)

    @property
    def retenu(self) -> Decimal:
        return sum((du.montant for du, _ in self.retenus), ZERO)


def destination(le: datetime, comptes: Iterable[Compte]) -> Destination:
    """Where a sum due at `le` goes: the account in force then, when it may be paid; otherwise it is held for it.

    Without an account in force it is held for the next one that is known.
    """
    comptes = list(comptes)
    for compte in comptes:
        if compte.effet_le <= le and (compte.fin_le is None or le < compte.fin_le):
            return Destination(compte.reference, compte.payable_le if le < compte.payable_le else None)
    suivant = min((compte for compte in comptes if compte.effet_le > le), key=lambda c: c.effet_le, default=None)
    if suivant is None:
        return Destination(None)
    return Destination(suivant.reference, max(suivant.effet_le, suivant.payable_le))


def repartir(dus: Iterable[Du], comptes: Sequence[Compte], maintenant: datetime) -> Repartition:
    """What has been paid and what is held at `maintenant`. A held sum leaves at its release, on the account in force then:
    when that one is newer still, the sum is held for it in turn."""
    payes, retenus = [], []
    for du in dus:
        le = du.le
        ou = destination(le, comptes)
        while ou.libere_le is not None and ou.libere_le <= maintenant:
            le = ou.libere_le
            ou = destination(le, comptes)
        if ou.retenu or le > maintenant:
            retenus.append((du, ou))
        else:
            payes.append((du, ou.compte))
    return Repartition(tuple(payes), tuple(retenus))
