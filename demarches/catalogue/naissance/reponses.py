"""What chapter 13 reads of its answers, who may start, and how each child is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accounts.models import Beneficiaire
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.naissance import doublons
from demarches.catalogue.naissance.formulaires import FRANCE, Enfant, Papiers, SecondParent, Situation
from demarches.catalogue.naissance.models import premier_prenom
from demarches.catalogue.naissance.regles import dates
from demarches.moteur.declaration import Contexte, Issue, Refus, Reponses, Sujet
from demarches.moteur.refus_communs import ACCUEIL, APPELER, ECRIRE

SUITES = (
    "Votre déclaration est enregistrée tout de suite. Vous pouvez l’annuler jusqu’à demain, à la même heure.",
    "Le lendemain, votre enfant est dans « Mes informations » et sur votre attestation de droits. Ses soins sont pris en charge.",
    "Nous retrouvons la déclaration de la mairie à l’état civil en 3 à 10 jours.",
    "Son numéro de Sécurité sociale arrive en 2 à 4 semaines. Un message vous prévient de mettre votre carte Vitale à jour.",
    "Prévenez votre complémentaire santé, la Caf et votre employeur.",
)
SUITES_AVEC_PAPIERS = (
    "Un conseiller lit le formulaire et l’acte.",
    "Quand tout est juste, votre enfant est rattaché à votre dossier. Un message vous prévient.",
    "Prévenez votre complémentaire santé, la Caf et votre employeur.",
)


class Naissance(Reponses):
    situation: Situation.Donnees
    enfants: tuple[Enfant.Donnees, ...]
    papiers: Papiers.Donnees | None
    second_parent: SecondParent.Donnees


def hors_de_france(contexte: Contexte) -> bool:
    return Naissance.du(contexte).situation.lieu != FRANCE


def suites(contexte: Contexte) -> tuple[str, ...]:
    if "situation" in contexte.reponses and hors_de_france(contexte):
        return SUITES_AVEC_PAPIERS
    return SUITES


def par_enfant(contexte: Contexte) -> list[Sujet]:
    """A child is declared once at a time by a parent; the other parent's declaration is another one."""
    assure = contexte.assure.public_id
    return [
        Sujet(f"{assure}:{un.naissance}:{doublons.cle(un.prenoms)}", premier_prenom(un.prenoms))
        for un in Naissance.du(contexte).enfants
    ]


def nommer(rang: int, reponses: Mapping[str, Any]) -> str:
    """« Enfant 2 : Lou-Ann »."""
    prenom = premier_prenom(reponses.get("prenoms") or "")
    return f"Enfant {rang}\N{NO-BREAK SPACE}: {prenom}" if prenom else f"Enfant {rang}"


def pas_deux_fois(contexte: Contexte) -> str | None:
    """The same child is not declared twice in one declaration."""
    vus: set[tuple[str, str]] = set()
    for place, siennes in contexte.reponses.items():
        if place.startswith("enfants/"):
            enfant = (siennes["naissance"], doublons.cle(siennes["prenoms"]))
            if enfant in vus:
                return f"{premier_prenom(siennes['prenoms'])} est dans la liste deux fois. Retirez une des deux pages."
            vus.add(enfant)
    return None


def comme_le_precedent(contexte: Contexte) -> Mapping[str, Any]:
    """Twins have the name, the town hall and most often the day of the one before."""
    precedents = [siennes for place, siennes in contexte.reponses.items() if place.startswith("enfants/")]
    communs = ("nom", "naissance", "departement", "pays", "mairie_le")
    return {nom: precedents[-1][nom] for nom in communs if nom in precedents[-1]} if precedents else {}


def assure_a_son_nom(contexte: Contexte) -> Refus | None:
    """A minor who is still on a parent's file declares with an agent, who tells that parent nothing."""
    personne, jour = contexte.assure.personne, jour_de(contexte.le)
    if personne.age(jour) >= dates.MAJORITE:
        return None
    couvert = Beneficiaire.objects.systeme("is this minor still on a parent's file?").filter(personne=personne)
    if not couvert.exclude(droits_au__lt=jour).exists():
        return None
    return Refus(
        "Vous êtes encore inscrit sur le dossier d’un de vos parents. Un conseiller fait cette démarche avec vous. "
        "Rien n’est écrit dans le compte de vos parents.",
        jusqu_a="Vous la ferez vous-même dès que vous aurez votre propre dossier.",
        issues=(ECRIRE, APPELER, ACCUEIL),
    )


VOIR_PARTICULIERE = Issue(
    "Ma situation est particulière",
    "Rien n’est demandé. Un conseiller s’en occupe.",
    "demarches:naissance_particuliere",
)
