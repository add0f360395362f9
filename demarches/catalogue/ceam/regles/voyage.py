"""What somebody needs for a stay in Europe: their card, a certificate, or another card (chapter 15 § 9). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from demarches.catalogue.ceam.regles import validite

JOURS_DE_LIVRAISON = timedelta(days=10)


@dataclass(frozen=True)
class Sejour:
    """From the day of departure to that of return."""

    depart: date
    retour: date


@dataclass(frozen=True)
class Possession:
    """What one person has on the day that they ask. `arrivee`: when the card on its way is expected; `au_retour`: it came
    back by the post; `certificat_au`: the last day of their certificate."""

    sans_numero: bool = False
    droits_ouverts: bool = True
    fin: date | None = None
    attendue: bool = False
    arrivee: date | None = None
    certificat_au: date | None = None


class Besoin(Enum):
    NUMERO = "numero"
    DROITS = "droits"
    CARTE = "carte"
    CARTE_EN_CHEMIN = "carte_en_chemin"
    CERTIFICAT_EN_MAIN = "certificat_en_main"
    CERTIFICAT = "certificat"
    COMMANDER = "commander"
    RENOUVELER = "renouveler"
    RENOUVELER_PLUS_TARD = "renouveler_plus_tard"
    FINIT_PENDANT = "finit_pendant"


def besoin(possession: Possession, sejour: Sejour, le: date) -> Besoin:
    """The one thing to do, or nothing when what they have is enough."""
    if possession.sans_numero:
        return Besoin.NUMERO
    if not possession.droits_ouverts:
        return Besoin.DROITS
    if possession.fin is not None and possession.fin >= sejour.retour:
        return Besoin.CARTE
    if possession.attendue:
        if possession.arrivee is not None and possession.arrivee <= sejour.depart:
            return Besoin.CARTE_EN_CHEMIN
        if possession.certificat_au is not None and possession.certificat_au >= sejour.retour:
            return Besoin.CERTIFICAT_EN_MAIN
        return Besoin.CERTIFICAT
    if possession.fin is None:
        return Besoin.COMMANDER
    des = validite.renouvelable_des(possession.fin)
    if des <= le:
        return Besoin.RENOUVELER
    return Besoin.RENOUVELER_PLUS_TARD if des <= sejour.depart else Besoin.FINIT_PENDANT
