"""What chapter 10 reads of its answers, and whether there is a card to order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from accounts.informations import adresse
from accounts.models import Personne
from demarches.catalogue.commande_carte import demandeurs
from demarches.catalogue.commande_carte.formulaires import Beneficiaire, Piece
from demarches.catalogue.commande_carte.regles import Obstacle
from demarches.moteur.declaration import Besoin, Contexte, Issue, Refus, Reponses
from demarches.moteur.models import Demarche
from demarches.moteur.refus_communs import ACCUEIL, APPELER, ECRIRE, SUIVRE

FORMULAIRE = Issue(
    "Demander le formulaire papier", "« Ma nouvelle carte Vitale », au 36 46. La carte vient en 3 semaines."
)
DECLARER = Issue(
    "Déclarer la perte ou le vol",
    "La carte ne vaut plus rien dès la déclaration.",
    besoin=Besoin.DECLARER_UNE_PERTE,
)


def pour_qui(contexte: Contexte) -> Mapping[str, Mapping[str, Any]]:
    """Whom the card that led here named, when a card may be ordered for them."""
    if not contexte.pour:
        return {}
    nomme = demandeurs.choisi(demandeurs.lire(contexte.assure, contexte.le), contexte.pour)
    return {"beneficiaire": {"personne": nomme.cle}} if nomme is not None and nomme.possible else {}


class Commande(Reponses):
    version = 2  # the photo is seen before the document is asked; what is read stands as it did
    anciennes: ClassVar[Mapping[int, Any]] = {1: dict}
    beneficiaire: Beneficiaire.Donnees
    piece: Piece.Donnees


def personne_de(demarche: Demarche) -> Personne:
    """For whom the card is."""
    return Personne.objects.get(public_id=Commande.de(demarche).beneficiaire.personne)


def adresse_connue(contexte: Contexte) -> Refus | None:
    if adresse.actuelle(contexte.assure) is not None:
        return None
    return Refus(
        "Nous n’avons pas votre adresse. Nous ne pouvons pas vous envoyer de carte.",
        issues=(Issue("Voir mes informations", nom_url="informations:accueil"), APPELER, ACCUEIL),
    )


def carte_a_commander(contexte: Contexte) -> Refus | None:
    candidats = demandeurs.lire(contexte.assure, contexte.le)
    if any(candidat.possible for candidat in candidats):
        return None
    verdicts = [candidat.verdict for candidat in candidats]
    if Obstacle.EN_CHEMIN in verdicts:
        return Refus(
            "Une carte est déjà commandée. Une seule est fabriquée à la fois.",
            titre="Votre carte est déjà commandée",
            issues=(SUIVRE, ECRIRE, APPELER),
        )
    if Obstacle.TROP_TARD in verdicts:
        return Refus(
            "Les 4 jours pour commander en ligne après la déclaration sont passés.",
            jusqu_a="Déclarez de nouveau la carte : vous aurez 4 jours de plus.",
            issues=(DECLARER, FORMULAIRE, ACCUEIL),
        )
    return Refus(
        "Votre carte est valable. Si elle est perdue, volée ou ne marche plus, déclarez-le d’abord.",
        issues=(DECLARER, APPELER, ACCUEIL),
    )
