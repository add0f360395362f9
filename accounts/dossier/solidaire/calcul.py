"""From the incomes of a foyer to free, with participation, or refused (chapter 11 § 4 to § 9). Pure: the figures and the day are given.

R = what counts over twelve months - what is cut - pensions paid + 12 × the flat sum for housing
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from accounts.dossier.solidaire.bareme import DE_QUATRE, UN_DE_PLUS, Bareme
from accounts.dossier.solidaire.natures import NATURES, Genre
from ameli.noyau.calendrier import ajouter_mois

CENT, ZERO, DOUZE = Decimal("0.01"), Decimal(0), 12
UN = Decimal(1)
ALSACE_MOSELLE = frozenset({"57", "67", "68"})
OUTRE_MER = frozenset({"971", "972", "973", "974"})
MAYOTTE = "976"


class Zone(Enum):
    """Where ceilings differ: the département of the caisse."""

    METROPOLE = "metropole"
    OUTRE_MER = "outre_mer"
    ALSACE_MOSELLE = "alsace_moselle"
    MAYOTTE = "mayotte"

    @classmethod
    def du_departement(cls, departement: str) -> Zone:
        if departement in OUTRE_MER:
            return cls.OUTRE_MER
        if departement == MAYOTTE:
            return cls.MAYOTTE
        return cls.ALSACE_MOSELLE if departement in ALSACE_MOSELLE else cls.METROPOLE

    @property
    def plafond(self) -> str:
        return self.METROPOLE.value if self is Zone.ALSACE_MOSELLE else self.value

    @property
    def grille(self) -> str:
        return self.value if self is Zone.ALSACE_MOSELLE else "general"


class Logement(Enum):
    LOCATAIRE = "LOCATAIRE"
    AIDE = "AIDE"
    PROPRIETAIRE = "PROPRIETAIRE"
    HEBERGE = "HEBERGE"
    ETABLISSEMENT = "ETABLISSEMENT"
    SANS_DOMICILE = "SANS_DOMICILE"


class Issue(Enum):
    GRATUITE = "gratuite"
    PARTICIPATION = "participation"
    REFUS = "refus"


@dataclass(frozen=True)
class Membre:
    """One person of the foyer. `alternee`: lives by turns with both parents, each counts half of what the child adds."""

    cle: str
    naissance: date
    adulte: bool = False
    alternee: bool = False


@dataclass(frozen=True)
class Ligne:
    """An income of one member in one month (its first day), net, in euros; for investments, any day of the year N-2."""

    membre: str
    nature: str
    mois: date
    montant: Decimal


@dataclass(frozen=True)
class Demande:
    """All that the calculation is given. `aide_logement`: euros a month, when there is one."""

    depot: date
    zone: Zone
    membres: tuple[Membre, ...]
    logement: Logement
    lignes: tuple[Ligne, ...] = ()
    aide_logement: Decimal = ZERO


@dataclass(frozen=True)
class Calcul:
    """The operands, each rounded to the cent, and what they come to. `ressources` is R; `revenus` holds what counts of each member."""

    revenus: dict[str, Decimal] = field(hash=False)
    abattements: Decimal
    pensions: Decimal
    forfait: Decimal
    ressources: Decimal
    personnes: int
    plafond: Decimal
    plafond_participation: Decimal
    du: date
    mensualites: dict[str, Decimal] = field(hash=False)

    @property
    def issue(self) -> Issue:
        return juger(self.ressources, self.plafond, self.plafond_participation)

    @property
    def total_des_revenus(self) -> Decimal:
        return sum(self.revenus.values(), ZERO)

    @property
    def mensualite(self) -> Decimal:
        """Euros a month for the whole foyer, if it pays."""
        return sum(self.mensualites.values(), ZERO)


def juger(ressources: Decimal, plafond: Decimal, plafond_participation: Decimal) -> Issue:
    """The ceiling itself still gives the right; a cent above does not."""
    if ressources <= plafond:
        return Issue.GRATUITE
    return Issue.PARTICIPATION if ressources <= plafond_participation else Issue.REFUS


def calculer(demande: Demande, bareme: Bareme, *, du: date | None = None) -> Calcul:
    """What the foyer gets. `du`: the first day of the right, else that of the next month. Raises SansChiffre (Mayotte before 2024)."""
    le, du = demande.depot, du or premier_du_mois_suivant(demande.depot)
    comptees = [ligne for ligne in demande.lignes if regardee(ligne, le)]
    parts = {ligne: _compte(ligne, bareme, le) for ligne in set(comptees)}
    revenus = {membre.cle: ZERO for membre in demande.membres}
    for ligne in comptees:
        if NATURES[ligne.nature].genre is not Genre.VERSEE and ligne.membre in revenus:
            revenus[ligne.membre] += parts[ligne]
    siennes = [ligne for ligne in comptees if ligne.membre in revenus]
    pensions = sum((ligne.montant for ligne in siennes if NATURES[ligne.nature].genre is Genre.VERSEE), ZERO)
    abattements = _des_minima(siennes, bareme, le) + _d_activite(siennes, bareme, le)
    forfait = forfait_logement(demande, bareme)
    total = sum(revenus.values(), ZERO) - abattements - pensions + DOUZE * forfait
    plafond, participation = (plafond_annuel(demande, genre, bareme) for genre in ("gratuite", "participation"))
    return Calcul(
        revenus=revenus, abattements=abattements, pensions=pensions, forfait=forfait, ressources=max(total, ZERO),
        personnes=len(demande.membres), plafond=plafond, plafond_participation=participation, du=du,
        mensualites={un.cle: mensualite(un.naissance, du, demande.zone, bareme, le) for un in demande.membres},
    )  # fmt: skip


# The months looked at, and the first day of the right


def douze_mois(depot: date) -> tuple[date, ...]:
    """First days of the months looked at: from the thirteenth to the second before the month of the deposit."""
    premier = depot.replace(day=1)
    return tuple(ajouter_mois(premier, -recul) for recul in range(13, 1, -1))


def annee_du_patrimoine(depot: date) -> int:
    """The year of which investments are looked at."""
    return depot.year - 2


def premier_du_mois_suivant(jour: date) -> date:
    return ajouter_mois(jour.replace(day=1), 1)


def regardee(ligne: Ligne, depot: date) -> bool:
    """Is this income within its period?"""
    if NATURES[ligne.nature].genre is Genre.PATRIMOINE:
        return ligne.mois.year == annee_du_patrimoine(depot)
    return ligne.mois.replace(day=1) in douze_mois(depot)


# What counts, what is cut


def _compte(ligne: Ligne, bareme: Bareme, le: date) -> Decimal:
    part = bareme.valeur(f"compte.{ligne.nature}", le, UN)
    return (ligne.montant * part).quantize(CENT, ROUND_HALF_UP)


def _des_minima(lignes: Sequence[Ligne], bareme: Bareme, le: date) -> Decimal:
    """Each month of AAH, for each of those who have it; of ASPA and ASI, for one person or for a couple."""
    recues: dict[tuple[str, date], dict[str, Decimal]] = {}
    for ligne in lignes:
        if NATURES[ligne.nature].genre is Genre.MINIMUM:
            siens = recues.setdefault((ligne.nature, ligne.mois.replace(day=1)), {})
            siens[ligne.membre] = siens.get(ligne.membre, ZERO) + ligne.montant
    total = ZERO
    for (nature, _), siens in recues.items():
        siens = {qui: montant for qui, montant in siens.items() if montant > 0}
        seul, couple = bareme.valeurs(f"abattement.{nature}", le)
        if nature == "AAH":
            total += sum((min(seul, montant) for montant in siens.values()), ZERO)
        else:
            total += min(couple if len(siens) > 1 else seul, sum(siens.values(), ZERO))
    return total


def _d_activite(lignes: Sequence[Ligne], bareme: Bareme, le: date) -> Decimal:
    """A share of what was earned by work, for whoever is out of work in the last month looked at."""
    dernier, part = douze_mois(le)[-1], bareme.valeur("abattement.activite", le)
    sans_emploi = {
        ligne.membre
        for ligne in lignes
        if NATURES[ligne.nature].genre is Genre.CHOMAGE and ligne.montant > 0 and ligne.mois.replace(day=1) == dernier
    }
    gagne = sum(
        (li.montant for li in lignes if li.membre in sans_emploi and NATURES[li.nature].genre is Genre.ACTIVITE), ZERO
    )
    return (gagne * part).quantize(CENT, ROUND_HALF_UP)


def forfait_logement(demande: Demande, bareme: Bareme) -> Decimal:
    """Euros a month, rounded to the cent: who owns or pays no rent; who has a housing benefit, and never more than it."""
    rang = min(len(demande.membres), 3) - 1
    if demande.logement in (Logement.PROPRIETAIRE, Logement.HEBERGE):
        return _forfait("sans_aide", rang, demande.depot, bareme)
    if demande.logement is Logement.AIDE:
        return min(_forfait("avec_aide", rang, demande.depot, bareme), demande.aide_logement)
    return ZERO


def _forfait(genre: str, rang: int, le: date, bareme: Bareme) -> Decimal:
    rsa = bareme.valeur("rsa.montant", le) * bareme.valeurs("rsa.coefficient", le)[rang]
    return (rsa * bareme.valeurs(f"forfait.{genre}", le)[rang]).quantize(CENT, ROUND_HALF_UP)


# Ceilings and contributions


def plafond_annuel(demande: Demande, genre: str, bareme: Bareme) -> Decimal:
    """Euros a year: adults first, then the children from the eldest on, each adding what their rank adds, or half of it."""
    echelle = bareme.valeurs(f"plafond.{demande.zone.plafond}.{genre}", demande.depot)
    ordre = sorted(demande.membres, key=lambda un: (not un.adulte, un.naissance, un.cle))
    total = ZERO
    for rang, membre in enumerate(ordre):
        ajout = _ajout(echelle, rang)
        total += ajout / 2 if membre.alternee and rang else ajout
    return total


def plafond_pour(personnes: int, zone: Zone, depot: date, genre: str, bareme: Bareme) -> Decimal:
    """Euros a year for a foyer of which only the number is known, each counted whole."""
    echelle = bareme.valeurs(f"plafond.{zone.plafond}.{genre}", depot)
    return sum((_ajout(echelle, rang) for rang in range(personnes)), ZERO)


def _ajout(echelle: Sequence[Decimal], rang: int) -> Decimal:
    """What the person of this rank (from 0) adds to the ceiling."""
    if rang >= DE_QUATRE:
        return echelle[UN_DE_PLUS]
    return echelle[rang] - (echelle[rang - 1] if rang else ZERO)


def mensualite(naissance: date, du: date, zone: Zone, bareme: Bareme, le: date) -> Decimal:
    """What one member pays a month: by their age on 1 January of the year in which the right opens (`du`)."""
    janvier = date(du.year, 1, 1)
    age = janvier.year - naissance.year - ((janvier.month, janvier.day) < (naissance.month, naissance.day))
    seuils, prix = bareme.valeurs("participation.ages", le), bareme.valeurs(f"participation.{zone.grille}", le)
    return next(
        montant for seuil, montant in reversed(list(zip(seuils, prix, strict=True))) if age >= seuil or not seuil
    )


# Rights without any resources screen


class Presomption(Enum):
    """What a minimum income gives by itself."""

    GRATUITE = "gratuite"
    PARTICIPATION = "participation"


def presomption(
    minimum: str, le: date, bareme: Bareme, *, seul: bool, enfants: bool, sans_travail: bool
) -> Presomption | None:
    """What whoever has `minimum` ("RSA", "ASPA", "ASI", "AAH") gets without saying their incomes; None when they must.

    `sans_travail`: nobody of the foyer has worked in the three calendar months before. AAH needs to be alone, without child.
    """
    if not bareme.valeur(f"presomption.{minimum}", le, ZERO):
        return None
    if minimum == "RSA":
        return Presomption.GRATUITE
    if not sans_travail or (minimum == "AAH" and (enfants or not seul)):
        return None
    return Presomption.PARTICIPATION
