"""Somebody in front of a téléservice, who types what its examples say."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy, deepcopy
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import Assure
from ameli.noyau import horloge
from demarches.models import Brouillon, Demarche
from demarches.moteur.declaration import Contexte, Etape, Groupe, Item, Saisie, Teleservice
from demarches.moteur.fichiers_d_exemple import Fichier, piece
from demarches.moteur.listes import nouvelle_cle
from demarches.moteur.pages import arrivee
from demarches.moteur.parcours import Parcours
from tests.fabriques import connecter, creer_assure, creer_compte

CERTIFIE = {"honneur": "on", "accord": "on"}  # the last page, every box ticked


class Marche:
    """A person in their browser, before one téléservice; `variante` is one of its other ways through.

    `assure`: somebody with an account, instead of a new person.
    """

    def __init__(
        self, teleservice: Teleservice, variante: Mapping[str, Saisie] | None = None, assure: Assure | None = None
    ) -> None:
        self.teleservice = teleservice
        self.variante = variante or {}
        self.assure = assure or creer_assure()
        self.compte = assure.compte if assure else creer_compte(self.assure)
        if teleservice.exemples.preparer:
            teleservice.exemples.preparer(self.assure)
        self.client = connecter(Client(), self.compte)
        self.porte = reverse("demarches:depart", args=[teleservice.code])
        self.d_avant = set(self._siennes().values_list("pk", flat=True))
        self.faites: list[tuple[Etape, Mapping[str, Any]]] = []

    def reprise(self) -> Marche:
        """The same person, read again, in a browser of its own with the same cookies: another test goes on from here."""
        autre = copy(self)
        autre.assure = type(self.assure).objects.systeme("walk").get(pk=self.assure.pk)
        autre.compte = autre.assure.compte
        autre.client = Client()
        autre.client.cookies = deepcopy(self.client.cookies)
        return autre

    def commencer(self) -> None:
        assert self.client.post(self.porte).status_code == 302

    @property
    def brouillon(self) -> Brouillon:
        return Brouillon.objects.de(self.assure).get(teleservice=self.teleservice.code, etat="OUVERT")

    @property
    def parcours(self) -> Parcours:
        return Parcours(
            self.teleservice, Contexte(self.assure, self.compte, horloge.maintenant(), brouillon=self.brouillon)
        )

    def adresse(self, nom: str) -> str:
        return reverse("demarches:etape", args=[self.teleservice.code, self.brouillon.public_id, nom])

    def saisie(self, etape: Etape) -> Mapping[str, Any]:
        """What is typed at this place: of an item, that of its rank; at a list, nothing."""
        if isinstance(etape, Groupe):
            return {}
        if isinstance(etape, Item):
            places = [item.nom for item in self.parcours.items(etape.groupe)]
            return self._items(etape.groupe)[places.index(etape.nom) if etape.nom in places else len(places)]
        return self._exemple(etape.nom)

    def _exemple(self, nom: str) -> Any:
        exemple = {**self.teleservice.exemples.valides, **self.variante}[nom]
        return exemple(self.parcours.contexte) if callable(exemple) else exemple

    def _items(self, groupe: Groupe) -> list[Mapping[str, Any]]:
        return list(self._exemple(groupe.nom))

    def prochaine(self) -> Etape | None:
        """The place to answer next: a new item while the examples have more of them, then the list."""
        etape = self.parcours.premiere_sans_reponse()
        if isinstance(etape, Groupe):
            faits = self.parcours.items(etape)
            if len(faits) < len(self._items(etape)):
                return etape.en_item(nouvelle_cle([]), len(faits) + 1)
        return etape

    def envoyer(self, nom: str, saisie: Mapping[str, Any], suite: str = "") -> HttpResponse:
        return self.client.post(self.adresse(nom) + suite, {**saisie, "tour": self.brouillon.tour})

    def repondre(self, *, lire: bool = False) -> list[tuple[Etape, Mapping[str, Any]]]:
        """Every place that is asked, answered as its example does; what was typed at each, which `faites` keeps.

        `lire`: each page is opened before it is answered, which costs as much as all the rest.
        """
        self.faites = []
        while (etape := self.prochaine()) is not None:
            assert not lire or self.client.get(self.adresse(etape.nom)).status_code == 200, etape.nom
            saisie = self.saisie(etape)
            reponse = self.envoyer(etape.nom, saisie)
            assert reponse.status_code == 302, (etape.nom, reponse.content.decode())
            self.faites.append((etape, saisie))
        self.joindre()
        return self.faites

    def joindre(self) -> None:
        """What the check page asks for, one file each."""
        place = self.parcours.des_pieces
        for voulue in place.voulues(self.parcours.contexte) if place else ():
            if voulue.obligatoire:
                assert self.joindre_une(voulue.cle).status_code == 200, voulue.cle

    def joindre_une(self, cle: str, fichier: Fichier | None = None) -> HttpResponse:
        """As the script of the page sends it."""
        return self.envoyer("pieces", {"champ": cle, "fichier": fichier or Fichier(f"{cle}.jpg", piece())})

    def vider(self, groupe: Groupe) -> None:
        """Every item of this list is taken away."""
        for item in self.parcours.items(groupe):
            retrait = {"action": "retirer", "certain": "oui"}
            assert self.envoyer(item.nom, retrait).status_code == 302, item.nom

    def deposer(self, *, lire: bool = False) -> Demarche:
        """From the start page to the confirmation, the last button clicked twice."""
        self.commencer()
        self.repondre(lire=lire)
        return self.envoyer_tout()

    def envoyer_tout(self) -> Demarche:
        fin = self.adresse("verification")
        assert self.client.get(fin).status_code == 200
        premiere, seconde = (self.client.post(fin, CERTIFIE) for _ in range(2))
        demarche = self.demarche
        assert premiere.url == seconde.url == arrivee(self.teleservice, demarche)
        return demarche

    @property
    def demarche(self) -> Demarche:
        """The one that this walk sent: one, however often it was sent; practice people have a past."""
        return self._siennes().exclude(pk__in=self.d_avant).get()

    def _siennes(self) -> QuerySet[Demarche]:
        return Demarche.objects.de(self.assure).filter(teleservice=self.teleservice.code)

    def relire(self, demarche: Demarche) -> Demarche:
        return Demarche.objects.de(self.assure).get(pk=demarche.pk)
