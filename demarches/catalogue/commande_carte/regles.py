"""Who may order a Vitale card, why, and what stops them (chapter 10 § 1 and § 8). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from demarches.cartes.regles import AGE_ADULTE, AGE_DE_LA_CARTE

SEMAINES = 2  # from the order to the letter box, online; 28 days by post (catalogue of May 2023)


class Origine(Enum):
    """What gives the right to order."""

    OPPOSITION = "opposition"
    IDENTITE = "identite"
    IMMATRICULATION = "immatriculation"
    AYANT_DROIT = "ayant_droit"


class Obstacle(Enum):
    """Why nobody may order for somebody."""

    TROP_JEUNE = "trop_jeune"
    ADULTE = "adulte"
    DECEDE = "decede"
    DROITS = "droits"
    SANS_NUMERO = "sans_numero"
    PROVISOIRE = "provisoire"
    EN_CHEMIN = "en_chemin"
    DEJA_UNE = "deja_une"
    TROP_TARD = "trop_tard"


@dataclass(frozen=True)
class Demandeur:
    """What the rules know of one person. `limite` is when the time to order ends, after a declaration."""

    age: int
    soi: bool
    sans_numero: bool = False
    numero_definitif: bool = True
    droits_ouverts: bool = True
    decede: bool = False
    en_chemin: bool = False
    carte_active: bool = False
    identite_changee: bool = False
    deja_eu_une_carte: bool = False
    opposee: bool = False
    limite: datetime | None = None


def examiner(demandeur: Demandeur, le: datetime) -> Origine | Obstacle:
    """What gives this person the right to order at `le`, or the first reason why not."""
    return _obstacle(demandeur) or _origine(demandeur, le)


def _obstacle(demandeur: Demandeur) -> Obstacle | None:
    if demandeur.decede:
        return Obstacle.DECEDE
    if demandeur.age < AGE_DE_LA_CARTE:
        return Obstacle.TROP_JEUNE
    if not demandeur.soi and demandeur.age >= AGE_ADULTE:
        return Obstacle.ADULTE
    if not demandeur.droits_ouverts:
        return Obstacle.DROITS
    if demandeur.sans_numero:
        return Obstacle.SANS_NUMERO
    if not demandeur.numero_definitif:
        return Obstacle.PROVISOIRE
    return Obstacle.EN_CHEMIN if demandeur.en_chemin else None


def _origine(demandeur: Demandeur, le: datetime) -> Origine | Obstacle:
    if demandeur.carte_active:
        return Origine.IDENTITE if demandeur.identite_changee else Obstacle.DEJA_UNE
    if demandeur.opposee:
        a_temps = demandeur.limite is not None and le <= demandeur.limite
        return Origine.OPPOSITION if a_temps else Obstacle.TROP_TARD
    if demandeur.deja_eu_une_carte:
        return Obstacle.TROP_TARD
    return Origine.IMMATRICULATION if demandeur.soi else Origine.AYANT_DROIT


# The document (chapter 10 § 4)

RECTO_VERSO = ("cni", "titre", "permis")
DOCUMENTS = (
    ("cni", "Carte nationale d’identité (recto et verso)"),
    ("passeport", "Passeport (les deux pages avec la photo)"),
    ("titre", "Titre de séjour (recto et verso)"),
    ("permis", "Permis de conduire au format carte (recto et verso)"),
)


def verso_exige(document: str) -> bool:
    """Is the back of this document wanted too?"""
    return document in RECTO_VERSO


# Why a photo or a document is sent back (chapter 10 § 7)

MOTIFS_DE_REFUS = {
    "identite": "La pièce d’identité n’est pas celle de la personne pour qui la carte est commandée.",
    "droits": "Les droits ne permettent pas d’établir une carte.",
    "adresse": "L’adresse du dossier n’est plus la bonne. Changez d’abord d’adresse, puis commandez de nouveau.",
}
MOTIFS_PHOTO = {
    "floue": "La photo est floue. Posez le téléphone sur un appui et reprenez-la.",
    "sombre": "La photo est trop sombre. Mettez-vous face à une fenêtre.",
    "ombre": "Il y a une ombre ou un reflet sur le visage. Changez de place, sans flash.",
    "fond": "Le fond n’est pas uni. Mettez-vous devant un mur clair, sans objet.",
    "taille": "Le visage est trop petit ou trop grand. Il doit occuper les trois quarts de la hauteur.",
    "profil": "Le visage n’est pas de face. Regardez l’objectif, la tête droite.",
    "yeux": "Les yeux sont fermés ou cachés. Gardez-les ouverts, sans mèche devant.",
    "bouche": "La bouche est ouverte. Gardez une expression neutre, bouche fermée.",
    "tete": "Quelque chose couvre la tête. Enlevez-le : le visage entier doit se voir.",
    "lunettes": "Les lunettes cachent les yeux ou brillent. Enlevez-les pour la photo.",
    "plusieurs": "Il y a plusieurs personnes sur la photo. Soyez seul.",
    "ancienne": "La photo ne vous ressemble plus. Prenez-en une de moins de 6 mois.",
    "retouchee": "La photo est retouchée, filtrée, ou c’est la photo d’une photo. Prenez-en une vraie.",
}
MOTIFS_PIECE = {
    "illisible": "La pièce d’identité n’est pas lisible. Reprenez la photo de près, bien éclairée.",
    "face": "Il manque le recto ou le verso. Envoyez les deux.",
    "perimee": "La pièce d’identité n’est plus valable. Envoyez-en une autre.",
    "nom": "Le nom n’est pas celui de votre dossier. Envoyez une pièce à ce nom.",
    "non_admise": "Ce document n’est pas accepté. Envoyez une carte d’identité, un passeport, un titre de séjour ou un permis.",
    "masquee": "Une partie de la pièce est cachée ou coupée. Elle doit se voir en entier.",
}
