"""A parent who declares a birth, the civil register that answers, and the days that pass."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.dossier import foyer
from accounts.dossier.foyer import Membre
from accounts.models import Assure, Message
from ameli.bac_a_sable import etat_civil
from ameli.noyau import horloge
from ameli.noyau.calendrier import jour_de
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.balayage import prochaine
from ameli.noyau.envois import reponses
from ameli.noyau.envois.models import Envoi
from demarches.models import Brouillon, Demarche
from demarches.moteur.listes import nouvelle_cle
from tests.fabriques import connecter, creer_assure, creer_compte

CODE = "naissance"


def il_y_a(jours: int) -> date:
    return horloge.aujourdhui() - timedelta(days=jours)


class Parent:
    """Somebody with an account, signed in."""

    def __init__(self, assure: Assure | None = None, **champs: Any) -> None:
        self.assure = assure or creer_assure(**champs)
        self.compte = creer_compte(self.assure)
        self.client = connecter(Client(), self.compte)

    # What is typed

    def commencer(self, lieu: str = "FRANCE") -> None:
        self.client.post(reverse("demarches:depart", args=[CODE]))
        self.envoyer("situation", {"lieu": lieu, "qui": "MOI"})

    def enfant(self, **champs: Any) -> dict[str, Any]:
        """A girl born twelve days ago, declared at the town hall ten days ago, unless said otherwise."""
        valeurs = {"nom": "Duprat", "prenoms": "Zoé", "sexe": "F", "departement": "40", **champs}
        for nom, jours in (("naissance", 12), ("mairie_le", 10)):
            quand = valeurs.get(nom, il_y_a(jours))
            valeurs[nom] = f"{quand:%d/%m/%Y}" if isinstance(quand, date) else quand
        return valeurs

    def ajouter(self, **champs: Any) -> Any:
        return self.envoyer(f"enfants/{nouvelle_cle([])}", self.enfant(**champs))

    def envoyer(self, place: str, saisie: dict[str, Any]) -> Any:
        return self.client.post(self.adresse(place), {**saisie, "tour": self.brouillon.tour})

    def adresse(self, place: str) -> str:
        return reverse("demarches:etape", args=[CODE, self.brouillon.public_id, place])

    @property
    def brouillon(self) -> Brouillon:
        return Brouillon.objects.de(self.assure).get(teleservice=CODE, etat="OUVERT")

    def declarer(self, *enfants: dict[str, Any], second_parent: dict[str, Any] | None = None) -> Demarche:
        """From the start page to the receipt."""
        self.client = connecter(Client(), self.compte)
        self.commencer()
        for enfant in enfants or ({},):
            assert self.ajouter(**enfant).status_code == 302
        assert self.envoyer("enfants", {}).status_code == 302
        assert self.envoyer("second_parent", second_parent or {}).status_code == 302
        fin = self.client.post(self.adresse("verification"), {"honneur": "on"})
        assert fin.status_code == 302, fin.content.decode()
        return Demarche.objects.de(self.assure).latest("id")

    # What is seen

    def page(self, nom: str, *arguments: str) -> str:
        self.client = connecter(Client(), self.compte)
        return self.client.get(reverse(nom, args=arguments)).content.decode()

    def suivi(self, demarche: Demarche) -> str:
        return self.page("demarches:detail", demarche.reference)

    @property
    def famille(self) -> list[Membre]:
        """Those whom the file covers today, the parent apart."""
        return foyer.lire(self.assure, horloge.maintenant()).presents[1:]

    @property
    def messages(self) -> list[str]:
        """Subjects of what the caisse wrote."""
        recus = Message.objects.de(self.assure).filter(de=Message.De.CAISSE)
        return list(recus.order_by("id").values_list("sujet", flat=True))

    def relire(self, demarche: Demarche) -> Demarche:
        return Demarche.objects.de(self.assure).get(pk=demarche.pk)


def passer(jours: float, *, registre: Any = etat_civil.repondre) -> None:
    """The days pass, from due date to due date; the civil register answers at each (`registre=None`: it is silent)."""
    fin = horloge.maintenant() + timedelta(days=jours)
    while (du_le := prochaine(fin)) is not None:
        _mettre_a(du_le)
        balayer()
        repondre(registre)
    _mettre_a(fin)
    repondre(registre)


def repondre(registre: Any = etat_civil.repondre) -> None:
    """What was asked of the civil register is answered."""
    for envoi in Envoi.objects.filter(partenaire="etat_civil", etat=Envoi.Etat.EN_ATTENTE).order_by("id"):
        reponses.lecteur_de("etat_civil")(envoi, registre(json.loads(envoi.contenu)) if registre else None)
        Envoi.objects.filter(pk=envoi.pk).update(etat=Envoi.Etat.ENVOYE)


def _mettre_a(le: datetime) -> None:
    avance = le - horloge.temps_reel()
    if avance > horloge.decalage():
        horloge.regler_decalage(avance + timedelta(seconds=1))


def au(jour: date) -> None:
    """It is that day, at the same hour of Paris."""
    passer((jour - jour_de(horloge.maintenant())).days)
