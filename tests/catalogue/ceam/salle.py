"""A family in front of the démarche, shared by the tests of the room."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.models import Beneficiaire, CarteEuropeenne
from ameli.noyau import horloge
from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.echeances import balayer
from ameli.noyau.journal import auteur
from demarches.models import Demarche
from tests.fabriques import connecter, creer_assure, creer_compte

Carte = CarteEuropeenne


class Commande:
    """One family in front of the démarche."""

    def __init__(self) -> None:
        self.assure = creer_assure()
        self.compte = creer_compte(self.assure)
        self.client = connecter(Client(), self.compte)
        self.base = ""

    def poster(self, etape: str, **donnees: Any):
        return self.client.post(f"{self.base}{etape}/", donnees)

    def commencer(self):
        reponse = self.client.post(reverse("demarches:depart", args=["ceam"]))
        self.base = reponse["Location"].rsplit("cartes/", 1)[0]
        return self.client.get(reponse["Location"])

    def demander(self, demande: str, *personnes: Any):
        """The first step: the same request for each of them, for the insured person when nobody is named."""
        voulues = [f"{p.public_id}:{demande}" for p in personnes or (self.assure.personne,)]
        return self.poster("cartes", demandes=voulues)

    def commander(self, *personnes: Any, demande: str = "commander", proche: str = "non", **depart: Any) -> Demarche:
        self.commencer()
        assert self.demander(demande, *personnes).status_code == 302
        assert self.poster("depart", proche=proche, **depart).status_code == 302
        reponse = self.poster("verification")
        assert reponse.status_code == 302, reponse.content.decode()
        return Demarche.objects.de(self.assure).order_by("-id")[0]

    def carte(self, personne: Any = None, *, jours: int = 300, **champs: Any) -> CarteEuropeenne:
        jour = horloge.aujourdhui()
        fin = jour + timedelta(days=jours)
        return Carte.objects.create(
            personne=personne or self.assure.personne, demandee_par=self.assure, motif="PREMIERE", etat="ACTIVE",
            numero=f"80250999401{Carte.objects.systeme('test').count():09d}", debut=ajouter_mois(fin, -24), fin=fin,
            demandee_le=horloge.maintenant() - timedelta(days=500), etat_depuis=horloge.maintenant(), **champs,
        )  # fmt: skip

    def cartes(self) -> list[CarteEuropeenne]:
        return list(Carte.objects.de(self.assure).order_by("id"))


def enfant(commande: Commande, rang: int = 2) -> Any:
    jour = horloge.aujourdhui()
    petit = creer_assure().personne
    Beneficiaire.objects.create(
        assure=commande.assure, personne=petit, rang=rang, lien="ENFANT", droits_du=jour - timedelta(days=90),
        droits_au=jour + timedelta(days=200),
    )  # fmt: skip
    return petit


def apres(commande: Commande, **duree: int) -> None:
    """The clock goes on, what is due happens, the person signs in again."""
    horloge.regler_decalage(timedelta(**duree))
    balayer()
    commande.client = connecter(Client(), commande.compte)


def changer_les_droits(commande: Commande, fin: Any) -> None:
    commande.assure.droits_au = fin
    with auteur("systeme:test", "rights"):
        commande.assure.save(update_fields=["droits_au"])


def offertes(page: str) -> dict[str, list[str]]:
    """What the first step offers: requests by the key of the person."""
    trouvees: dict[str, list[str]] = {}
    for cle, demande in re.findall(r'name="demandes" value="(\w+):(\w+)"', page):
        trouvees.setdefault(cle, []).append(demande)
    return trouvees


def texte(reponse: Any) -> str:
    return reponse.content.decode().replace("\xa0", " ")
