"""What a person does with this téléservice, through the test client; and what the world does: bank, clock, mails."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Assure
from ameli.noyau import horloge
from ameli.noyau.echeances import balayer
from ameli.noyau.envois.models import Envoi
from ameli.noyau.envois.reponses import lecteur_de
from demarches.models import Brouillon, Demarche
from tests.fabriques import connecter

NOUVEL_IBAN = "FR76 1333 5000 4008 9701 2345 694"
ALLEMAND = {"iban": "DE89 3704 0044 0532 0130 00", "bic": "COBADEFFXXX"}
TITULAIRE = {"civilite": "MADAME", "nom": "DUPRAT", "prenom": "LEA"}
SERIE = "1012345678"


def texte_de(page: HttpResponse) -> str:
    """The visible words of a page."""
    corps = page.content.decode().partition("<main")[2] or page.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", corps)).split())


class Parcours:
    def __init__(self, client: Client, assure: Assure) -> None:
        self.client = connecter(client, assure.compte)
        self.assure = assure

    # The person

    def commencer(self) -> Brouillon:
        self.client.post(reverse("demarches:depart", args=["iban"]))
        return self.brouillon

    @property
    def brouillon(self) -> Brouillon:
        return Brouillon.objects.de(self.assure).order_by("-id")[0]

    def adresse(self, etape: str) -> str:
        return reverse("demarches:etape", args=["iban", self.brouillon.public_id, etape])

    def lire(self, etape: str) -> HttpResponse:
        return self.client.get(self.adresse(etape))

    def repondre(self, etape: str, **saisie: Any) -> HttpResponse:
        return self.client.post(self.adresse(etape), {"tour": self.brouillon.tour, **saisie})

    def jusqu_au_code(self, titulaire: dict[str, Any] | None = None, **compte: str) -> None:
        self.commencer()
        assert self.repondre("titulaire", **(titulaire or TITULAIRE)).status_code == 302
        assert self.repondre("compte", **(compte or {"iban": NOUVEL_IBAN})).status_code == 302

    def prouver(self, code: str | None = None, serie: str = SERIE) -> HttpResponse:
        return self.repondre("securite", code=self.code if code is None else code, serie=serie)

    def valider(self, **saisie: Any) -> HttpResponse:
        return self.client.post(self.adresse("verification"), saisie or {"honneur": "on"})

    def deposer(self, titulaire: dict[str, Any] | None = None, **compte: str) -> Demarche:
        """The whole way."""
        self.jusqu_au_code(titulaire, **compte)
        assert self.prouver().status_code == 302
        self.valider()
        return self.demarche

    @property
    def demarche(self) -> Demarche:
        return Demarche.objects.de(self.assure).order_by("-id")[0]

    # What arrives

    def courriels(self, gabarit: str) -> list[Envoi]:
        return list(Envoi.objects.filter(gabarit=gabarit).order_by("id"))

    @property
    def code(self) -> str:
        """The code of the last mail."""
        texte = json.loads(self.courriels("iban_code")[-1].contenu)["texte"]
        trouve = re.search(r"Votre code de sécurité\s: (\d{4})\b", texte)
        assert trouve
        return trouve.group(1)

    @property
    def faux_code(self) -> str:
        return f"{(int(self.code) + 1) % 10_000:04}"

    @property
    def lien(self) -> str:
        """The link of the alert, as a path."""
        texte = json.loads(self.courriels("iban_alerte")[-1].contenu)["texte"]
        trouve = re.search(r"https?://[^/\s]+(/\S+)", texte)
        assert trouve
        return trouve.group(1)

    # The world

    def la_banque_repond(self, resultat: str | None) -> None:
        """As the delivery does it: mark the call, hand the answer over. None: it gave up."""
        with transaction.atomic():
            envoi = Envoi.objects.get(partenaire="banque", objet=self.demarche.objet)
            Envoi.objects.filter(pk=envoi.pk).update(etat=Envoi.Etat.ENVOYE if resultat else Envoi.Etat.ECHEC)
            lecteur_de("banque")(envoi, {"resultat": resultat} if resultat else None)

    def attendre(self, **duree: int) -> None:
        """The clock of the site jumps, and what is due runs."""
        horloge.regler_decalage(horloge.decalage() + timedelta(**duree))
        balayer()
