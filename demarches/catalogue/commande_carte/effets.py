"""From the order to the letter box (chapter 10 § 6 to 9): images checked by an agent, a card made, posted, held to have arrived."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.informations import adresse, commandes_vitale
from accounts.models import CommandeCarteVitale
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.commande_carte import demandeurs, remarques
from demarches.catalogue.commande_carte.reponses import Commande, personne_de
from demarches.moteur import conservation, transitions
from demarches.moteur.depot import EtapeAReprendre
from demarches.moteur.models import Demarche
from documents import pieces as depot_de_pieces
from documents.photo_identite import validite

EtatCommande = CommandeCarteVitale.Etat
A_VERIFIER = "La photo et la pièce d’identité sont à vérifier."
PROLONGEE = (
    "La carte d’identité est au-delà de la date imprimée. D’après cette date, elle a été faite pour un adulte "
    "entre 2004 et 2013 et vaut 5 ans de plus : vérifiez-le."
)


def commander(demarche: Demarche) -> None:
    assure, le, acteur = demarche.assure, demarche.deposee_le, demarche.acteur
    candidat = demandeurs.choisi(demandeurs.lire(assure, le), Commande.de(demarche).beneficiaire.personne)
    if candidat is None or not candidat.possible:
        raise EtapeAReprendre("beneficiaire")
    try:
        commandes_vitale.commander(
            assure, candidat.titulaire.personne, origine=candidat.origine, le=le, cause=demarche.reference,
            acteur=acteur,
        )  # fmt: skip
    except commandes_vitale.DejaCommandee as course:
        raise EtapeAReprendre("beneficiaire") from course
    demarche.signaler("images", A_VERIFIER)
    recues = depot_de_pieces.pieces_de(demarche.objet, assure)
    for rang, (libelle, phrase) in enumerate(remarques.lire(recues, jour_de(le))):
        demarche.signaler(f"image_{rang}", f"{libelle}, vu par le serveur : {phrase}")
    if _prolongee(demarche):
        demarche.signaler("prolongee", PROLONGEE)


def suivre(demarche: Demarche, le: datetime) -> None:
    """One day later the follow-up says that somebody is looking."""
    transitions.prendre(demarche, le=le)


def valider(demarche: Demarche, acteur: str, le: datetime) -> None:
    """The photo and the document are right: the card will be made."""
    transitions.noter(demarche, "validee", le=le, acteur=acteur)
    for delai in ("fabrication", "expedition", "reception"):
        transitions.programmer(demarche, delai, depuis=le)
    transitions.prevenir(demarche, "validee", le=le)


def fabriquer(demarche: Demarche, le: datetime) -> None:
    """The order can no longer be taken back."""
    commandes_vitale.avancer(demarche.assure, demarche.reference, EtatCommande.FABRICATION, le=le)
    transitions.noter(demarche, "fabrication", le=le)
    conservation.compter_les_pieces(demarche, depuis=le)


def expedier(demarche: Demarche, le: datetime, acteur: str = "horloge") -> None:
    """The post has it."""
    commandes_vitale.avancer(demarche.assure, demarche.reference, EtatCommande.EXPEDIEE, le=le, acteur=acteur)
    transitions.noter(demarche, "expedition", le=le, acteur=acteur)
    transitions.prevenir(demarche, "expediee", le=le)


def recevoir(demarche: Demarche, le: datetime) -> None:
    """It is held to have arrived, unless it came back: then it waits to leave again."""
    commande = commandes_vitale.commande_de(demarche.assure, demarche.reference)
    if commande is not None and commande.etat == EtatCommande.RETOURNEE:
        return
    transitions.passer(demarche, "accepter", acteur="horloge", le=le)


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    if evenement == "accepter":
        commandes_vitale.recevoir(demarche.assure, demarche.reference, le=le, acteur="horloge")
    else:
        commandes_vitale.avancer(demarche.assure, demarche.reference, EtatCommande.ANNULEE, le=le)
        conservation.compter_les_pieces(demarche, depuis=le)


def pas_fabriquee(demarche: Demarche) -> bool:
    """Until the card is being made."""
    commande = commandes_vitale.commande_de(demarche.assure, demarche.reference)
    return commande is not None and commande.etat == EtatCommande.DEMANDEE


def pour_message(demarche: Demarche) -> dict[str, Any]:
    ou = adresse.actuelle(demarche.assure)
    return {"prenom": personne_de(demarche).prenom, "adresse": ", ".join(ou.lignes) if ou else ""}


def _prolongee(demarche: Demarche) -> bool:
    """Is the document past its printed day, and accepted all the same?"""
    piece, personne = Commande.de(demarche).piece, personne_de(demarche)
    return validite.prolonge(piece.document, piece.expiration, personne.date_naissance, jour_de(demarche.deposee_le))
