"""Somebody who asks for a pension through the test client, the doctor and the two agents who answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.connexion.agents import roles
from accounts.models import Agent, Assure, Message
from ameli.noyau import horloge
from ameli.noyau.echeances import balayer
from demarches.catalogue.pension_invalidite import exemples, medecin
from demarches.catalogue.pension_invalidite.decision import DecisionPension
from demarches.models import Brouillon, Demarche
from demarches.moteur import accords, attentes
from demarches.moteur.decisions import Decision
from demarches.moteur.declaration import Contexte
from tests.catalogue.iban.parcours import texte_de
from tests.fabriques import connecter, creer_agent

CODE = "pension-invalidite"
SALARIEE = {
    "employeur": "Scierie des Landes", "siret": "732 829 320 00074", "poste": "Agent forestier", "embauche": "01/03/2015",
    "temps": "PLEIN", "arret": "12/02/2026", "maintien": "non",
}  # fmt: skip
ETAPES: dict[str, dict[str, Any]] = {
    "informations": {"nationalite": "FR"},
    "situation": {"situation": "SALARIEE", "tierce_personne": "non", "accident": "non"},
    "salariee": SALARIEE,
    "controle": {},
    "avis": {"lequel": "SANS"},
}


class Demandeur:
    def __init__(self, client: Client, assure: Assure) -> None:
        self.client, self.assure = connecter(client, assure.compte), assure

    @property
    def brouillon(self) -> Brouillon:
        return Brouillon.objects.de(self.assure).order_by("-id")[0]

    def adresse(self, etape: str) -> str:
        return reverse("demarches:etape", args=[CODE, self.brouillon.public_id, etape])

    def depart(self) -> str:
        return texte_de(self.client.get(reverse("demarches:depart", args=[CODE])))

    def commencer(self) -> HttpResponse:
        return self.client.post(reverse("demarches:depart", args=[CODE]))

    def dire(self, etape: str, **champs: Any) -> HttpResponse:
        donnees = {"tour": self.brouillon.tour, **ETAPES.get(etape, {}), **champs}
        return self.client.post(self.adresse(etape), donnees, follow=True)

    def aller(self, jusqu_a: str = "verification", **autres: dict[str, Any]) -> None:
        """Through every step before `jusqu_a`; `autres` gives what is typed differently."""
        self.commencer()
        for etape in ETAPES:
            if etape == jusqu_a:
                return
            assert self.dire(etape, **autres.get(etape, {})).redirect_chain, etape

    def valider(self) -> HttpResponse:
        return self.client.post(
            self.adresse("verification"), {"honneur": "on", "tour": self.brouillon.tour}, follow=True
        )

    def demander(self) -> Demarche:
        self.aller()
        self.valider()
        return self.demarche

    @property
    def demarche(self) -> Demarche:
        return Demarche.objects.de(self.assure).order_by("-id")[0]

    @property
    def suivi(self) -> str:
        return texte_de(self.client.get(reverse("demarches:detail", args=[self.demarche.reference])))

    def messages(self) -> list[str]:
        siens = Message.objects.de(self.assure).order_by("id")
        return [m.corps.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ") for m in siens]


def vivre(demarche: Demarche, jours: int) -> None:
    """That many days after the deposit, every due date done."""
    horloge.regler_decalage(timedelta(days=jours) + (demarche.deposee_le - horloge.temps_reel()))
    balayer()
    balayer()


def agent(assure: Assure, *siens: str) -> Agent:
    un = creer_agent(assure.caisse)
    roles.donner(un.compte, siens)
    return un


def donner_l_avis(demarche: Demarche, le: datetime | None = None, **champs: Any) -> None:
    saisie = {"reduite": "oui", "categorie": "2", "effet": "01/01/2027", **champs}
    attente = next(une for une in attentes.ouvertes(demarche) if une.nom == medecin.AVIS)
    formulaire = medecin.AvisMedical(saisie, contexte=Contexte(demarche.assure, demarche.compte, horloge.maintenant()))
    assert formulaire.is_valid(), formulaire.errors
    attentes.recevoir(attente, formulaire, acteur="agent:MEDECIN-01", le=le or horloge.maintenant())


def formulaire(demarche: Demarche, **champs: Any) -> DecisionPension:
    return DecisionPension({**exemples.TOUS.decision, **champs}, demarche=demarche)


def accorder(demarche: Demarche, **champs: Any) -> Demarche:
    """Two agents say the same."""
    dit = formulaire(demarche, **champs)
    assert dit.is_valid(), dit.errors
    decision = Decision(donnees=dit.a_conserver(), version=demarche.version)
    resultats = [accords.accepter(demarche, agent(demarche.assure).compte.acteur, decision) for _ in range(2)]
    assert resultats == [False, True], "two people for a grant"
    return Demarche.objects.de(demarche.assure).get(pk=demarche.pk)


def en_jour(jour: date) -> str:
    return f"{jour:%d/%m/%Y}"
