"""Each way into the account, with the practice person who tries it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from ameli.bac_a_sable.personas import Persona, personas

# Name of the page, what it is called, key of the persona, what to know.
VOIES = (
    ("connexion", "Numéro et mot de passe", "lea", "Le code demandé sur un nouvel appareil est dans son courrier."),
    (
        "connexion",
        "FranceConnect",
        "lea",
        "Choisissez son identité sur le site d’exercice, puis donnez son numéro une fois.",
    ),
    (
        "premiere_visite",
        "Première visite",
        "hugo",
        "Il n’a pas encore de compte. Sa carte et son IBAN sont sur sa fiche.",
    ),
    ("oubli", "Mot de passe oublié", "lea", "Le lien est dans son courrier. Il fonctionne 30 minutes."),
    ("code_provisoire", "Code provisoire", "hugo", "Un agent le donne, à l’accueil ou au téléphone."),
    ("borne", "Borne multiservices", "lea", "Le code arrive par SMS dans son courrier."),
)


@dataclass(frozen=True)
class Voie:
    """A row of the table."""

    adresse: str
    nom: str
    personne: Persona
    conseil: str


def voies() -> list[Voie]:
    """In the order of the sign-in page."""
    par_cle = {une.cle: une for une in personas()}
    return [Voie(reverse(page), nom, par_cle[cle], conseil) for page, nom, cle, conseil in VOIES]
