"""Somebody who gives a procuration, through the test client; and the agent to whom the mandataire shows it."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Agent, Assure
from ameli.noyau import horloge
from demarches.catalogue.procuration import guichet
from demarches.catalogue.procuration.models import Procuration
from demarches.models import Brouillon, Demarche
from demarches.moteur.codes_d_exemple import dernier_code
from demarches.moteur.declaration import Contexte
from tests.catalogue.iban.parcours import texte_de
from tests.fabriques import connecter, creer_agent, dire_la_raison

NEVEU = {"civilite": "MONSIEUR", "nom": "D’Almeida", "prenom": "Paul", "naissance": "14/03/1985", "etendue": "toutes"}


class Mandant:
    def __init__(self, client: Client, assure: Assure) -> None:
        self.client, self.assure = connecter(client, assure.compte), assure

    @property
    def brouillon(self) -> Brouillon:
        return Brouillon.objects.de(self.assure).order_by("-id")[0]

    def adresse(self, etape: str) -> str:
        return reverse("demarches:etape", args=["procuration", self.brouillon.public_id, etape])

    def commencer(self) -> HttpResponse:
        return self.client.post(reverse("demarches:depart", args=["procuration"]))

    def dire(self, **champs: Any) -> HttpResponse:
        """The screen of the mandataire."""
        return self.client.post(self.adresse("mandataire"), {"tour": self.brouillon.tour, **NEVEU, **champs})

    @property
    def code(self) -> str:
        contexte = Contexte(self.assure, self.assure.compte, horloge.maintenant())
        return dernier_code(contexte, "procuration_code")

    def prouver(self, code: str = "") -> HttpResponse:
        return self.client.post(self.adresse("code"), {"tour": self.brouillon.tour, "code": code or self.code})

    def valider(self) -> HttpResponse:
        return self.client.post(self.adresse("verification"), {"honneur": "on", "tour": self.brouillon.tour})

    def donner(self, **champs: Any) -> Procuration | None:
        """The whole way; the procuration that runs then, if any."""
        self.commencer()
        assert self.dire(**champs).status_code == 302
        if self.client.get(self.adresse("verification")).status_code == 302:
            assert self.prouver().status_code == 302
        self.valider()
        return self.courante

    @property
    def courante(self) -> Procuration | None:
        siennes = Procuration.objects.de(self.assure).en_cours(horloge.maintenant())
        return siennes.select_related("assure__caisse", "assure__compte", "personne").first()

    @property
    def demarche(self) -> Demarche:
        return Demarche.objects.de(self.assure).order_by("-id")[0]

    def lire(self, adresse: str) -> str:
        return texte_de(self.client.get(adresse, follow=True))

    @property
    def depart(self) -> str:
        return self.lire(reverse("demarches:depart", args=["procuration"]))

    @property
    def suivi(self) -> str:
        return self.lire(reverse("demarches:detail", args=[self.demarche.reference]))

    def revoquer(self, procuration: Procuration) -> HttpResponse:
        return self.client.post(reverse("demarches:procuration_revoquer", args=[procuration.public_id]), follow=True)


class Accueil:
    """An agent, in front of the mandataire."""

    VERIFIER = "admin:demarches_procuration_verifier"

    def __init__(self, agent: Agent) -> None:
        self.agent, self.client = agent, connecter(Client(), agent.compte)

    def verifier(self, numero: str, nom: str = "d'almeida") -> HttpResponse:
        return self.client.post(reverse(self.VERIFIER), {"numero": numero, "nom": nom}, follow=True)

    def noter(self, procuration: Procuration, quoi: str = "IJ", **champs: str) -> HttpResponse:
        adresse = reverse("admin:demarches_procuration_controle", args=[procuration.public_id])
        return self.client.post(adresse, {"piece": "on", "quoi": quoi, **champs}, follow=True)

    def connaitre(self, assure: Assure) -> Accueil:
        dire_la_raison(self.client, assure)
        return self


def servir(procuration: Procuration | None, quoi: str = "IJ") -> None:
    """It serves at the desk of its caisse."""
    assert procuration is not None
    guichet.enregistrer(procuration, creer_agent(procuration.assure.caisse), quoi, horloge.maintenant())


def liens(texte: str) -> list[str]:
    """Paths of the links of a mail."""
    return re.findall(r"https?://[^/\s]+(/\S+)", texte)
