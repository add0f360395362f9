"""What a person at the caisse must look at before an account is registered, and how pressing it is (chapter 6 § 5, 6, 9). Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from ameli.noyau.calendrier import Duree, heures, ouvres

Niveau = Literal["faible", "moyen", "élevé"]

# Hypotheses of chapter 6, table of November 2026.
DELAI = heures(48)
DELAI_CONTROLE = ouvres(5)
MINUTES_DU_CODE = 15
HEURES_DU_LIEN = 48


@dataclass(frozen=True)
class Alerte:
    """Why somebody must look: a sentence for the agent, without personal data, and its weight in the score."""

    phrase: str
    poids: int


# Weights, table of November 2026: 4 alone makes a high score.
ALERTES = {
    "etranger": Alerte("IBAN d’un pays SEPA autre que la France", 2),
    "titulaire_proche": Alerte("Le nom du titulaire diffère un peu de celui du dossier", 2),
    "banque_proche": Alerte("La banque connaît un nom proche, mais différent", 2),
    "banque_non_concordant": Alerte("La banque ne reconnaît pas le titulaire", 4),
    "banque_indisponible": Alerte("La banque n’a pas répondu : titulaire non vérifié", 1),
    "partage": Alerte("Ce compte sert déjà à un autre assuré", 3),
    # What the account itself shows: alone each is ordinary life, two together look like a theft.
    "mot_de_passe_recent": Alerte("Mot de passe changé depuis moins de 7 jours", 2),
    "contact_recent": Alerte("Courriel ou mobile changé depuis moins de 30 jours", 2),
    "compte_recent": Alerte("Compte ouvert depuis moins de 30 jours", 2),
    "appareil_recent": Alerte("Demande faite depuis un appareil vu pour la première fois depuis moins de 2 jours", 1),
    "franceconnect_recent": Alerte("FranceConnect rattaché depuis moins de 7 jours", 2),
    "code_provisoire_recent": Alerte("Code provisoire utilisé depuis moins de 7 jours", 3),
    "codes_faux": Alerte("Plusieurs codes de sécurité faux ces 7 derniers jours", 2),
}
SEULS_SANS_EFFET = frozenset({"appareil_recent"})
REPONSES_DE_LA_BANQUE = {
    "concordant": "",
    "proche": "banque_proche",
    "non_concordant": "banque_non_concordant",
    "indisponible": "banque_indisponible",
}

# What an agent may answer; the person reads the sentence. Each says why, and what to do next.
MOTIFS_DE_REFUS = {
    "titulaire": "Le titulaire du compte n’est pas celui que vous avez indiqué. Recopiez le nom exact de votre RIB et refaites la demande.",
    "clos": "Ce compte est clos. Demandez à votre banque un RIB à jour, puis refaites la demande.",
    "injoignable": "Nous ne pouvons pas verser d’argent sur ce compte. Indiquez un compte courant qui reçoit les virements.",
    "fraude": "Nous n’avons pas pu nous assurer que cette demande vient de vous. Présentez-vous à votre caisse avec une pièce d’identité et un RIB.",
}


def alerte_de_la_banque(resultat: str | None) -> str:
    """The alert that an answer of the bank raises, empty when it agrees. An unknown answer is no answer."""
    return REPONSES_DE_LA_BANQUE.get(resultat or "", "banque_indisponible")


def score(codes: Iterable[str]) -> int:
    """The sum of the weights; an unknown code weighs 1."""
    return sum(ALERTES[code].poids if code in ALERTES else 1 for code in set(codes))


def niveau(codes: Iterable[str]) -> Niveau:
    """High from 4, medium from 2."""
    total = score(codes)
    return "élevé" if total >= 4 else "moyen" if total >= 2 else "faible"


def a_examiner(codes: Iterable[str]) -> list[str]:
    """The codes that send the request to an agent. One light sign of the account (a new device) does not by itself."""
    presents = list(dict.fromkeys(codes))
    return [] if all(code in SEULS_SANS_EFFET for code in presents) and len(presents) < 2 else presents


def accords(codes: Iterable[str]) -> int:
    """How many different agents must agree: two for a high score (hypothesis of chapter 6 § 9)."""
    return 2 if niveau(codes) == "élevé" else 1


def delai_annonce(alertes: Collection[Any]) -> Duree:
    """What the person is told: 48 hours, or five working days when somebody must look."""
    return DELAI_CONTROLE if alertes else DELAI
