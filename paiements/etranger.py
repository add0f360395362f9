"""Care abroad is paid: each bill becomes euros at the rate of the day of payment, then lines, then one transfer (chapter 21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.models import Assure, Personne
from ameli.noyau.calendrier import jour_de
from paiements import cours, patients
from paiements.calcul import etranger as calcul
from paiements.calcul.etranger import SoinEtranger
from paiements.calcul.mots import Famille
from paiements.calcul.patient import Patient
from paiements.calcul.retenues import Compteurs
from paiements.calcul.soins import Ligne
from paiements.devises import Cours
from paiements.enregistrement import Facture, LigneAPayer, enregistrer
from paiements.models import Paiement


@dataclass(frozen=True)
class SoinFacture:
    """A bill and what an agent read in it. `montant` in `devise`; the rest as `SoinEtranger` says it."""

    cle: str
    le: date
    montant: Decimal
    devise: str
    code: str
    base: Decimal | None = None
    etat: Decimal | None = None


@dataclass(frozen=True)
class SoinRembourse:
    """What becomes of a bill: the rate, the euros, its lines."""

    soin: SoinFacture
    cours: Cours
    lignes: tuple[Ligne, ...]


def rembourser(
    soins: Sequence[SoinFacture], patient: Patient, compteurs: Compteurs, le: date
) -> tuple[SoinRembourse, ...]:
    """What each bill gives, paid on `le`. Raises CoursInconnu, ActeInconnu. One query for each currency but the euro."""
    publies = {devise: cours.au(devise, le) for devise in dict.fromkeys(soin.devise for soin in soins)}
    return tuple(_rembourser(soin, publies[soin.devise], patient, compteurs) for soin in soins)


def _rembourser(soin: SoinFacture, du_jour: Cours, patient: Patient, compteurs: Compteurs) -> SoinRembourse:
    en_euros = SoinEtranger(soin.code, soin.le, du_jour.en_euros(soin.montant), soin.base, soin.etat, cle=soin.cle)
    return SoinRembourse(soin, du_jour, calcul.rembourser(en_euros, patient, compteurs))


def payer(
    assure: Assure, personne: Personne, soins: Sequence[SoinFacture], *, rang: int, du_le: datetime,
    cause: str = "",
) -> Paiement:  # fmt: skip
    """Pay these bills of `personne`, who has this rank in the file, to the insured person; `cause` is the démarche that asked for it.

    Raises CoursInconnu, ActeInconnu.

    In the caller's transaction: the rates and the counts of the day are those that the payment keeps.
    """
    patient = patients.lire(assure, personne)
    compteurs = patients.compteurs(assure, personne, {soin.le.year for soin in soins})
    dues = []
    for rembourse in rembourser(soins, patient, compteurs, jour_de(du_le)):
        premiere, *autres = rembourse.lignes
        dues.append(LigneAPayer(premiere, personne, rang, facture=_facture(rembourse, cause)))
        dues += [LigneAPayer(une, personne, rang) for une in autres]
    return enregistrer(assure, dues, famille=Famille.SOINS, du_le=du_le)


def _facture(rembourse: SoinRembourse, cause: str) -> Facture:
    soin, du_jour = rembourse.soin, rembourse.cours
    return Facture(soin.devise, soin.montant, du_jour.valeur, du_jour.publie_le, cause, soin.cle)
