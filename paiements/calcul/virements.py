"""A transfer to the insured: its lines, what is taken from it, and what remains to be taken later (chapter 7 § 5.1)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from paiements import baremes
from paiements.calcul.mots import ZERO, Genre, MotifTaux
from paiements.calcul.soins import Ligne

INDU = "IND"


@dataclass(frozen=True, slots=True)
class Dette:
    """What is still to be withheld for an act. `cle` names the line it comes from, `le` is the day of the care."""

    cle: Hashable
    qui: Hashable
    genre: Genre
    le: date
    montant: Decimal


@dataclass(frozen=True, slots=True)
class Prise:
    """A debt, or a part of it, taken from a transfer."""

    dette: Dette
    montant: Decimal


@dataclass(frozen=True, slots=True)
class Indu:
    """A sum that was paid by mistake and is taken back from transfers."""

    cle: Hashable
    le: date
    montant: Decimal
    qui: Hashable = None


@dataclass(frozen=True, slots=True)
class Virement:
    """Money that leaves on the day `le`: sum of the lines less sum of what is taken. `destinataire` None: the insured."""

    le: date
    destinataire: Hashable
    lignes: tuple[Ligne, ...]
    prises: tuple[Prise, ...] = ()

    @property
    def montant(self) -> Decimal:
        return sum((ligne.verse for ligne in self.lignes), ZERO) - sum((prise.montant for prise in self.prises), ZERO)


@dataclass(frozen=True, slots=True)
class Reste:
    """What was not taken: it waits for the next transfer."""

    dettes: tuple[Dette, ...] = ()
    indus: tuple[Indu, ...] = ()


def dettes_de(lignes: Iterable[Ligne]) -> list[Dette]:
    """What the patients owe for these lines."""
    return [
        Dette(ligne.cle, ligne.qui, ligne.genre, ligne.le, ligne.retenue)
        for ligne in lignes
        if ligne.retenue and ligne.genre is not None
    ]


def virer(
    le: date, lignes: Sequence[Ligne], dettes: Iterable[Dette] = (), indus: Iterable[Indu] = ()
) -> tuple[Virement, Reste]:
    """The transfer of the day `le` for lines that are the insured's, and what is left to take.

    First what these lines themselves owe, then older debts (the oldest care first, during five years), then sums paid
    by mistake; never more than there is.
    """
    disponible = max(ZERO, sum((ligne.verse for ligne in lignes), ZERO))
    propres = dettes_de(lignes)
    prises, restantes = [], []
    anciennes = sorted(dettes, key=lambda dette: dette.le)
    for dette in (*propres, *(une for une in anciennes if recouvrable(une, le))):
        pris = min(dette.montant, disponible)
        disponible -= pris
        if pris:
            prises.append(Prise(dette, pris))
        if pris < dette.montant:
            restantes.append(replace(dette, montant=dette.montant - pris))
    reprises, indus_restants = [], []
    for indu in indus:
        pris = min(indu.montant, disponible)
        disponible -= pris
        if pris:
            reprises.append(_reprise(indu, pris))
        if pris < indu.montant:
            indus_restants.append(replace(indu, montant=indu.montant - pris))
    virement = Virement(le, None, (*lignes, *reprises), tuple(prises))
    return virement, Reste(tuple(restantes), tuple(indus_restants))


def payer_les_tiers(le: date, lignes: Iterable[Ligne]) -> list[Virement]:
    """One transfer for each professional that is paid directly. Nothing is taken from them."""
    par_tiers: dict[Hashable, list[Ligne]] = {}
    for ligne in lignes:
        par_tiers.setdefault(ligne.professionnel, []).append(ligne)
    return [Virement(le, tiers, tuple(les_siennes)) for tiers, les_siennes in par_tiers.items()]


def recouvrable(dette: Dette, le: date) -> bool:
    """Five years after the care, the sum is no longer taken (hypothesis of chapter 7)."""
    if le.year - dette.le.year < 5:
        return True
    annees = int(baremes.valeur("recouvrement", "annees", le))
    return (le.year - annees, le.month, le.day) <= (dette.le.year, dette.le.month, dette.le.day)


def _reprise(indu: Indu, montant: Decimal) -> Ligne:
    return Ligne(
        INDU, indu.le, ZERO, None, None, -montant, MotifTaux.FORFAIT, qui=indu.qui, cle=("indu", indu.cle, indu.montant)
    )
