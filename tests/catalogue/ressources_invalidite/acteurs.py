"""Bernard in front of his declaration, through the test client; the clock that goes on."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Assure, Message
from ameli.noyau import horloge
from ameli.noyau.calendrier import PARIS
from ameli.noyau.echeances import balayer
from ameli.noyau.journal import auteur
from demarches.catalogue.ressources_invalidite.formulaires import Mois
from demarches.models import Brouillon, Demarche
from demarches.moteur import invitations, transitions
from paiements.models import DeclarationRessources, Pension
from paiements.ressources import lecture
from tests.catalogue.iban.parcours import texte_de
from tests.fabriques import connecter, creer_agent, creer_compte
from tests.paiements import pensionne

CODE = "ressources-invalidite"


class Declarant:
    """Somebody with an account, whose pension is open."""

    def __init__(self, client: Client, assure: Assure) -> None:
        self.assure, self.client = assure, connecter(client, assure.compte)

    def lire(self, nom: str, *args: Any) -> str:
        return texte_de(self.client.get(reverse(f"demarches:{nom}", args=args), follow=True))

    def depart(self) -> str:
        return self.lire("depart", CODE)

    @property
    def brouillon(self) -> Brouillon:
        return Brouillon.objects.de(self.assure).order_by("-id")[0]

    def dire(self, etape: str, **champs: Any) -> HttpResponse:
        adresse = reverse("demarches:etape", args=[CODE, self.brouillon.public_id, etape])
        return self.client.post(adresse, {"tour": self.brouillon.tour, **champs}, follow=True)

    def mois(self, **par_mois: str) -> dict[str, str]:
        """The same in each month of the one that is due."""
        une = lecture.a_faire(self.assure, horloge.maintenant())
        assert une is not None
        return {f"{un:%Y-%m}__{n}": par_mois.get(n, "0") for un in une.mois for n in Mois.colonnes}

    def declarer(self, **par_mois: str) -> Demarche:
        """The whole way; without amounts, « je n’ai rien perçu » if it is asked."""
        self.client.post(reverse("demarches:depart", args=[CODE]))
        self.dire("changement", change="non")
        if self.brouillon.contenu["reponses"]["changement"]["grille"] == "oui":
            self.dire("mois", **(self.mois(**par_mois) if par_mois else {"rien": "on"}))
        return self.valider()

    def valider(self) -> Demarche:
        page = self.dire("verification", honneur="on")
        assert "Votre déclaration est envoyée" in texte_de(page)
        return self.demarche

    @property
    def demarche(self) -> Demarche:
        return Demarche.objects.de(self.assure).order_by("-id")[0]

    def messages(self) -> list[tuple[str, str]]:
        """(subject, text), in their order."""
        siens = Message.objects.de(self.assure).order_by("id")
        return [tuple(t.replace("\u00a0", " ").replace("\u202f", " ") for t in (m.sujet, m.corps)) for m in siens]


class Pensionne(Declarant):
    """Bernard, of whom incomes are asked on `demander_le`."""

    def __init__(self, client: Client, demander_le: date, *, compte: bool = True, **champs: Any) -> None:
        self.assure = pensionne.bernard()
        with auteur("systeme:essai"):
            self.assure.situation = Assure.Situation.INVALIDE
            self.assure.save(update_fields=["situation"])
        if compte:
            creer_compte(self.assure)
            super().__init__(client, self.assure)
        self._pension = pensionne.pension(self.assure, demander_le, **champs)

    @property
    def pension(self) -> Pension:
        return pensionne.relire(self._pension)


def demander(pension: Pension, mois: date, quand: datetime) -> None:
    """One month is asked for, whatever the rhythm says."""
    DeclarationRessources.objects.create(
        pension=pension, premier=mois, dernier=mois, ouverte_le=quand, limite_le=quand + timedelta(days=30)
    )
    invitations.revoir(CODE, pension.assure, le=quand)


def signer(demarche: Demarche, quand: datetime) -> None:
    """The agent accepts: what was to be signed is."""
    transitions.passer(demarche, "accepter", acteur=creer_agent(demarche.caisse).compte.acteur, le=quand)


def le(jour: date, heure: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(jour, time(heure, minute), PARIS)


def aller_au(jour: date, heure: int = 10, minute: int = 0) -> None:
    """The practice clock walks there; every due date on the way is done."""
    horloge.regler_decalage(le(jour, heure, minute) - horloge.temps_reel())
    while balayer():
        pass
