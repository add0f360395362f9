"""What chapter 19 reads of its answers, which declaration they are about, and who has nothing to declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.ressources_invalidite.formulaires import Changement, Informations, Mois
from demarches.catalogue.ressources_invalidite.periode import declaration_du
from demarches.models import Demarche
from demarches.moteur.declaration import Contexte, Issue, Refus, Reponses, Sujet
from demarches.moteur.refus_communs import ACCUEIL, APPELER, ECRIRE
from paiements import pensions
from paiements.calcul.invalidite.effet import Ressources as Montants
from paiements.models import DeclarationRessources
from paiements.ressources import lecture, mots

AGENDA = Issue(
    "Ajouter cette date à mon agenda", "Un fichier .ics, lu par tous les agendas.", "demarches:ressources_agenda"
)
SANS_ATTENDRE = Issue(
    "Déclarer un changement sans attendre",
    "Les mois que vous n’avez pas encore déclarés.",
    "demarches:ressources_sans_attendre",
)
SIMULER = Issue(
    "Et si je reprends un travail\u00a0?",
    "Ce que devient la pension. Rien n’est gardé.",
    "demarches:ressources_simuler",
)


class Ressources(Reponses):
    changement: Changement.Donnees
    informations: Informations.Donnees | None
    mois: tuple[Mois.Donnees, ...] | None

    def montants(self, une: DeclarationRessources) -> Montants:
        """By month and nature; nought when nothing had to be written."""
        ecrits = {ligne.mois: ligne.montants for ligne in self.mois or ()}
        return {mois: ecrits.get(mois, {}) for mois in une.mois}


def avec_la_grille(contexte: Contexte) -> bool:
    """The short way of the catalogue: nothing changed, and nothing was ever earned."""
    return Ressources.du(contexte).changement.grille


def a_change(contexte: Contexte) -> bool:
    return Ressources.du(contexte).changement.change


def sujet(contexte: Contexte) -> Sequence[Sujet]:
    """One at a time for each period."""
    une = declaration_du(contexte)
    return (Sujet(une.public_id, f"ressources {mots.periode(une)}"),) if une is not None else ()


def derniers_montants(contexte: Contexte) -> Mapping[str, Any]:
    """The amounts of the last month declared, for each month, to be confirmed; nought when something changed."""
    une = declaration_du(contexte)
    if une is None:
        return {}
    derniers: Mapping[str, Any] = {}
    if not a_change(contexte):
        connues = lecture.connues(une.pension, sauf=une)
        derniers = connues[max(connues)] if connues else {}
    return {f"{mois:%Y-%m}__{nature}": derniers.get(nature, 0) for mois in une.mois for nature in Mois.colonnes}


def rien_a_declarer(contexte: Contexte) -> Refus | None:
    """Nothing is due: when it will be, and what may be done before."""
    if declaration_du(contexte) is not None:
        return None
    pension = pensions.en_cours(contexte.assure)
    if pension is None:
        return Refus(
            titre="Rien à déclarer",
            motif="Cette déclaration est pour les personnes qui reçoivent une pension d’invalidité du régime général.",
            issues=(ECRIRE, APPELER, ACCUEIL),
        )  # fmt: skip
    if pension.declaration_le is None:
        return Refus(
            titre="Rien à déclarer aujourd’hui", motif="Votre pension s’arrête avant la prochaine déclaration.",
            issues=(SIMULER, ECRIRE, APPELER),
        )  # fmt: skip
    return Refus(
        titre="Rien à déclarer aujourd’hui",
        motif=f"Prochaine déclaration le {formats.jour(pension.declaration_le)}. Vous recevrez un message ce jour-là.",
        issues=(AGENDA, SANS_ATTENDRE, SIMULER),
    )  # fmt: skip


def concerne(contexte: Contexte) -> bool:
    return est_invalide(contexte.assure)


def est_invalide(assure: Assure) -> bool:
    """Listed for those who have a pension."""
    return assure.situation == Assure.Situation.INVALIDE


def au_depart(contexte: Contexte) -> dict[str, Any]:
    """The period, its last day, the last declaration beside it, others that wait."""
    une = declaration_du(contexte)
    if une is None:
        return {}
    avant = lecture.toutes(une.pension).connues().exclude(pk=une.pk).last()
    restantes = DeclarationRessources.objects.de(contexte.assure).ouvertes(contexte.le).exclude(pk=une.pk)
    return {
        "declaration": une, "periode": mots.titre(une), "suspension_le": jour_de(une.suspension_le),
        "retard": une.attendue and contexte.le > une.limite_le, "avant": avant,
        "periode_avant": mots.titre(avant) if avant else "",
        "total_avant": sum((m for natures in avant.lues.values() for m in natures.values()), 0) if avant else 0,
        "autres": [mots.periode(autre) for autre in restantes],
    }  # fmt: skip


def de_la_demarche(demarche: Demarche) -> DeclarationRessources | None:
    """The declaration that this démarche sent. One query."""
    siennes = DeclarationRessources.objects.de(demarche.assure).filter(demarche=demarche.reference)
    return siennes.select_related(
        "pension__assure__caisse", "pension__assure__personne", "pension__personne", "remplace"
    ).first()
