"""Sylvie, whose former employer's cover never said that it had ended; Enzo, her son, has the same two."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.dossier import complementaires
from accounts.models import Assure, LiaisonComplementaire, Personne
from ameli.noyau import horloge
from ameli.noyau.echeances import balayer
from demarches.catalogue.organisme_complementaire import regles
from demarches.catalogue.organisme_complementaire.formulaires import ORGANISME
from demarches.models import Brouillon, Demarche, Invitation
from tests.fabriques import connecter, creer_compte

THERMES, ENTREPRISES = "Mutuelle des Thermes", "Santé des Entreprises du Sud"
CODE = regles.CODE


def couvrir(
    assure: Assure, personne: Personne, nom: str, du: date = date(2020, 1, 1), **champs: Any
) -> LiaisonComplementaire:
    """An organism says that it covers somebody of a file."""
    return complementaires.ouvrir(
        assure, personne, complementaires.organisme_nomme(nom), du=du, le=horloge.maintenant(),
        acteur="systeme:données d'essai", **champs,
    )  # fmt: skip


def deux_organismes(assure: Assure, *personnes: Personne) -> None:
    for personne in personnes or (assure.personne,):
        couvrir(assure, personne, THERMES, date(2023, 7, 1))
        couvrir(assure, personne, ENTREPRISES, date(2026, 9, 1), collectif=True)


def ouvertes(assure: Assure) -> list[Invitation]:
    return list(Invitation.objects.de(assure).ouvertes())


class Chez:
    """Somebody at home, signed in, in front of their choice."""

    def __init__(self, assure: Assure) -> None:
        compte = getattr(assure, "compte", None) or creer_compte(assure)
        self.assure, self.client = assure, connecter(Client(), compte)

    def lire(self, adresse: str) -> str:
        return self.client.get(adresse, follow=True).content.decode().replace("\u00a0", " ")

    def commencer(self) -> str:
        """The page of the choice."""
        return self.client.post(reverse("demarches:depart", args=[CODE])).url

    def etape(self, nom: str = "choix") -> str:
        brouillon = Brouillon.objects.de(self.assure).get(teleservice=CODE, etat="OUVERT")
        return reverse("demarches:etape", args=[CODE, brouillon.public_id, nom])

    def choix(self, nom: str = ENTREPRISES, *, sauf: tuple[str, ...] = ()) -> dict[str, str]:
        """Keep this organism for everybody in conflict."""
        conflits = regles.conflits(self.assure, horloge.maintenant())
        return {
            f"{un.personne.public_id}{ORGANISME}": next(o.public_id for o in un.organismes if o.nom == nom)
            for un in conflits if un.personne.prenom not in sauf
        }  # fmt: skip

    def poster(self, donnees: dict[str, str], nom: str = "choix") -> Any:
        return self.client.post(self.etape(nom), donnees, follow=True)

    def choisir(self, nom: str = ENTREPRISES) -> Demarche:
        """The whole way."""
        self.commencer()
        self.poster(self.choix(nom))
        self.poster({}, "verification")
        return Demarche.objects.de(self.assure).filter(teleservice=CODE).latest("id")


def passer(jours: int) -> None:
    """The clock goes on, what is due is done."""
    horloge.regler_decalage(horloge.decalage() + timedelta(days=jours))
    balayer()
