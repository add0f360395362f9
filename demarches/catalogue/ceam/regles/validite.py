"""How long a European card and its certificate are worth, and when a card may be asked for again (chapter 15 § 4 and § 11). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from ameli.noyau.calendrier import ajouter_mois

# In force since the first day of each row. The press speaks of 20 days since 2025; the catalogue says 15.
SEUILS_DEPART = ((date(2023, 5, 1), 15),)
MOIS_DE_LA_CARTE = 24  # cards made since 1 July 2014
MOIS_DU_CERTIFICAT = 3
MOIS_AVANT_LA_FIN = 2
COMMANDES_PAR_AN = 3  # hypothesis of the reference
JOURS_SANS_LA_CARTE = 15  # hypothesis: from then on, one duplicate is free
JOURS_POUR_LE_DIRE = 60  # hypothesis: later, a card that nobody missed was received and lost


def seuil_depart(le: date) -> int:
    """A departure within this many days gives a certificate at once."""
    return next(jours for depuis, jours in reversed(SEUILS_DEPART) if depuis <= le or depuis == SEUILS_DEPART[0][0])


def fin_de_carte(debut: date, fin_des_droits: date | None) -> date:
    """Last day of a card that begins on `debut`: two years, never past the rights."""
    return _borner(ajouter_mois(debut, MOIS_DE_LA_CARTE) - timedelta(days=1), fin_des_droits)


def fin_de_certificat(debut: date, fin_des_droits: date | None) -> date:
    """Last day of a certificate issued on `debut`: three months, never past the rights."""
    return _borner(ajouter_mois(debut, MOIS_DU_CERTIFICAT) - timedelta(days=1), fin_des_droits)


def renouvelable_des(fin: date) -> date:
    """First day on which a card that ends on `fin` may be renewed: two calendar months before (chapter 15 § 11).

    § 10 wants 61 days refused; two months are 59 to 62 days, so that 61 is allowed in summer and winter. § 11 is followed.
    """
    return ajouter_mois(fin, -MOIS_AVANT_LA_FIN)


def depart_proche(le: date, *, annonce: bool, depart: date | None) -> bool:
    """Is a certificate to be given? When the person says so, or when the date that they give is near."""
    return annonce or (depart is not None and (depart - le).days < seuil_depart(le))


def _borner(fin: date, fin_des_droits: date | None) -> date:
    return min(fin, fin_des_droits) if fin_des_droits else fin


class Demande(Enum):
    """What is asked for one person."""

    COMMANDER = "commander"
    RENOUVELER = "renouveler"
    PERTE = "perte"
    VOL = "vol"
    NON_RECUE = "non_recue"


@dataclass(frozen=True)
class Titulaire:
    """What the rules know of one person on one day. `fins` are the last days of their valid cards, `commandes` the days of
    their orders; `attendue_depuis` is when their latest valid card was ordered, None when it is a duplicate."""

    sans_numero: bool = False
    droits_ouverts: bool = True
    en_chemin: bool = False
    fins: tuple[date, ...] = ()
    commandes: tuple[date, ...] = ()
    attendue_depuis: date | None = None

    @property
    def derniere_fin(self) -> date | None:
        return max(self.fins, default=None)


class Obstacle(Enum):
    """Why a card may not be asked for."""

    SANS_NUMERO = "sans_numero"
    DROITS = "droits"
    EN_CHEMIN = "en_chemin"
    TROP_TOT = "trop_tot"
    DEJA_UNE = "deja_une"
    PAS_DE_CARTE = "pas_de_carte"
    PLAFOND = "plafond"
    PAS_EN_RETARD = "pas_en_retard"


def obstacle(titulaire: Titulaire, demande: Demande, le: date) -> Obstacle | None:
    """The first reason why `demande` may not be made for this person on `le`, or None."""
    if titulaire.sans_numero:
        return Obstacle.SANS_NUMERO
    if not titulaire.droits_ouverts:
        return Obstacle.DROITS
    if titulaire.en_chemin:
        return Obstacle.EN_CHEMIN
    if demande is Demande.NON_RECUE:  # the post lost it: it does not count among the three of the year
        return None if a_dire_non_recue(titulaire.attendue_depuis, le) else Obstacle.PAS_EN_RETARD
    if demande in (Demande.PERTE, Demande.VOL) and not titulaire.fins:
        return Obstacle.PAS_DE_CARTE
    if demande is Demande.COMMANDER and titulaire.fins:
        return Obstacle.DEJA_UNE
    if demande is Demande.RENOUVELER:
        if titulaire.derniere_fin is None:
            return Obstacle.PAS_DE_CARTE
        if le < renouvelable_des(titulaire.derniere_fin):
            return Obstacle.TROP_TOT
    return Obstacle.PLAFOND if _dans_l_annee(titulaire.commandes, le) >= COMMANDES_PAR_AN else None


GESTES = ((Demande.COMMANDER,), (Demande.RENOUVELER,), (Demande.NON_RECUE, Demande.PERTE, Demande.VOL))


def gestes(titulaire: Titulaire, le: date) -> tuple[Demande, ...]:
    """The one thing that may be asked for this person on `le`; empty when nothing may.

    To replace a card in force is one thing: that it never came, is lost or was stolen, they say.
    """
    possibles = (tuple(une for une in geste if obstacle(titulaire, une, le) is None) for geste in GESTES)
    return next((geste for geste in possibles if geste), ())


def a_dire_non_recue(commandee_le: date | None, le: date) -> bool:
    """May a card ordered that day be said never to have arrived? From the 15th day to the 60th."""
    return commandee_le is not None and JOURS_SANS_LA_CARTE <= (le - commandee_le).days <= JOURS_POUR_LE_DIRE


def _dans_l_annee(commandes: Iterable[date], le: date) -> int:
    depuis = ajouter_mois(le, -12)
    return sum(depuis < commande <= le for commande in commandes)
