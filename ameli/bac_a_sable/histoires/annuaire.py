"""Professionals of practice: each commune has its own, always the same. Pure."""

from __future__ import annotations

import tomllib
from functools import cache
from random import Random
from typing import NamedTuple

from ameli.bac_a_sable.personas import DONNEES


class Nom(NamedTuple):
    """What makes a row of `Tiers`."""

    genre: str
    nom: str
    specialite: str
    commune: str


SPECIALITES = {
    "generaliste": "médecin généraliste",
    "specialiste": "dermatologue",
    "cardiologue": "cardiologue",
    "psychiatre": "psychiatre",
    "pediatre": "pédiatre",
    "gynecologue": "gynécologue",
    "dentiste": "chirurgien-dentiste",
    "kine": "masseur-kinésithérapeute",
    "infirmier": "infirmier",
    "sage_femme": "sage-femme",
    "orthophoniste": "orthophoniste",
    "psychologue": "psychologue",
}
MAISONS = {
    "pharmacie": ("Pharmacie", "pharmacie", ("du Marché", "des Arènes", "de la Forêt", "du Lavoir")),
    "laboratoire": ("Laboratoire", "laboratoire de biologie", ("des Gaves", "Adour Analyses", "des Pins")),
    "radiologie": ("Imagerie", "radiologie", ("du Luy", "des Landes")),
    "opticien": ("Optique", "opticien", ("du Centre", "de la Place")),
    "audioprothesiste": ("Audition", "audioprothésiste", ("Claire", "des Thermes")),
    "ambulances": ("Ambulances", "transport sanitaire", ("de la Chalosse", "du Marsan")),
    "hopital": ("Centre hospitalier", "hôpital", ("",)),
}
MEDECINS = {"generaliste", "specialiste", "cardiologue", "psychiatre", "pediatre", "gynecologue", "dentiste"}


@cache
def professionnel(metier: str, commune: str, rang: int = 0) -> Nom:
    """The professional of this trade (a key of the tables above) in this commune: two trades never have the same name there."""
    hasard = Random(f"{metier}:{commune}:{rang}")
    if metier in MAISONS:
        debut, specialite, suites = MAISONS[metier]
        ville = commune if metier == "hopital" else ""
        nom = " ".join(mot for mot in (debut, ville or hasard.choice(suites)) if mot)
        return Nom("ETAB" if metier == "hopital" else "PRO", nom, specialite, commune)
    mots = _mots()
    titre, avant = "Dr " if metier in MEDECINS else "", list(SPECIALITES).index(metier)
    pris = {professionnel(autre, commune, rang).nom for autre in list(SPECIALITES)[:avant]}
    while True:
        prenom = hasard.choice(mots["feminins"] + mots["masculins"])
        nom = f"{titre}{prenom} {hasard.choice(mots['noms'])}"
        if nom not in pris:
            return Nom("PRO", nom, SPECIALITES[metier], commune)


@cache
def medecin(nom: str, commune: str) -> Nom:
    """The family doctor, by the name that the file knows."""
    return Nom("PRO", nom, SPECIALITES["generaliste"], commune)


@cache
def employeur(nom: str, commune: str) -> Nom:
    return Nom("EMPL", nom, "", commune)


@cache
def _mots() -> dict[str, list[str]]:
    return tomllib.loads((DONNEES / "communes.toml").read_text(encoding="utf-8"))
