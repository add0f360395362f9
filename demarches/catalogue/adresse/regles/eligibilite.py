"""Who may change an address online, and what the others can do instead (chapter 5 § 1, 7). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from demarches.moteur.declaration import Issue, Refus

SUIVRE = Issue("Suivre ma demande en cours", "Vous pouvez l’y annuler si elle ne convient plus.", "demarches:suivi")
APPELER = Issue("Appeler le 36 46", "Service gratuit + prix d’un appel, du lundi au vendredi.")
COURRIER = Issue("Écrire à ma caisse", "Indiquez vos deux adresses, l’ancienne et la nouvelle.")
RENDEZ_VOUS = Issue("Aller à l’accueil de ma caisse", "Sur rendez-vous pris au 36 46, avec une pièce d’identité.")
TUTEUR = Issue("Demander à mon tuteur ou curateur", "Il écrit à la caisse et joint le jugement.")


@dataclass(frozen=True)
class Situation:
    """What the rules look at. `demande_en_cours` is the reference of an open request, or empty."""

    demande_en_cours: str = ""
    majeur_protege: bool = False
    compte_gele: bool = False


def refus(situation: Situation) -> Refus | None:
    """The first reason why not, or None. The most serious comes first."""
    if situation.compte_gele:
        return Refus(
            motif="Votre compte est gelé : nous avons été prévenus d’une opération suspecte.",
            jusqu_a="Il le reste jusqu’à ce qu’un agent vous reconnaisse.",
            issues=(APPELER, RENDEZ_VOUS, COURRIER),
        )
    if situation.majeur_protege:
        return Refus(
            motif="Vous bénéficiez d’une mesure de protection. Votre tuteur ou curateur fait cette démarche avec la caisse.",
            jusqu_a="Cela vaut tant que dure la mesure.",
            issues=(TUTEUR, APPELER, RENDEZ_VOUS),
        )
    if situation.demande_en_cours:
        return Refus(
            titre="Un changement d’adresse est déjà en cours",
            motif=f"Nous traitons déjà votre demande {situation.demande_en_cours}. Une seule est possible à la fois.",
            jusqu_a="Vous pourrez en faire une autre dès qu’elle sera terminée ou annulée.",
            issues=(SUIVRE, APPELER, COURRIER),
        )
    return None
