"""What chapter 18 reads of its answers, who may ask, and what stands on its start page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from accounts.informations import adresse
from ameli.noyau import pays
from ameli.noyau.calendrier import ajouter_mois, jour_de
from demarches.catalogue.pension_invalidite import proposition, regles
from demarches.catalogue.pension_invalidite.avis_imposition import AvisImposition
from demarches.catalogue.pension_invalidite.cas import Autre, Chomage, NonSalariee, Salariee
from demarches.catalogue.pension_invalidite.formulaires import (
    AUTRE,
    CHOMAGE,
    NON_SALARIEE,
    SALARIEE,
    Informations,
    Situation,
)
from demarches.catalogue.pension_invalidite.formulaires_depart import Questions
from demarches.moteur.declaration import Contexte, Issue, Lecteurs, PieceVoulue, Refus, Reponses
from demarches.moteur.refus_communs import ACCUEIL, APPELER, COURRIER, ECRIRE, majeur_protege
from demarches.moteur.relecture import Relecture
from paiements import pensions
from paiements.calcul.invalidite.ouverture import retraite_le

MOI = Issue("Suivre ma pension", "Elle est dans Mes paiements.", "paiements:liste")
PAPIER = Issue(
    "Formulaire papier S4150, pour mon tuteur ou curateur",
    "Déjà rempli de votre identité. Il y joint le jugement.",
    "demarches:pension_s4150",
)
RETRAITE = Issue("Demander ma retraite", "Sur lassuranceretraite.fr. À 62 ans, elle prend la suite d’une invalidité.")
MEDICAL = PieceVoulue(
    "medical", "Un document médical", "Seul le médecin-conseil le lit. N’en parlez nulle part ailleurs dans la demande.",
    obligatoire=False, maximum=4, scellee=Lecteurs.MEDICAL,
)  # fmt: skip


class Pension(Reponses):
    informations: Informations.Donnees
    situation: Situation.Donnees
    salariee: Salariee.Donnees | None
    non_salariee: NonSalariee.Donnees | None
    chomage: Chomage.Donnees | None
    autre: Autre.Donnees | None
    controle: Relecture.Donnees
    avis: AvisImposition.Donnees | None


def est(situation: str) -> Any:
    """The condition of a step that one situation alone is asked."""
    return lambda contexte: Pension.du(contexte).situation.situation == situation


EST_SALARIE, EST_INDEPENDANT, EST_AU_CHOMAGE, EST_AUTRE = map(est, (SALARIEE, NON_SALARIEE, CHOMAGE, AUTRE))


def pieces(contexte: Contexte) -> tuple[PieceVoulue, ...]:
    return (MEDICAL,)


def capable(contexte: Contexte) -> Refus | None:
    """Under protection the guardian asks, on the paper form: it is there, filled in with the identity."""
    if not contexte.assure.majeur_protege:
        return None
    return replace(majeur_protege(), issues=(PAPIER, APPELER, ACCUEIL))


def avant_la_retraite(contexte: Contexte) -> Refus | None:
    """Past 62 the retirement comes; for a year more, an invalidity that began before may still be asked for."""
    naissance = contexte.assure.personne.date_naissance
    if not regles.trop_tard(naissance, jour_de(contexte.le)):
        return None
    return Refus(
        "La pension d’invalidité s’arrête à 62 ans : la retraite pour inaptitude la remplace.",
        jusqu_a="Il est trop tard pour une invalidité qui aurait commencé avant.", issues=(RETRAITE, APPELER, ECRIRE),
    )  # fmt: skip


def sans_pension(contexte: Contexte) -> Refus | None:
    if pensions.en_cours(contexte.assure) is None:
        return None
    return Refus(
        "Vous avez déjà une pension d’invalidité. Si votre état change, demandez à votre caisse de la revoir.",
        titre="Vous avez déjà une pension", issues=(MOI, ECRIRE, APPELER),
    )  # fmt: skip


def vit_en_france(contexte: Contexte) -> Refus | None:
    """Abroad, with a form S1: the caisse asks the institution of the other country."""
    ou = adresse.actuelle(contexte.assure, contexte.le)
    if ou is None or ou.pays == pays.FRANCE or ou.pays in pays.OUTRE_MER:
        return None
    return Refus(
        "Vous habitez à l’étranger. Votre demande passe par l’organisme de votre pays, qui l’envoie à votre caisse.",
        jusqu_a="Vous pourrez la faire en ligne quand vous habiterez en France.", issues=(COURRIER, APPELER, ACCUEIL),
    )  # fmt: skip


def au_depart(contexte: Contexte) -> dict[str, Any]:
    """The four questions, the day before which an answer is promised, the retirement when it is near, what the caisse proposes."""
    jour, naissance = jour_de(contexte.le), contexte.assure.personne.date_naissance
    return {
        "questions": Questions(), "reponse_avant": ajouter_mois(jour, regles.SILENCE.nombre),
        "retraite": regles.retraite_proche(naissance, jour), "fin": retraite_le(naissance),
        "proposition": proposition.de(contexte.assure),
    }  # fmt: skip
