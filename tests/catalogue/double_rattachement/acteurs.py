"""A parent who asks, the other parent, an agent before the piece."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.connexion.agents import roles
from accounts.models import Assure, Message
from demarches.models import Brouillon, Demarche
from demarches.moteur.fichiers_d_exemple import Fichier, piece
from tests.catalogue.naissance.salle import passer
from tests.fabriques import connecter, creer_agent, creer_assure, creer_compte, dire_la_raison

__all__ = ["CODE", "Agent", "Parent", "identite", "passer"]
CODE = "double-rattachement"


def identite(assure: Assure, **autres: str) -> dict[str, str]:
    """The second parent as the other one writes it."""
    personne = assure.personne
    return {
        "nom": personne.nom_naissance, "prenom": personne.prenom, "nir": personne.nir or "",
        "naissance": f"{personne.date_naissance:%d/%m/%Y}", **autres,
    }  # fmt: skip


class Parent:
    """Somebody with an account, signed in."""

    def __init__(self, prenom: str = "Léa", nom: str = "Duprat", **champs: Any) -> None:
        self.assure = creer_assure(prenom, nom, **champs)
        self.compte = creer_compte(self.assure)
        self.client = connecter(Client(), self.compte)

    def page(self, nom: str, *arguments: Any) -> str:
        self.client = connecter(Client(), self.compte)
        return self.client.get(reverse(nom, args=arguments), follow=True).content.decode().replace("\u00a0", " ")

    def porte(self) -> str:
        return self.page("demarches:depart", CODE)

    @property
    def brouillon(self) -> Brouillon:
        return Brouillon.objects.de(self.assure).get(teleservice=CODE, etat="OUVERT")

    def adresse(self, place: str) -> str:
        return reverse("demarches:etape", args=[CODE, self.brouillon.public_id, place])

    def envoyer(self, place: str, **saisie: Any) -> Any:
        return self.client.post(self.adresse(place), {**saisie, "tour": self.brouillon.tour})

    def remplir(
        self, second: dict[str, str], *enfants: Any, referent: str = "moi", seconds: tuple[Any, ...] = ()
    ) -> None:
        """From the start page to the check of the answers."""
        self.client = connecter(Client(), self.compte)
        assert self.client.post(reverse("demarches:depart", args=[CODE])).status_code == 302
        places: dict[str, dict[str, Any]] = {
            "rappel": {}, "second_parent": second,
            "enfants": {"enfants": [un.personne.public_id for un in enfants]},
            "referent": {"referent": referent, "seconds": [un.personne.public_id for un in seconds]},
            "piece": {"piece": Fichier("livret.jpg", piece("LIVRET"))},
        }  # fmt: skip
        for place, saisie in places.items():
            reponse = self.envoyer(place, **saisie)
            assert reponse.status_code == 302, (place, reponse.content.decode())

    def valider(self, **cases: str) -> Any:
        return self.client.post(self.adresse("verification"), cases or {"honneur": "on", "accord": "on"})

    def demander(self, second: dict[str, str], *enfants: Any, **options: Any) -> Demarche:
        self.remplir(second, *enfants, **options)
        fin = self.valider()
        assert fin.status_code == 302, fin.content.decode()
        return Demarche.objects.de(self.assure).latest("id")

    def suivi(self, demarche: Demarche) -> str:
        return self.page("demarches:detail", demarche.reference)

    def relire(self, demarche: Demarche) -> Demarche:
        return Demarche.objects.de(self.assure).get(pk=demarche.pk)

    @property
    def messages(self) -> list[str]:
        recus = Message.objects.de(self.assure).filter(de=Message.De.CAISSE).order_by("id")
        return [f"{un.sujet}\n{un.corps}" for un in recus]


class Agent:
    """An agent of the caisse of somebody, signed in now."""

    def __init__(self, parent: Parent, *, forme: bool = False) -> None:
        self.agent = creer_agent(parent.assure.caisse, superviseur=False)
        if forme:
            roles.donner(self.agent.compte, ["habilite"])
        self.client = dire_la_raison(connecter(Client(), self.agent.compte), parent.assure)

    def lire(self, demarche: Demarche) -> str:
        fiche = self.client.get(reverse("admin:demarches_demarche_change", args=[demarche.pk]))
        return fiche.content.decode().replace("\u00a0", " ") if fiche.status_code == 200 else ""

    def faire(self, demarche: Demarche, geste: str, **saisie: Any) -> str:
        """« accepter », « refuser », or a gesture of the room."""
        if geste in ("accepter", "refuser"):
            adresse = reverse(f"admin:demarches_demarche_{geste}", args=[demarche.pk])
        else:
            self.client.post(reverse("admin:demarches_demarche_prendre", args=[demarche.pk]))
            adresse = reverse("admin:demarches_demarche_geste", args=[demarche.pk, geste])
            saisie = {"motif": "Le livret le montre.", **saisie}
        vu = re.search(r'name="vu" value="([^"]*)"', self.client.get(adresse).content.decode())
        page = self.client.post(adresse, {"vu": vu[1] if vu else "", **saisie}, follow=True).content.decode()
        return page.replace("\u00a0", " ")

    def accorder(self, demarche: Demarche, *oui: Any, non: tuple[Any, ...] = (), motif: str = "filiation") -> str:
        verdicts = {f"{un.personne.public_id}-accorde": "oui" for un in oui}
        for un in non:
            verdicts |= {f"{un.personne.public_id}-accorde": "non", f"{un.personne.public_id}-motif": motif}
        return self.faire(demarche, "accepter", **verdicts)
