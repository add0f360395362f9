"""Who may change their bank details online, and what the others can do instead (chapter 6 § 5). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ameli.noyau import formats
from demarches.moteur import refus_communs
from demarches.moteur.declaration import Issue, Refus
from demarches.moteur.refus_communs import APPELER

RENDEZ_VOUS = Issue(
    "Aller à l’accueil de ma caisse", "Sur rendez-vous pris au 36 46. Apportez une pièce d’identité et un RIB."
)
COURRIER = Issue("Envoyer un RIB par courrier", "À l’adresse de votre caisse, signé, avec vos nom et prénom.")


@dataclass(frozen=True)
class Situation:
    """What the rules look at."""

    carte_active: bool = True
    courriel_valide: bool = True
    majeur_protege: bool = False
    compte_gele: bool = False
    contacts_stables_le: datetime | None = None  # when a recent change of e-mail or mobile no longer forbids it


def refus(situation: Situation) -> Refus | None:
    """The first reason why not, or None. The most serious comes first."""
    if situation.compte_gele:
        return refus_communs.compte_gele(APPELER, RENDEZ_VOUS, COURRIER)
    if situation.majeur_protege:
        return refus_communs.majeur_protege()
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
    if situation.contacts_stables_le is not None:
        return Refus(
            motif="Votre adresse de courriel ou votre mobile est nouveau depuis moins de 7 jours. Par sécurité, nous attendons : un voleur changerait d’abord vos contacts, puis votre compte bancaire.",
            jusqu_a=f"Vous pourrez revenir {formats.quand(situation.contacts_stables_le)}.",
            issues=(RENDEZ_VOUS, COURRIER, APPELER),
        )
    if not situation.carte_active:
        return Refus(
            motif="Il faut une carte Vitale active. Aucune ne l’est dans votre dossier.",
            jusqu_a="Vous pourrez revenir avec votre nouvelle carte.",
            issues=(RENDEZ_VOUS, COURRIER, APPELER),
        )
    return None
