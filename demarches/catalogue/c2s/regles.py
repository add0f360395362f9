"""Dates and limits of chapter 11 that are not figures of money. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from accounts.dossier.solidaire.calcul import annee_du_patrimoine, douze_mois
from ameli.noyau import formats
from ameli.noyau.calendrier import ajouter_mois, jours, mois

AGE_DE_LA_DEMANDE = 16  # alone, when the ties with the family are cut (art. L. 861-1)
MAJORITE, AGE_LIMITE = 18, 25
MOIS_DE_RENOUVELLEMENT = 4
ALERTE, PLUS_LONG, VEILLE, SILENCE = jours(14), jours(28), jours(45), mois(2)
DOCUMENT, RAPPEL_DU_DOCUMENT = jours(30), jours(15)
OBJECTION, MOIS_A_LA_MAIN = jours(10), jours(30)
NUMERO, RAPPEL_DU_NUMERO = jours(15), jours(8)
RECOURS = mois(2)


def renouvelable_le(au: date) -> date:
    """The first day on which a right that ends on `au` may be renewed: four months before the day after."""
    return ajouter_mois(au + timedelta(days=1), -MOIS_DE_RENOUVELLEMENT)


def age(naissance: date, le: date) -> int:
    return le.year - naissance.year - ((le.month, le.day) < (naissance.month, naissance.day))


def en_toutes_lettres(depot: date) -> str:
    """« d’octobre 2025 à septembre 2026 »."""
    regardes = douze_mois(depot)
    return f"{formats.de(mois_en_mots(regardes[0]))} à {mois_en_mots(regardes[-1])}"


def mois_en_mots(mois_: date) -> str:
    """« octobre 2025 »."""
    return f"{formats.MOIS[mois_.month - 1]} {mois_.year}"


def bornes(depot: date, patrimoine: bool) -> tuple[date, date]:
    """First and last day of what is looked at."""
    if patrimoine:
        annee = annee_du_patrimoine(depot)
        return date(annee, 1, 1), date(annee, 12, 31)
    regardes = douze_mois(depot)
    return regardes[0], ajouter_mois(regardes[-1], 1) - timedelta(days=1)
