"""What a pension is worth each month: rate of its category, rises, minimum, help of a third person, part of a month. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from ameli.noyau.calendrier import ajouter_mois
from paiements import baremes
from paiements.calcul.invalidite.prelevements import Avis, Prelevements, prelevements
from paiements.calcul.invalidite.salaire import revaloriser
from paiements.calcul.mots import ZERO, arrondi
from paiements.calcul.revenus import Revenu, pension, pension_mensuelle

TAUX = {1: 30, 2: 50, 3: 50}  # % of the average wage, by category
AVEC_TIERCE_PERSONNE = 3
PENSION, TIERCE_PERSONNE = "INV", "MTP"


@dataclass(frozen=True, slots=True)
class Titre:
    """What was granted. `mensuel`: gross euros of a whole month on the day `du`, the first of the pension; `au`: its last day.

    `retenues`: gross euros taken of each month from a month on (first day), until another one says otherwise (R341-17).
    """

    categorie: int
    mensuel: Decimal
    du: date
    au: date | None = None
    avis: Mapping[int, Avis] = field(default_factory=dict)
    retenues: Mapping[date, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mois:
    """What is due for a month. `plein`: gross of a whole month, before the part that `du` and `au` leave of it, and what incomes take."""

    mois: date
    du: date
    au: date
    plein: Decimal
    prelevements: Prelevements
    revenus: tuple[Revenu, ...]

    @property
    def brut(self) -> Decimal:
        return sum((un.brut for un in self.revenus), ZERO)

    @property
    def net(self) -> Decimal:
        return sum((un.net for un in self.revenus), ZERO)


def mensuel(categorie: int, salaire_moyen: Decimal, le: date) -> Decimal:
    """Gross euros of a month on the first day: 30 or 50 % of the wage, between the minimum and the maximum of that day."""
    return pension_mensuelle(salaire_moyen, TAUX[categorie], le)


def plein(titre: Titre, le: date) -> Decimal:
    """Gross euros of a whole month on the day `le`: what it was worth at first, with its rises; never under the minimum."""
    return max(revaloriser(titre.mensuel, titre.du, le), baremes.valeur("pension", "minimum", le))


def du_mois(titre: Titre, mois: date) -> Mois | None:
    """What is due for the month that begins on `mois`; None outside the pension. A part of a month counts its days."""
    jours = _jours(titre, mois)
    if jours is None:
        return None
    du, au, part = jours
    entier, taux = plein(titre, mois), prelevements(mois.year, titre.avis, titre.du.year)
    verse = entier - min(entier, retenue(titre, mois))
    revenus = [pension(PENSION, du, au, arrondi(verse * part), csg=taux.csg, casa=bool(taux.casa))]
    if titre.categorie == AVEC_TIERCE_PERSONNE:
        revenus.append(pension(TIERCE_PERSONNE, du, au, arrondi(tierce_personne(mois) * part)))
    return Mois(mois, du, au, entier, taux, tuple(revenus))


def due(titre: Titre, mois: date) -> Decimal:
    """Gross euros due for the month that begins on `mois`, before what incomes take of it: 0 outside the pension."""
    jours = _jours(titre, mois)
    return ZERO if jours is None else arrondi(plein(titre, mois) * jours[2])


def retenue(titre: Titre, mois: date) -> Decimal:
    """Gross euros that incomes take of a whole month: what was last said of it."""
    return titre.retenues[max(depuis)] if (depuis := [un for un in titre.retenues if un <= mois]) else ZERO


def _jours(titre: Titre, mois: date) -> tuple[date, date, Decimal] | None:
    """First and last day of the pension in a month, and the part of the month that they are."""
    dernier = mois.replace(day=monthrange(mois.year, mois.month)[1])
    du = max(mois, titre.du)
    au = dernier if titre.au is None else min(dernier, titre.au)
    return None if du > au else (du, au, Decimal((au - du).days + 1) / Decimal(dernier.day))


def tierce_personne(le: date) -> Decimal:
    """Euros a month."""
    return baremes.valeur("tierce_personne", "mensuel", le)


def mois_jusqu_a(du: date, mois: date) -> Iterator[date]:
    """The first day of each month from that of `du` to `mois` included."""
    un = du.replace(day=1)
    while un <= mois:
        yield un
        un = ajouter_mois(un, 1)


def dernier_jour(naissance_retraite: date) -> date:
    """The last day of a pension that a retirement takes over on `naissance_retraite`."""
    return naissance_retraite - timedelta(days=1)
