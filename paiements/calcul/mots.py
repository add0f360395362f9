"""The words of the calculation. Short values: they are stored in each of millions of rows."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import IntFlag, StrEnum

CENTIME = Decimal("0.01")
ZERO = Decimal("0.00")


def arrondi(montant: Decimal) -> Decimal:
    """To the cent, half a cent upwards."""
    return montant.quantize(CENTIME, ROUND_HALF_UP)


class Famille(StrEnum):
    """The five families that a search ticks (chapter 7 § 2)."""

    SOINS = "SOINS"
    TIERS = "TIERS"
    IJ = "IJ"
    INVALIDITE = "INVAL"
    RENTE = "RENTE"


class Poste(IntFlag):
    """Kinds of care; several fit in one number, so that a list needs no other table to say what a payment is for."""

    MEDECIN = 1
    PHARMACIE = 2
    BIOLOGIE = 4
    IMAGERIE = 8
    DENTAIRE = 16
    OPTIQUE = 32
    APPAREILLAGE = 64
    PARAMEDICAL = 128
    SAGE_FEMME = 256
    TRANSPORT = 512
    HOPITAL = 1024
    PSYCHOLOGUE = 2048
    CURE = 4096
    REVENU = 8192
    REGULARISATION = 16384


class Genre(StrEnum):
    """What is withheld: participation forfaitaire, or franchise by box, by act, by trip (chapter 7 § 5)."""

    PF = "PF"
    BOITE = "FRB"
    ACTE = "FRA"
    TRAJET = "FRT"

    @property
    def compteur(self) -> str:
        """ "PF" or "FR": which of the two yearly ceilings it counts for."""
        return "PF" if self is Genre.PF else "FR"


class Protection(StrEnum):
    """Why somebody pays less than others."""

    ALD = "ALD"
    MATERNITE = "MAT"
    INVALIDITE = "INV"
    AT_MP = "AT"
    NOUVEAU_NE = "NN"
    C2S = "C2S"
    AME = "AME"
    TERRORISME = "TER"
    MILITAIRE = "MIL"


class Particularite(StrEnum):
    """What an attestation may say of a leave from work, when asked (chapter 4 § 3)."""

    AUCUNE = ""
    ALD = "ALD"
    TEMPS_PARTIEL = "TPT"


class MotifTaux(StrEnum):
    """Why this rate. A protection gives its own name."""

    HABITUEL = "HAB"
    LOCAL = "LOC"
    HORS_PARCOURS = "HP"
    A_CHARGE = "CHG"
    FORFAIT = "FOR"
    LOURD = "LRD"
    ETAT_DE_SEJOUR = "ETA"
    PLAFOND_DU_MOIS = "PDM"
    RENDU = "REN"
    ALD = "ALD"
    MATERNITE = "MAT"
    INVALIDITE = "INV"
    AT_MP = "AT"
    NOUVEAU_NE = "NN"
    C2S = "C2S"
    AME = "AME"
    TERRORISME = "TER"
    MILITAIRE = "MIL"


class MotifRetenue(StrEnum):
    """Why this much is withheld for an act, or why nothing is."""

    SANS_OBJET = ""
    DUE = "DUE"
    PLAFOND_JOUR = "PJ"
    PLAFOND_AN = "PA"
    LIMITEE = "LIM"
    RIEN_VERSE = "RIEN"
    URGENCE = "URG"
    MINEUR = "MIN"
    MATERNITE = "MAT"
    AT_MP = "AT"
    C2S = "C2S"
    AME = "AME"
    TERRORISME = "TER"
    MILITAIRE = "MIL"
