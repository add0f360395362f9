"""Who has which care, how often. Figures are orders of magnitude for a person of that age in France. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from paiements.calcul.invalidite.mensualites import Titre
from paiements.calcul.mots import Particularite, Protection
from paiements.calcul.patient import Patient, Periode

GROSSESSE_PROTEGEE = timedelta(days=122)  # from the first day of the sixth month to the birth
SUITES_DE_COUCHES = timedelta(days=12)
AVANT_NAISSANCE, APRES_NAISSANCE = timedelta(days=42), timedelta(days=69)
PATERNITE = timedelta(days=24)
NOUVEAU_NE = timedelta(days=30)
EMPLOYEURS = ("", "", "Scierie des Landes", "Thermes de l’Adour", "Transports Lafitte")
ARRET_D_ALD = 20  # days: shorter leaves of somebody who has a long illness are those of everybody


@dataclass(frozen=True, slots=True)
class Habitudes:
    """How many times a year, but `boites`: boxes of a treatment taken every month, and `direct`: share of the visits for
    which the caisse pays the professional."""

    generaliste: float = 3
    specialiste: float = 0.8
    biologie: float = 0.8
    imagerie: float = 0.4
    dentiste: float = 0.9
    lunettes: float = 0.3
    boites: int = 0
    kine: float = 0.2
    infirmier: float = 0.1
    transport: float = 0
    psychologue: float = 0.05
    hopital: float = 0.05
    direct: float = 0.1
    secteur_2: float = 0.3


@dataclass(frozen=True, slots=True)
class Membre:
    """Somebody of a household; `rang` 1 is the insured person. `ald`: their treatment goes with a long illness."""

    rang: int
    naissance: date
    habitudes: Habitudes
    protections: tuple[Periode, ...] = ()
    regime_local: bool = False
    ald: bool = False
    sexe: str = ""

    @property
    def patient(self) -> Patient:
        return Patient(self.naissance, self.protections, self.regime_local)


@dataclass(frozen=True, slots=True)
class Arret:
    """A leave from work, paid as `code` says. `subroge`: to the employer, when the household has one who keeps the wage going."""

    code: str
    du: date
    au: date
    particularite: Particularite = Particularite.AUCUNE
    subroge: bool = True


@dataclass(frozen=True, slots=True)
class Pension:
    """`code` INV or RTE, gross euros a month, `csg` in %."""

    code: str
    depuis: date
    mensuel: Decimal
    csg: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Foyer:
    """What a history is told from. `employeur` empty: the wage is not kept going. `incidents`: share of payments that go
    wrong (returned by the bank, paid twice). `titre`: the pension of invalidity that the caisse pays (`paiements.pensions`)."""

    graine: str
    commune: str
    membres: tuple[Membre, ...]
    medecin: str = ""
    salaire: Decimal = Decimal(2100)
    employeur: str = ""
    arrets: tuple[Arret, ...] = ()
    pensions: tuple[Pension, ...] = ()
    titre: Titre | None = None
    incidents: float = 0.004
    sans_gluten: bool = False
    patients: dict[int, Patient] = field(default_factory=dict, compare=False)

    def paye_a(self, arret: Arret) -> str:
        """The employer to whom this leave is paid; empty when it is paid to the person."""
        return self.employeur if arret.subroge else ""


def habitudes(hasard: Random, age: int) -> Habitudes:
    """What somebody of this age usually has."""
    if age < 3:
        return Habitudes(7, 0.3, 0.1, 0.1, 0, 0, 0, 0.2, 0, 0, 0, 0.05, 0.2)
    if age < 18:
        return Habitudes(2.5, 0.5, 0.1, 0.2, 1.1, 0.25, 0, 0.1, 0, 0, 0.1, 0.03, 0.1)
    if age < 45:
        return Habitudes(2.8, 0.8, 0.6, 0.3, 0.9, 0.25, 2 if hasard.random() < 0.2 else 0, 0.2)
    if age < 65:
        return Habitudes(3.8, 1.3, 1.3, 0.7, 1.0, 0.4, hasard.choice((0, 0, 1, 2, 3)), 0.35, 0.3)
    return Habitudes(6, 2.4, 2.8, 1.0, 0.8, 0.4, hasard.randint(1, 5), 0.5, 1.2, 0.4, 0, 0.2, 0.35)


def ald(depuis: date) -> Periode:
    """A long illness recognised since that day."""
    return Periode(Protection.ALD, depuis)


def nouveau_ne(naissance: date) -> Periode:
    return Periode(Protection.NOUVEAU_NE, naissance, naissance + NOUVEAU_NE)


def maternite(naissance: date) -> Periode:
    """From the sixth month of the pregnancy to the twelfth day after the birth."""
    return Periode(Protection.MATERNITE, naissance - GROSSESSE_PROTEGEE, naissance + SUITES_DE_COUCHES)


def accident(du: date, au: date | None = None) -> Periode:
    """The care of a work accident, as long as its leave lasts, or for good with a pension."""
    return Periode(Protection.AT_MP, du, au)


def ouvertes_par(arrets: Iterable[Arret], pensions: Iterable[Pension]) -> Iterator[Periode]:
    """The protections that leaves and pensions bring with them: a file that is paid the ones holds the others."""
    yield from (accident(arret.du, arret.au) for arret in arrets if arret.code == "IJA")
    for une in pensions:
        yield accident(une.depuis) if une.code == "RTE" else Periode(Protection.INVALIDITE, une.depuis)


def conge_de_naissance(sexe: str, naissance: date) -> Arret:
    """The leave of a mother (16 weeks around the birth) or of a father (25 days after it)."""
    if sexe == "F":
        return Arret("IJM", naissance - AVANT_NAISSANCE, naissance + APRES_NAISSANCE)
    return Arret("IJP", naissance, naissance + PATERNITE)


def tirer(
    graine: str, commune: str, adulte: tuple[str, date], enfants: list[date], situation: str, debut: date, fin: date,
    medecin: str = "", malade: bool | None = None,
) -> Foyer:  # fmt: skip
    """A household drawn at random: `adulte` is sex and date of birth, `enfants` dates of birth, `situation` that of the
    file; `malade` says whether they have a long illness, None leaves it to chance."""
    hasard = Random(graine)
    sexe, naissance = adulte
    age = fin.year - naissance.year
    risque = hasard.random() < (0.04 if age < 45 else 0.14 if age < 65 else 0.42)
    malade = risque if malade is None else malade
    naissances = [une for une in enfants if debut < une <= fin]
    protections = [ald(naissance.replace(year=fin.year - 3, day=1))] if malade and age > 20 else []
    if sexe == "F":
        protections += [maternite(une) for une in naissances]
    siennes = habitudes(hasard, age)
    if malade:
        siennes = replace(siennes, boites=max(2, siennes.boites), specialiste=3, biologie=4, direct=0.8)
    petits = [
        Membre(rang, une, habitudes(hasard, fin.year - une.year), (nouveau_ne(une),))
        for rang, une in enumerate(enfants, start=2)
    ]
    salarie = situation in ("SALARIE", "DEMANDEUR_EMPLOI")
    salaire = Decimal(hasard.randint(1500, 3900))
    employeur = hasard.choice(EMPLOYEURS) if salarie else ""
    arrets = tuple(_arrets(hasard, sexe, naissances, debut, fin, malade=malade)) if salarie else ()
    pensions = _pensions(hasard, situation, debut)
    protections += ouvertes_par(arrets, pensions)
    chef = Membre(1, naissance, siennes, tuple(protections), ald=malade, sexe=sexe)
    return Foyer(
        graine=graine, commune=commune, membres=(chef, *petits), medecin=medecin, salaire=salaire, employeur=employeur,
        arrets=arrets, pensions=pensions,
    )  # fmt: skip


def _arrets(hasard: Random, sexe: str, naissances: list[date], debut: date, fin: date, *, malade: bool) -> list[Arret]:
    arrets = [conge_de_naissance(sexe, une) for une in naissances]
    for annee in range((fin - debut).days // 365 + 1):
        if hasard.random() < 0.28:
            du = debut + timedelta(days=annee * 365 + hasard.randrange(300))
            duree = int(hasard.choice((4, 5, 7, 7, 10, 14, 21, 30, 45, 90)) * (0.8 + hasard.random() / 2))
            code = "IJA" if hasard.random() < 0.1 else "IJN"
            if not any(un.du <= du + timedelta(days=duree) and du <= un.au for un in arrets):
                longue = malade and code == "IJN" and duree >= ARRET_D_ALD
                particularite = Particularite.ALD if longue else Particularite.AUCUNE
                arrets.append(Arret(code, du, du + timedelta(days=duree), particularite))
    return arrets


def _pensions(hasard: Random, situation: str, debut: date) -> tuple[Pension, ...]:
    if situation == "INVALIDE":
        csg = hasard.choice((Decimal(0), Decimal("3.8"), Decimal("6.6")))
        return (Pension("INV", debut - timedelta(days=400), Decimal(hasard.randint(420, 1350)), csg),)
    if hasard.random() < 0.008:
        return (Pension("RTE", debut - timedelta(days=400), Decimal(hasard.randint(60, 480))),)
    return ()
