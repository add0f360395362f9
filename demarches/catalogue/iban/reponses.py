"""What chapter 6 reads of its answers, who may start, and what is known before anything is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from accounts.informations import cartes_vitale, coordonnees
from accounts.informations.contacts.regles import stable_le, trop_recent
from accounts.models import Personne
from ameli.noyau.chiffrement import empreinte
from demarches.catalogue.iban.formulaires import Compte, Titulaire
from demarches.catalogue.iban.regles import eligibilite, titulaires
from demarches.moteur.declaration import Contexte, Refus, Reponses
from demarches.moteur.etape_de_preuve import FormulaireDePreuve

ANCIEN_COMPTE = "D’ici là, nous payons sur l’ancien compte."
PREMIER_COMPTE = (
    "D’ici là, vos remboursements attendent\N{NO-BREAK SPACE}: nous ne connaissons pas encore de compte à votre nom."
)


SUITES = (
    "Nous vérifions le compte auprès de la banque.",
    "Le nouveau compte est enregistré sous 48 heures. Pour une banque à l’étranger, comptez 5 jours ouvrés.",
    ANCIEN_COMPTE,
    "Le premier versement sur le nouveau compte attend 3 jours de plus\N{NO-BREAK SPACE}: c’est une protection contre le vol.",
    "Un message vous prévient dans votre messagerie.",
)


class Iban(Reponses):
    titulaire: Titulaire.Donnees
    compte: Compte.Donnees
    securite: FormulaireDePreuve.Donnees


def compte_a_prouver(contexte: Contexte) -> str:
    """Which account the two proofs are for, as a fingerprint."""
    return empreinte("iban", Iban.du(contexte).compte.iban)


def possible_a_vue(contexte: Contexte) -> Refus | None:
    return eligibilite.refus(_situation(contexte))


def carte_active(contexte: Contexte) -> Refus | None:
    cartes = cartes_vitale.actives(contexte.assure.personne_id)
    return eligibilite.refus(replace(_situation(contexte), carte_active=cartes.exists()))


def _situation(contexte: Contexte) -> eligibilite.Situation:
    """What is known without a query."""
    recent = trop_recent(contexte.compte.contact_change_le, contexte.le)
    return eligibilite.Situation(
        courriel_valide=contexte.compte.email_valide_le is not None,
        majeur_protege=contexte.assure.majeur_protege,
        compte_gele=contexte.compte.gele_le is not None,
        contacts_stables_le=stable_le(contexte.compte.contact_change_le) if recent else None,
    )


def suites(contexte: Contexte) -> tuple[str, ...]:
    """Until then one is paid on the former account, unless there is none."""
    if "compte" in contexte.reponses:
        premier = Iban.du(contexte).compte.premier
    else:
        premier = coordonnees.actuelles(contexte.assure) is None
    return tuple(PREMIER_COMPTE if premier and suite == ANCIEN_COMPTE else suite for suite in SUITES)


def titulaire_probable(contexte: Contexte) -> Mapping[str, Any]:
    """Whoever asks is most often the only holder."""
    personne = contexte.assure.personne
    return {
        "civilite": "MADAME" if personne.sexe == Personne.Sexe.FEMME else "MONSIEUR",
        "nom": titulaires.ecrire(personne.nom),
        "prenom": titulaires.ecrire(personne.prenom),
    }
