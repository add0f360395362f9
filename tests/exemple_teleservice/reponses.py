"""What the room reads of its answers, and what it decides from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ameli.noyau.calendrier import jour_de
from demarches.moteur.declaration import Contexte, Refus, Reponses
from tests.exemple_teleservice import regles
from tests.exemple_teleservice.formulaires import Jour, Lieu, Preuve, Sujet, Telephone


class RendezVous(Reponses):
    """Each step under its name; the phone is asked in some cases only."""

    sujet: Sujet.Donnees
    lieu: Lieu.Donnees
    telephone: Telephone.Donnees | None
    jour: Jour.Donnees
    preuve: Preuve.Donnees


def assez_grand(contexte: Contexte) -> Refus | None:
    return regles.refus(contexte.assure.personne.age(jour_de(contexte.le)))


def par_telephone(contexte: Contexte) -> bool:
    """Is it a call that the person asks for?"""
    return RendezVous.du(contexte).lieu.lieu == "telephone"


def numero_connu(contexte: Contexte) -> Mapping[str, Any]:
    return {"numero": contexte.compte.telephone}


def prouve_encore(contexte: Contexte) -> bool:
    return contexte.le - RendezVous.du(contexte).preuve.prouvee_le <= regles.DUREE_DE_LA_PREUVE
