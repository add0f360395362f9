"""One act becomes one line: base, rate, amount, and what is withheld for it (chapter 7 § 7)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from paiements import baremes
from paiements.calcul.mots import ZERO, Genre, MotifRetenue, MotifTaux, Poste, Protection, arrondi
from paiements.calcul.patient import Patient
from paiements.calcul.retenues import Compteurs
from paiements.prestations import Tarif, tarif

UN = Decimal(1)
PARTICIPATION = "PAT24"
# Outside the care path the rate does not fall for these.
HORS_DU_PARCOURS = {Protection.MATERNITE, Protection.NOUVEAU_NE, Protection.AT_MP}


@dataclass(frozen=True, slots=True)
class Acte:
    """What was done and billed.

    `paye` is what was billed; `coefficient` multiplies the tariff; `base` replaces it (medicines, appliances, a doctor
    whose fees are free); `unites` counts the acts, boxes or trips from which something is withheld. `tiers_payant`: the
    caisse pays the professional. `en_rapport`: the protection that this care goes with. Abroad (`a_l_etranger`) the tariff is
    not cut to what was billed: the refund is. `qui` is the patient, `cle` whatever the caller names the act by: both come back on the line.
    `plafonne`: `base` is what the most of a month left.
    """

    code: str
    le: date
    paye: Decimal
    qui: Hashable = None
    base: Decimal | None = None
    coefficient: Decimal = UN
    unites: int = 1
    professionnel: Hashable = None
    parcours: bool = True
    urgence: bool = False
    tiers_payant: bool = False
    en_rapport: Protection | None = None
    a_l_etranger: bool = False
    cle: Hashable = None
    plafonne: bool = False


@dataclass(frozen=True, slots=True)
class Ligne:
    """A line of a payment. `verse` is what the caisse pays before anything is withheld; `retenue` what the patient owes
    for this act, whenever it is taken. `base` and `taux` are None for a flat amount."""

    code: str
    le: date
    paye: Decimal
    base: Decimal | None
    taux: int | None
    verse: Decimal
    motif_taux: MotifTaux
    genre: Genre | None = None
    retenue: Decimal = ZERO
    motif_retenue: MotifRetenue = MotifRetenue.SANS_OBJET
    unites: int = 1
    tiers_payant: bool = False
    qui: Hashable = None
    professionnel: Hashable = None
    cle: Hashable = None

    @property
    def net(self) -> Decimal:
        """What reaches the patient or the professional for this act, before older debts."""
        return self.verse if self.tiers_payant else self.verse - self.retenue


def calculer(acte: Acte, patient: Patient, compteurs: Compteurs) -> tuple[Ligne, ...]:
    """The line of an act, and a second one: below zero when a flat participation goes with it, or what the Complémentaire
    santé solidaire pays when the caisse manages it. Raises ActeInconnu.

    `compteurs` is that of the patient and counts what is withheld.
    """
    prix = tarif(acte.code, acte.le)
    base = base_de(acte, prix)
    taux, motif = taux_de(acte, prix, patient, base)
    motif = MotifTaux.PLAFOND_DU_MOIS if acte.plafonne else motif
    verse = min(arrondi(base * taux / 100), acte.paye)
    retenue, motif_retenue = ZERO, MotifRetenue.SANS_OBJET
    if prix.retenue is not None:
        retenue, motif_retenue = _retenir(acte, prix.retenue, patient, compteurs, verse)
    ligne = Ligne(
        acte.code, acte.le, acte.paye, base, taux, verse, motif, prix.retenue, retenue, motif_retenue, acte.unites,
        acte.tiers_payant, acte.qui, acte.professionnel, acte.cle,
    )  # fmt: skip
    if patient.solidaire_par_la_caisse(acte.le):
        return ligne, *part_solidaire(ligne, prix, patient)
    if motif is not MotifTaux.LOURD:
        return (ligne,)
    forfait = min(tarif(PARTICIPATION, acte.le).base or ZERO, verse - retenue)
    participation = Ligne(
        PARTICIPATION, acte.le, ZERO, None, None, -forfait, MotifTaux.FORFAIT, tiers_payant=acte.tiers_payant,
        qui=acte.qui, professionnel=acte.professionnel, cle=("participation", acte.cle),
    )  # fmt: skip
    return ligne, participation


def base_de(acte: Acte, prix: Tarif) -> Decimal:
    """The tariff, or what the act says, and in France never more than what was billed."""
    tarif_du_jour = acte.base if acte.base is not None else arrondi((prix.base or ZERO) * acte.coefficient)
    if acte.base is None and prix.base is None:
        tarif_du_jour = acte.paye
    return max(ZERO, tarif_du_jour if acte.a_l_etranger else min(tarif_du_jour, acte.paye))


def taux_de(acte: Acte, prix: Tarif, patient: Patient, base: Decimal) -> tuple[int, MotifTaux]:
    """Rate in %, and why (chapter 7 § 6). A flat amount is paid whole.

    Hypothesis: outside the care path a person with a long illness loses the same points as anybody else.
    """
    if prix.taux is None or prix.taux_local is None:
        return 100, MotifTaux.FORFAIT
    if patient.regime_local:
        taux, motif = prix.taux_local, MotifTaux.LOCAL
    else:
        taux, motif = prix.taux, MotifTaux.HABITUEL
    if taux == 0:
        return 0, MotifTaux.A_CHARGE
    protection = patient.protection(acte.le, acte.en_rapport, sauf=_ecartees(acte, prix))
    if protection is not None and protection.taux > taux:
        taux, motif = protection.taux, MotifTaux(protection.nature)
    if _hors_parcours(acte, prix, patient) and (protection is None or protection.nature not in HORS_DU_PARCOURS):
        points = int(baremes.valeur("hors_parcours", "points", acte.le))
        return max(0, taux - points), MotifTaux.HORS_PARCOURS
    if (
        taux < 100
        and not patient.solidaire(acte.le)
        and prix.retenue is Genre.PF
        and base >= baremes.valeur("acte_lourd", "seuil", acte.le)
    ):
        return 100, MotifTaux.LOURD
    return taux, motif


def _ecartees(acte: Acte, prix: Tarif) -> frozenset[Protection]:
    """Those that do not pay for this care: of a newborn, care in hospital alone is paid whole once the table says so."""
    a_l_hopital = bool(prix.poste & Poste.HOPITAL)
    if a_l_hopital or not baremes.valeur("nouveau_ne", "hopital", acte.le):
        return frozenset()
    return frozenset({Protection.NOUVEAU_NE})


def part_solidaire(ligne: Ligne, prix: Tarif, patient: Patient) -> tuple[Ligne, ...]:
    """What the usual rate leaves of the base, which the Complémentaire santé solidaire pays: not what is lost outside the care path, nor what is above the tariff."""
    if ligne.base is None or ligne.taux is None or prix.taux is None:
        return ()
    habituel = max(ligne.taux, (patient.regime_local and prix.taux_local) or prix.taux)
    part = min(ligne.base - arrondi(ligne.base * habituel / 100), ligne.paye - ligne.verse)
    if not part:
        return ()
    return (
        replace(
            ligne, paye=ZERO, taux=100 - habituel, verse=part, motif_taux=MotifTaux.C2S, retenue=ZERO,
            motif_retenue=MotifRetenue.SANS_OBJET, unites=0, cle=("c2s", ligne.cle),
        ),
    )  # fmt: skip


def _hors_parcours(acte: Acte, prix: Tarif, patient: Patient) -> bool:
    if acte.parcours or acte.urgence or not prix.parcours:
        return False
    return patient.age(acte.le) >= int(baremes.valeur("hors_parcours", "age", acte.le))


def _retenir(
    acte: Acte, genre: Genre, patient: Patient, compteurs: Compteurs, verse: Decimal
) -> tuple[Decimal, MotifRetenue]:
    if acte.urgence and genre is Genre.TRAJET:
        return ZERO, MotifRetenue.URGENCE
    exemption = patient.exempte(genre, acte.le, acte.en_rapport)
    if exemption is not None:
        return ZERO, exemption
    return compteurs.retenir(genre, acte.le, acte.professionnel, acte.unites, verse)
