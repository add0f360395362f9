"""Who may change their bank details online, and what the others can do instead (chapter 6 § 5). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from demarches.moteur.declaration import Issue, Refus

SUIVRE = Issue("Suivre ma demande en cours", nom_url="demarches:suivi")
ECRIRE = Issue("Écrire à ma caisse", "Par la messagerie de votre compte.", "messagerie:ecrire")
APPELER = Issue("Appeler le 36 46", "Service gratuit + prix d’un appel, du lundi au vendredi.")
RENDEZ_VOUS = Issue(
    "Aller à l’accueil de ma caisse", "Sur rendez-vous pris au 36 46. Apportez une pièce d’identité et un RIB."
)
COURRIER = Issue("Envoyer un RIB par courrier", "À l’adresse de votre caisse, signé, avec vos nom et prénom.")


@dataclass(frozen=True)
class Situation:
    """What the rules look at. `demande_en_cours` is the reference of an open request, or empty."""

    demande_en_cours: str = ""
    carte_active: bool = True
    courriel_valide: bool = True
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
            issues=(
                Issue("Demander à mon tuteur ou curateur", "Il écrit à la caisse et joint le jugement."),
                APPELER,
                RENDEZ_VOUS,
            ),
        )
    if situation.demande_en_cours:
        return Refus(
            titre="Une demande est déjà en cours",
            motif=f"Nous traitons déjà votre demande {situation.demande_en_cours}. Une seule est possible à la fois.",
            jusqu_a="Vous pourrez en faire une autre dès qu’elle sera terminée.",
            issues=(SUIVRE, ECRIRE, APPELER),
        )
    if not situation.courriel_valide:
        return Refus(
            motif="Votre adresse de courriel n’est pas confirmée. Nous ne pouvons pas y envoyer de code de sécurité.",
            jusqu_a="Vous pourrez revenir dès qu’elle sera confirmée.",
            issues=(
                Issue("Vérifier mon adresse de courriel", "Elle est dans Mes informations.", "informations:accueil"),
                APPELER,
                RENDEZ_VOUS,
            ),
        )
    if not situation.carte_active:
        return Refus(
            motif="Il faut une carte Vitale active. Aucune ne l’est dans votre dossier.",
            jusqu_a="Vous pourrez revenir avec votre nouvelle carte.",
            issues=(RENDEZ_VOUS, COURRIER, APPELER),
        )
    return None
