"""What several téléservices ask before anybody may start: the same question, the same words."""

from __future__ import annotations

from ameli.noyau.calendrier import jour_de
from demarches.moteur import refus_communs
from demarches.moteur.declaration import Condition, Contexte, Issue, Refus


def compte_sain(*issues: Issue) -> Condition:
    """Nothing leaves from an account that somebody has frozen. `issues` replace the usual ways out."""

    def refus(contexte: Contexte) -> Refus | None:
        return None if contexte.compte.gele_le is None else refus_communs.compte_gele(*issues)

    return Condition(refus, a_vue=True)


def droits_ouverts(precision: str) -> Condition:
    """Without rights, nothing to prove. `precision` says what cannot be made."""

    def refus(contexte: Contexte) -> Refus | None:
        ouverts = contexte.assure.droits_ouverts(jour_de(contexte.le))
        return None if ouverts else refus_communs.droits_fermes(precision)

    return Condition(refus, a_vue=True)


def _majeur_capable(contexte: Contexte) -> Refus | None:
    return refus_communs.majeur_protege() if contexte.assure.majeur_protege else None


COMPTE_SAIN = compte_sain()
MAJEUR_CAPABLE = Condition(_majeur_capable, a_vue=True)
