"""How long it takes, what a person at the caisse must look at, what may be answered (chapter 5 § 5, 7, 8). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ameli.noyau.calendrier import Duree, ouvres


@dataclass(frozen=True)
class Delais:
    """`annonce` is told to the person; `au_plus_tard` is when the clock registers, or when it becomes late."""

    annonce: str
    au_plus_tard: Duree


# Delays of May 2023; for abroad, hypothesis of chapter 5. Table of November 2026.
CONTROLEE = "Un conseiller vérifie cette adresse : comptez une semaine"
JUSQU_AU_TRANSFERT = ouvres(3)
APRES_LE_TRANSFERT = ouvres(4)


class Situation(Enum):
    """Where the new address is, seen from the caisse that holds the file."""

    MEME_CAISSE = Delais("2 à 3 jours ouvrés", ouvres(3))
    AUTRE_CAISSE = Delais("5 à 7 jours ouvrés", ouvres(7))
    ETRANGER = Delais("10 à 15 jours ouvrés", ouvres(15))

    @property
    def delais(self) -> Delais:
        return self.value

    def annonce(self, *, controle: bool) -> str:
        """What is told before the deposit; with `controle` a person at the caisse looks first, which takes longer."""
        return CONTROLEE if controle and self is not Situation.ETRANGER else f"{self.delais.annonce} en moyenne"


def situation(*, etranger: bool, caisse: str, caisse_cible: str) -> Situation:
    """`caisse_cible` is empty when the file does not move, or when nobody knows where."""
    if etranger:
        return Situation.ETRANGER
    if caisse_cible and caisse_cible != caisse:
        return Situation.AUTRE_CAISSE
    return Situation.MEME_CAISSE


# Why an agent must look: sentences without personal data.
ALERTES = {
    "etranger": "Adresse à l’étranger : droits à vérifier avant d’enregistrer",
    "non_normalisee": "Adresse saisie à la main : le service d’adresses ne la reconnaît pas",
    "caisse_inconnue": "Aucune caisse connue pour ce code postal : choisir où va le dossier",
    "carte_en_cours": "Une carte Vitale est en commande : elle part à l’adresse enregistrée le jour de l’envoi",
}

# What an agent may answer; the person reads the sentence. Each says why, and what to do next.
MOTIFS_DE_REFUS = {
    "introuvable": "Nous n’avons pas trouvé cette adresse. Vérifiez la rue, le code postal et la commune, puis refaites la demande.",
    "incomplete": "Il manque une information pour vous écrire : le bâtiment, l’appartement ou le nom sur la boîte aux lettres. Refaites la demande en la précisant.",
    "beneficiaire": "Vous ne pouvez pas changer l’adresse de toutes ces personnes. Refaites la demande sans celles qui ne vivent pas avec vous.",
    "etranger": "Ce départ à l’étranger demande d’autres démarches avant de changer d’adresse. Appelez le 36 46 : un conseiller vous explique lesquelles.",
    "fraude": "Nous n’avons pas pu nous assurer que cette demande vient de vous. Présentez-vous à votre caisse avec une pièce d’identité.",
}

MOTIFS_DE_DEPART = {
    "detache": "Détachement par mon employeur",
    "frontalier": "Travail de l’autre côté de la frontière",
    "retraite": "Retraite",
    "etudiant": "Études",
    "expatriation": "Expatriation",
    "autre": "Autre situation",
}
