"""What an agent does to one démarche: the table of gestures, each with its form and its effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.messagerie.depot import cle_du_texte, deposer_message
from accounts.messagerie.ecriture import joindre
from accounts.models import Agent
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.stockage import StockagePlein
from demarches.admin import file, formulaires
from demarches.moteur import accords, pieces, registre, transitions
from demarches.moteur.models import OUVERTS, Demarche, Etat
from demarches.moteur.passages import TransitionInterdite

REPONDUE, REVUE = "demarche.repondue", "demarche.revue"
CLOS = tuple(etat for etat in Etat if etat not in OUVERTS)
PREMIER_ACCORD = "Premier accord noté. Un autre agent doit confirmer : la démarche revient dans la file."
declarer_genre(REPONDUE, "{acteur} : démarche – message envoyé")
declarer_genre(REVUE, "{acteur} : démarche – revue après sa fin")


def accepter(demarche: Demarche, agent: Agent, formulaire: formulaires.Geste) -> str:
    decision = formulaire.decision() if isinstance(formulaire, formulaires.Acceptation) else None
    if accords.accepter(demarche, agent.compte.acteur, decision):
        if decision is not None and decision.en_partie:
            return "Acceptée en partie. La personne en est prévenue."
        if registre.celui_de(demarche.teleservice).agents.controle:
            return "Validée. La suite se fait toute seule, la personne en est prévenue."
        return "Acceptée. La personne en est prévenue."
    return PREMIER_ACCORD


def refuser(demarche: Demarche, agent: Agent, formulaire: Any) -> str:
    if accords.refuser(demarche, agent.compte.acteur, **formulaire.raison()):
        return "Refusée. La personne en est prévenue."
    return PREMIER_ACCORD


def demander(demarche: Demarche, agent: Agent, formulaire: formulaires.Geste) -> str:
    donnees = formulaire.cleaned_data
    demande = pieces.demander(
        demarche, agent, libelle=donnees["libelle"], motif=donnees["motif"], le=maintenant()
    )  # fmt: skip
    return f"Document demandé : {demande.libelle}. La personne en est prévenue ; le délai est suspendu."


def repondre(demarche: Demarche, agent: Agent, formulaire: formulaires.Geste) -> str:
    """The message goes in the thread of the démarche, and the journal says that somebody wrote."""
    donnees, teleservice = formulaire.cleaned_data, registre.celui_de(demarche.teleservice)
    message = deposer_message(
        demarche.assure,
        sujet=f"Réponse de votre caisse – {teleservice.nom_discret}"[:120],
        gabarit="moteur/reponse_agent",
        contexte={
            "texte": donnees["texte"],
            "demarche": demarche,
            "teleservice": teleservice,
            "caisse": demarche.caisse,
        },
        cle=cle_du_texte(f"{demarche.objet}:reponse:{donnees['envoi'].hex}", donnees["texte"]),
        demarche_reference=demarche.reference,
    )
    if donnees["fichiers"] and not message.pieces.exists():
        try:
            joindre(message, donnees["fichiers"])
        except StockagePlein as plein:
            raise TransitionInterdite(plein.phrase) from plein
    journaliser(REPONDUE, acteur=agent.compte.acteur, assure_ref=demarche.assure.public_id, objet=demarche.objet)
    return "Message envoyé. La personne le trouve dans sa messagerie."


def confier(demarche: Demarche, agent: Agent, formulaire: formulaires.Geste) -> str:
    collegue = formulaire.cleaned_data["collegue"]
    file.confier(demarche, agent, collegue)
    return f"Démarche confiée à {collegue}."


def revoir(demarche: Demarche, agent: Agent, formulaire: formulaires.Geste) -> str:
    """Somebody has looked at what came after the end. Raises TransitionInterdite when a colleague has."""
    if not demarche.a_revoir:
        raise TransitionInterdite("Un collègue l’a déjà revue.")
    demarche.noter_a_revoir(False)
    journaliser(
        REVUE, acteur=agent.compte.acteur, assure_ref=demarche.assure.public_id, objet=demarche.objet,
        motif=formulaire.cleaned_data["motif"],
    )  # fmt: skip
    return "C’est noté : la démarche n’est plus à revoir."


def rouvrir(demarche: Demarche, agent: Agent, formulaire: formulaires.Geste) -> str:
    """Closed without a decision, it goes on where it was. Raises TransitionInterdite while another one holds its subject."""
    le = maintenant()
    transitions.passer(
        demarche, "rouvrir", acteur=agent.compte.acteur, motif=formulaire.cleaned_data["motif"], le=le,
        suite=transitions.a_cet_instant(le),
    )  # fmt: skip
    return "Rouverte. La personne en est prévenue."


@dataclass(frozen=True)
class Geste:
    """`avertissement` is read before the form; `etats` are those in which it can be done."""

    titre: str
    bouton: str
    formulaire: type[formulaires.Geste]
    faire: Callable[[Demarche, Agent, formulaires.Geste], str]
    avertissement: str
    etats: tuple[Etat, ...] = (Etat.DEPOSEE, Etat.EN_COURS, Etat.A_COMPLETER)


DEFINITIVE = "Cette décision est définitive. La personne reçoit un message."
GESTES = {
    "accepter": Geste("Accepter la démarche", "Accepter la démarche", formulaires.Acceptation, accepter, DEFINITIVE),
    "refuser": Geste("Refuser la démarche", "Refuser la démarche", formulaires.Refus, refuser, DEFINITIVE),
    "demander": Geste(
        "Demander un document", "Demander ce document", formulaires.DemandeDePiece, demander,
        "La personne reçoit un message et peut envoyer le document en ligne. D’ici là, le délai est suspendu.",
        (Etat.DEPOSEE, Etat.EN_COURS),
    ),
    "repondre": Geste(
        "Écrire à la personne", "Envoyer le message", formulaires.Reponse, repondre,
        "Le message arrive dans sa messagerie, avec les autres messages de cette démarche.", tuple(Etat),
    ),
    "confier": Geste(
        "Confier à un collègue", "Confier la démarche", formulaires.Passation, confier,
        "Votre collègue la trouve dans « Mes démarches ». La personne n’est pas prévenue.",
    ),
    "revoir": Geste(
        "Démarche revue", "Retirer des démarches à revoir", formulaires.Revue, revoir,
        "La personne n’est pas prévenue : écrivez-lui si elle attend une réponse.", CLOS,
    ),
    "rouvrir": Geste(
        "Rouvrir la démarche", "Rouvrir la démarche", formulaires.Reouverture, rouvrir,
        "Elle a été classée sans décision. La personne reçoit un message.", (Etat.CLASSEE,),
    ),
}  # fmt: skip


def permis(demarche: Demarche) -> list[str]:
    """The gestures that can be made on it now, in the order of the table. Images are validated in front of them, not here."""
    bannette = registre.celui_de(demarche.teleservice).agents
    exclus = {"accepter"} if bannette.renvois or (bannette.controle and not a_controler(demarche)) else set()
    if not demarche.a_revoir:
        exclus.add("revoir")
    return [nom for nom, geste in GESTES.items() if demarche.etat in geste.etats and nom not in exclus]


def a_controler(demarche: Demarche) -> bool:
    """Is the check that the room names (`Bannette.controle`) awaited?"""
    return demarche.etat in (Etat.DEPOSEE, Etat.EN_COURS) and bool(demarche.alertes)


def formulaire_de(geste: Geste, demarche: Demarche) -> type[formulaires.Geste]:
    """A room that lists no reason to refuse gets a text instead of a list."""
    if geste.formulaire is formulaires.Refus and not registre.celui_de(demarche.teleservice).agents.motifs:
        return formulaires.RefusLibre
    return geste.formulaire
