"""The days and the numbers of chapter 18: silence, appeal, age, SIRET. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from ameli.noyau.calendrier import ajouter_mois, est_ouvre, jours, mois
from paiements.calcul.invalidite.ouverture import age_de_fin, demandable_jusqu_au, retraite_le

CODE = "pension-invalidite"
PREMIERE_NOUVELLE, SECONDE_NOUVELLE, ALERTE = jours(10), jours(40), jours(45)  # hypothesis
AVIS = mois(24)  # the doctor may still answer after the silence: a late grant takes the place of the refusal
SILENCE = mois(2)  # R341-9 fixes no delay any more: without an answer in two months, refused
CONVOCATION, RAPPEL_DE_CONVOCATION = jours(15), jours(10)  # to choose an appointment (hypothesis)
CONVOCATIONS, MOIS_PROPOSES = 2, 2  # the first one, and one more; how far they may be
UN_JOUR, RAPPEL_DU_RENDEZ_VOUS = timedelta(days=1), timedelta(days=2)
REPONSE, RAPPEL_DE_REPONSE = jours(60), jours(30)  # hypothesis: to answer what the caisse proposes
MOIS_DE_RECOURS = 2
CATEGORIES = {
    1: "vous pouvez encore travailler",
    2: "vous ne pouvez plus travailler",
    3: "vous ne pouvez plus travailler, et une autre personne doit vous aider chaque jour",
}
CHIFFRES_SIRET = 14


def recours_jusqu_au(notifie_le: date) -> date:
    """The last day to appeal: two months, carried to the next working day as in court (hypothesis)."""
    jour = ajouter_mois(notifie_le, MOIS_DE_RECOURS)
    while not est_ouvre(jour):
        jour += UN_JOUR
    return jour


def trop_tard(naissance: date, jour: date) -> bool:
    """Is it too late, even for an invalidity that began before the age of retirement?"""
    return jour > demandable_jusqu_au(age_de_fin(naissance))


def retraite_proche(naissance: date, jour: date) -> date | None:
    """The first day of the retirement, for who asks within the last year before it, or after it."""
    retraite = retraite_le(naissance)
    return retraite if ajouter_mois(jour, 12) >= retraite else None


def siret_juste(siret: str) -> bool:
    """14 digits whose sum by Luhn's rule is a multiple of ten."""
    if len(siret) != CHIFFRES_SIRET or not (siret.isascii() and siret.isdigit()):
        return False
    doubles = (int(chiffre) * (1 + rang % 2) for rang, chiffre in enumerate(reversed(siret)))
    return sum(n - 9 if n > 9 else n for n in doubles) % 10 == 0
