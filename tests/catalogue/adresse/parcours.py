"""What a person does with this téléservice, through the test client; and what time does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Assure, Message
from ameli.noyau import horloge
from ameli.noyau.echeances import balayer
from demarches.catalogue.adresse.geocodage import Proposition
from demarches.models import Brouillon, Demarche
from tests.catalogue.iban.parcours import texte_de
from tests.fabriques import connecter

DAX = Proposition("5 Rue du Marché", "40100", "Dax", "40088")
BORDEAUX = Proposition("12 Rue des Acacias", "33100", "Bordeaux", "33063")
AJACCIO = Proposition("3 Cours Napoléon", "20090", "Ajaccio", "2A004")
FRANCE = {"pays": "france", "date": "20/11/2026"}
AILLEURS = {"pays": "autre", "date": "20/11/2026"}
LISBONNE = {"pays": "PT", "ligne_1": "Rua das Flores 3", "code_postal": "1200-192", "ville": "Lisbonne",
            "motif": "etudiant", "avertissement": "on"}  # fmt: skip
A_LA_MAIN = {"mode": "manuelle", "numero": "7", "voie": "rue des Camélias", "code_postal": "40100", "commune": "dax"}


class Parcours:
    def __init__(self, client: Client, assure: Assure) -> None:
        self.client = connecter(client, assure.compte)
        self.assure = assure

    # The person

    def commencer(self) -> None:
        self.client.post(reverse("demarches:depart", args=["adresse"]))

    @property
    def brouillon(self) -> Brouillon:
        return Brouillon.objects.de(self.assure).order_by("-id")[0]

    def adresse(self, etape: str) -> str:
        return reverse("demarches:etape", args=["adresse", self.brouillon.public_id, etape])

    def lire(self, etape: str) -> str:
        return texte_de(self.client.get(self.adresse(etape))).replace("\u00a0", " ")

    def repondre(self, etape: str, **saisie: Any) -> HttpResponse:
        return self.client.post(self.adresse(etape), {"tour": self.brouillon.tour, **saisie})

    def refus(self, etape: str, **saisie: Any) -> str:
        """What the page says when it does not accept."""
        reponse = self.repondre(etape, **saisie)
        assert reponse.status_code == 200, saisie
        return texte_de(reponse).replace("\u00a0", " ")

    def jusqu_a_l_adresse(self, personnes: list[str] | None = None, **pays: str) -> None:
        self.commencer()
        if personnes is not None:
            assert self.repondre("personnes", personnes=personnes).status_code == 302
        assert self.repondre("pays", **(pays or FRANCE)).status_code == 302

    def choisir(self, proposition: Proposition, **complements: str) -> HttpResponse:
        return self.repondre("adresse", recherche=str(proposition), choix=proposition.jeton, **complements)

    def deposer(
        self, ou: Proposition | dict[str, str] = DAX, *, personnes: list[str] | None = None, date: str = "20/11/2026"
    ) -> Demarche:
        """The whole way, to an address in France."""
        self.jusqu_a_l_adresse(personnes, pays="france", date=date)
        reponse = self.choisir(ou) if isinstance(ou, Proposition) else self.repondre("adresse", **ou)
        assert reponse.status_code == 302, texte_de(reponse)
        return self.confirmer()

    def partir(self, **autres: str) -> Demarche:
        """The whole way, abroad."""
        self.jusqu_a_l_adresse(**AILLEURS)
        assert self.repondre("etranger", **{**LISBONNE, **autres}).status_code == 302
        return self.confirmer()

    def confirmer(self) -> Demarche:
        self.client.post(self.adresse("verification"), {})
        return self.demarche

    @property
    def demarche(self) -> Demarche:
        return Demarche.objects.de(self.assure).order_by("-id")[0]

    # What arrives

    @property
    def messages(self) -> list[str]:
        """« Subject\\nbody », the earliest first."""
        lus = Message.objects.de(self.assure).order_by("id")
        return [f"{m.sujet}\n{m.corps}".replace("\u00a0", " ") for m in lus]

    def attendre(self, jusqu_a: datetime) -> None:
        """The clock of the site jumps to that instant, and what is due on the way runs."""
        horloge.regler_decalage(jusqu_a - horloge.temps_reel())
        while balayer():
            pass
