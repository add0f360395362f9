"""What chapter 15 reads of its answers, and who may order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from accounts.informations import adresse
from demarches.catalogue.ceam import famille
from demarches.catalogue.ceam.formulaires import Cartes, Depart, valeur
from demarches.catalogue.ceam.regles import pays
from demarches.moteur.declaration import Contexte, Issue, Refus, Reponses
from demarches.moteur.refus_communs import ACCUEIL, APPELER


def une_demande_par_personne(reponses: dict[str, Any]) -> dict[str, Any]:
    """The first version had one request for everybody."""
    cartes = reponses["cartes"]
    return {**reponses, "cartes": {"demandes": [f"{cle}:{cartes['demande']}" for cle in cartes["personnes"]]}}


class Ceam(Reponses):
    version = 2
    anciennes: ClassVar[Mapping[int, Any]] = {1: une_demande_par_personne}
    cartes: Cartes.Donnees
    depart: Depart.Donnees


def pour_qui(contexte: Contexte) -> Mapping[str, Mapping[str, Any]]:
    """Whom the card that led here named, when one thing alone may be asked for them."""
    nomme = (
        next((m for m in famille.lire(contexte.assure, contexte.le) if m.cle == contexte.pour), None)
        if contexte.pour
        else None
    )
    return (
        {"cartes": {"demandes": [valeur(nomme, *nomme.gestes)]}} if nomme is not None and len(nomme.gestes) == 1 else {}
    )


def habite_en_france(contexte: Contexte) -> Refus | None:
    """The card is made here for those who live here, and is sent to an address that we know."""
    actuelle = adresse.actuelle(contexte.assure)
    if actuelle is None:
        return Refus(
            "Nous n’avons pas votre adresse. Nous ne pouvons pas vous envoyer de carte.",
            issues=(Issue("Voir mes informations", nom_url="informations:accueil"), APPELER, ACCUEIL),
        )
    if actuelle.pays in pays.COUVERTS:
        return Refus(
            f"Vous habitez dans un autre pays ({pays.COUVERTS[actuelle.pays]}). C’est ce pays qui établit votre carte.",
            jusqu_a="Demandez-la à l’organisme où vous avez enregistré votre formulaire S1.",
            issues=(
                Issue("Corriger mon adresse", "Si vous habitez en France.", "informations:accueil"),
                APPELER,
                ACCUEIL,
            ),
        )
    return None
