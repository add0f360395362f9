"""The table of what may happen to a démarche: from which states, to which one, by whom; and what forbids it now."""

from __future__ import annotations

from dataclasses import dataclass

from ameli.noyau.journal import declarer_genre
from demarches.moteur import registre
from demarches.moteur.decisions import Decision
from demarches.moteur.models import OUVERTS, Demarche, Etat, Evenement

ASSURE, MANDATAIRE, AGENT, HORLOGE, TIERS, PARTENAIRE, MEDECIN = Evenement.Acteur
PERSONNE = (ASSURE, MANDATAIRE)  # the owner, or whoever acts for them
EN_TRAITEMENT = (Etat.DEPOSEE, Etat.EN_COURS)
DECISION_A_DIRE = "Dites ce qui est décidé : la page de la démarche le demande."
REMPLACEE = "remplacee"  # the milestone of one whose place a correction took
RIEN_D_ACCORDE = "Rien n’est accordé : refusez la démarche, la personne lira pourquoi."


@dataclass(frozen=True)
class Passage:
    """From which states, to which one, by whom; `message` is the field of `Messages` that tells the person."""

    depuis: tuple[Etat, ...]
    vers: Etat
    acteurs: tuple[Evenement.Acteur, ...]
    libelle: str
    message: str = ""
    motif_exige: bool = False


PASSAGES = {
    "prendre": Passage((Etat.DEPOSEE,), Etat.EN_COURS, (AGENT, HORLOGE), "Prise en charge", "prise"),
    "demander": Passage(EN_TRAITEMENT, Etat.A_COMPLETER, (AGENT, HORLOGE), "Document demandé", motif_exige=True),
    "attendre": Passage(EN_TRAITEMENT, Etat.A_COMPLETER, (AGENT, HORLOGE), "Réponse attendue"),
    "completer": Passage((Etat.A_COMPLETER,), Etat.EN_COURS, PERSONNE, "Document envoyé"),
    "repondre": Passage((Etat.A_COMPLETER,), Etat.EN_COURS, (*PERSONNE, TIERS, AGENT), "Réponse reçue"),
    "reprendre": Passage((Etat.A_COMPLETER,), Etat.EN_COURS, (AGENT, HORLOGE), "Étude reprise"),
    "accepter": Passage(OUVERTS, Etat.ACCEPTEE, (AGENT, HORLOGE), "Acceptée", "acceptee"),
    "refuser": Passage(OUVERTS, Etat.REFUSEE, (AGENT, HORLOGE), "Refusée", "refusee", motif_exige=True),
    "annuler": Passage(OUVERTS, Etat.ANNULEE, PERSONNE, "Annulée par vous", "annulee"),
    "remplacer": Passage(OUVERTS, Etat.ANNULEE, PERSONNE, "Remplacée par votre correction"),
    "contester": Passage(OUVERTS, Etat.ANNULEE, (ASSURE,), "Arrêtée à votre demande", "annulee"),
    "classer": Passage(OUVERTS, Etat.CLASSEE, (AGENT, HORLOGE), "Classée sans suite", "classee", motif_exige=True),
    "rouvrir": Passage((Etat.CLASSEE,), Etat.EN_COURS, (*PERSONNE, AGENT), "Reprise", "rouverte"),
}
declarer_genre("demarche.jalon", "{acteur} : démarche – étape franchie")
for _nom in PASSAGES:
    declarer_genre(f"demarche.{_nom}", "{acteur} : démarche – " + PASSAGES[_nom].libelle.lower())


class TransitionInterdite(Exception):
    """This passage is not possible now; `phrase` says why in French, for the page."""

    def __init__(self, phrase: str) -> None:
        super().__init__(phrase)
        self.phrase = phrase


class DecisionHumaine(TransitionInterdite):
    """The clock wanted to accept, and somebody at the caisse must look first."""


def nature(acteur: str) -> Evenement.Acteur:
    """Who acted, as the timeline says it."""
    return {"assure": ASSURE, "mandataire": MANDATAIRE, "agent": AGENT, "tiers": TIERS}.get(
        acteur.partition(":")[0], HORLOGE
    )


def annulable(demarche: Demarche) -> bool:
    """May the person still withdraw it? While it is open and its téléservice says so."""
    teleservice = registre.celui_de(demarche.teleservice)
    return demarche.ouverte and teleservice.annulable is not None and teleservice.annulable(demarche)


def exiger(
    demarche: Demarche, passage: Passage, evenement: str, acteur: str, motif: str, decision: Decision | None
) -> None:  # fmt: skip
    """Nothing when `acteur` may make `demarche` pass by `evenement` now. Raises TransitionInterdite."""
    if nature(acteur) not in passage.acteurs:
        raise TransitionInterdite("Vous ne pouvez pas faire cela.")
    if demarche.etat not in passage.depuis:
        etat = Etat(demarche.etat).label
        raise TransitionInterdite(f"Cette démarche est déjà {etat}. Rechargez la page pour la voir.")
    if evenement == "annuler" and not annulable(demarche):
        raise TransitionInterdite("Cette démarche ne peut plus être annulée en ligne.")
    if evenement == "accepter" and nature(acteur) == HORLOGE and demarche.alertes:
        raise DecisionHumaine("Un conseiller doit d’abord vérifier cette démarche.")
    if evenement == "accepter" and nature(acteur) == HORLOGE and demarche.etat == Etat.A_COMPLETER:
        raise TransitionInterdite("Cette démarche attend un document.")
    if evenement == "accepter":
        _exiger_une_decision(demarche, acteur, decision)
    if passage.motif_exige and not motif.strip():
        raise TransitionInterdite("Indiquez le motif : la personne le lira.")


def _exiger_une_decision(demarche: Demarche, acteur: str, decision: Decision | None) -> None:
    """An agent says what the room asks; an acceptance grants something."""
    se_remplit = registre.celui_de(demarche.teleservice).agents.se_remplit
    if se_remplit and decision is None and nature(acteur) == AGENT:
        raise TransitionInterdite(DECISION_A_DIRE)
    if decision is not None and decision.rien:
        raise TransitionInterdite(RIEN_D_ACCORDE)
