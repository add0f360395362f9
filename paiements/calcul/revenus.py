"""What replaces a wage: daily allowances, disability pensions, pensions after an accident (chapters 4 § 4 and 18)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from paiements import baremes
from paiements.calcul.mots import ZERO, MotifTaux, Particularite, arrondi
from paiements.calcul.soins import Ligne

CARENCE = 3
QUATORZAINE = 14
JOURS_DE_REFERENCE = Decimal("91.25")
JOURS_DU_MOIS = Decimal("30.42")
ABATTEMENT = Decimal("0.79")
MAJORATION_AT = 28  # days of leave after which an accident is better paid
CRDS = Decimal("0.5")
CASA = Decimal("0.3")


@dataclass(frozen=True, slots=True)
class Revenu:
    """A period paid, in euros. `jours` is 0 for a month of pension."""

    code: str
    du: date
    au: date
    jours: int
    journalier: Decimal
    brut: Decimal
    csg: Decimal = ZERO
    crds: Decimal = ZERO
    casa: Decimal = ZERO
    impot: Decimal = ZERO
    particularite: Particularite = Particularite.AUCUNE

    @property
    def net(self) -> Decimal:
        return self.brut - self.csg - self.crds - self.casa - self.impot

    def ligne(self, qui: Hashable, cle: Hashable, tiers: Hashable = None) -> Ligne:
        """The line of the payment; `tiers` is the employer who kept the wage going and is paid instead."""
        return Ligne(
            self.code, self.du, ZERO, None, None, self.net, MotifTaux.FORFAIT, tiers_payant=tiers is not None,
            qui=qui, professionnel=tiers, cle=cle,
        )  # fmt: skip


def journaliere_maladie(salaires: Sequence[Decimal], debut: date) -> Decimal:
    """Gross allowance of a day: half of three monthly gross wages, each under the ceiling of the first day of leave, / 91.25."""
    plafond = baremes.valeur("ij_maladie", "mensuel", debut)
    total = sum((min(salaire, plafond) for salaire in salaires), ZERO)
    return min(arrondi(total / JOURS_DE_REFERENCE / 2), baremes.valeur("ij_maladie", "maximum", debut))


def journaliere_maternite(salaires: Sequence[Decimal], debut: date) -> Decimal:
    """Three monthly wages under the ceiling of the Sécurité sociale, less 21 %, / 91.25."""
    plafond = baremes.valeur("plafond", "annuel", debut) / 12
    total = sum((min(salaire, plafond) for salaire in salaires), ZERO)
    return min(arrondi(total / JOURS_DE_REFERENCE * ABATTEMENT), baremes.valeur("ij_maternite", "maximum", debut))


def journaliere_accident(dernier_salaire: Decimal, debut: date, *, majoree: bool) -> Decimal:
    """60 % of a day's wage, 80 % from the 29th day."""
    part, cle = (Decimal("0.8"), "maximum_majore") if majoree else (Decimal("0.6"), "maximum")
    return min(arrondi(dernier_salaire / JOURS_DU_MOIS * part), baremes.valeur("ij_accident", cle, debut))


def quatorzaines(debut: date, fin: date, *, carence: int = CARENCE) -> Iterator[tuple[date, date]]:
    """Slices of 14 days that are paid one by one, the days without pay left out."""
    du = debut + timedelta(days=carence)
    while du <= fin:
        au = min(fin, du + timedelta(days=QUATORZAINE - 1))
        yield du, au
        du = au + timedelta(days=1)


def indemnites(
    code: str,
    du: date,
    au: date,
    journalier: Decimal,
    *,
    taux_impot: Decimal = ZERO,
    particularite: Particularite = Particularite.AUCUNE,
) -> Revenu:
    """Daily allowances of `du` to `au` included; `taux_impot` in %, the rate of tax withheld at source."""
    jours = (au - du).days + 1
    brut = journalier * jours
    return Revenu(
        code, du, au, jours, journalier, brut,
        csg=arrondi(brut * baremes.valeur("prelevements_ij", "csg", du) / 100),
        crds=arrondi(brut * baremes.valeur("prelevements_ij", "crds", du) / 100),
        impot=arrondi(brut * taux_impot / 100), particularite=particularite,
    )  # fmt: skip


def pension_mensuelle(salaire_annuel: Decimal, taux: int, le: date) -> Decimal:
    """Gross disability pension of a month: `taux` % (30 or 50) of the average wage, between minimum and maximum."""
    maximum = arrondi(baremes.valeur("plafond", "annuel", le) * taux / 1200)
    return min(max(arrondi(salaire_annuel * taux / 1200), baremes.valeur("pension", "minimum", le)), maximum)


def pension(code: str, du: date, au: date, brut: Decimal, *, csg: Decimal = ZERO, casa: bool = False) -> Revenu:
    """A month of pension. `csg` in %; CRDS goes with it, `casa` with its two higher rates. They are rounded together."""
    crds = CRDS if csg else ZERO
    part_casa = CASA if casa else ZERO
    total = arrondi(brut * (csg + crds + part_casa) / 100)
    montant_crds, montant_casa = arrondi(brut * crds / 100), arrondi(brut * part_casa / 100)
    return Revenu(
        code, du, au, 0, ZERO, brut, csg=total - montant_crds - montant_casa, crds=montant_crds, casa=montant_casa
    )
