"""An appointment at the desk or by phone. An agent answers: the clock only gives the request to somebody, then reminds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ameli.noyau.calendrier import jour_de, ouvres
from demarches.moteur import transitions
from demarches.moteur.declaration import (
    Bannette,
    Canaux,
    Contexte,
    Delai,
    Etape,
    Messages,
    Refus,
    Rubrique,
    Teleservice,
)
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.registre import enregistrer
from tests.exemple_teleservice import exemples, regles
from tests.exemple_teleservice.formulaires import Jour, Lieu, Preuve, Sujet, Telephone


@enregistrer
class RendezVous(Teleservice):
    """« Demander un rendez-vous »."""

    code, version, chapitre = "rendez-vous", 1, 90
    titre = "Demander un rendez-vous"
    accroche = "Rencontrez un conseiller de votre caisse, à l’accueil ou au téléphone."
    rubrique, ordre, icone = Rubrique.EFFECTUER, 10, "calendrier"
    canaux = Canaux(ordinateur=True, mobile=True)
    pour_qui = ("Vous avez plus de 16 ans et une question qui demande un entretien.",)
    avantages = ("Vous choisissez le jour.", "Vous n’attendez pas à l’accueil.")
    a_preparer = ("Votre agenda.",)
    duree = "2 minutes"
    suites = ("Un conseiller vous répond sous 2 jours ouvrés.", "Sa réponse est dans votre messagerie.")
    exclusive = True

    etapes = (
        Etape("sujet", "Le sujet", Sujet),
        Etape("lieu", "Le lieu", Lieu),
        Etape("telephone", "Votre téléphone", Telephone, si=lambda c: par_telephone(c.reponses), depend_de=("lieu",)),
        Etape("jour", "Le jour", Jour),
        Etape("preuve", "Confirmez que c’est bien vous", Preuve, au_recapitulatif=False, preuve=True),
    )
    honneur = "Je viendrai, ou je préviendrai."

    delais = (
        Delai("attribution", regles.DELAI_DE_REPONSE, libelle="Réponse d’un conseiller"),
        Delai("relance", regles.DELAI_DE_RELANCE, au_depot=False),
    )
    annulable_jusqu_a = "attribution"
    etats = {Etat.DEPOSEE: "Demande reçue", Etat.ACCEPTEE: "Rendez-vous confirmé"}
    jalons = {"relancee": "Votre caisse a été relancée"}
    messages = Messages(
        depot="recu",
        acceptee="confirme",
        refusee="refuse",
        annulee="annule",
        sujets={
            "recu": "Votre demande de rendez-vous",
            "confirme": "Votre rendez-vous est confirmé",
            "refuse": "Votre rendez-vous n’est pas possible",
            "annule": "Votre demande de rendez-vous est annulée",
        },
    )
    agents = Bannette("Rendez-vous", alerte=ouvres(1), motifs=regles.MOTIFS_DE_REFUS)
    exemples = exemples.TOUS

    def refus(self, contexte: Contexte) -> Refus | None:
        return regles.refus(contexte.assure.personne.age(jour_de(contexte.le)))

    def a_premiere_vue(self, contexte: Contexte) -> Refus | None:
        return self.refus(contexte)

    def initiales(self, etape: str, contexte: Contexte) -> dict[str, Any]:
        return {"numero": contexte.compte.telephone} if etape == "telephone" else {}

    def preuve_valable(self, etape: str, contexte: Contexte) -> bool:
        prouvee_le = datetime.fromisoformat(contexte.reponses[etape]["prouvee_le"])
        return contexte.le - prouvee_le <= regles.DUREE_DE_LA_PREUVE

    def attribution(self, demarche: Demarche, le: datetime) -> None:
        """Nobody has taken it: it is shown first to the agents, and they will be reminded."""
        demarche.signaler("sans_reponse", "Personne n’a encore répondu.")
        if demarche.etat == Etat.DEPOSEE:
            transitions.passer(demarche, "prendre", acteur="horloge", le=le)
        transitions.programmer(demarche, "relance", depuis=le)

    def relance(self, demarche: Demarche, le: datetime) -> None:
        transitions.noter(demarche, "relancee", le=le)

    def pour_message(self, demarche: Demarche) -> dict[str, Any]:
        return {"au_telephone": par_telephone(demarche.reponses)}


def par_telephone(reponses: Any) -> bool:
    """Is it a call that the person asks for?"""
    return reponses.get("lieu", {}).get("lieu") == "telephone"
