"""The screens of an order: for whom, the photo, the identity document; each image is seen before it goes."""

from __future__ import annotations

from demarches.catalogue.commande_carte import formulaires
from demarches.moteur.declaration import Etape

AIDE = """La carte part à l’adresse de votre dossier, et à aucune autre.

Elle est gratuite. Toute demande de paiement est une escroquerie."""
AIDE_PHOTO = "La photo est chiffrée. Seul un agent de votre caisse la voit. Elle ne sert qu’à fabriquer la carte."

ETAPES = (
    Etape(
        "beneficiaire",
        "La personne et l’adresse",
        formulaires.Beneficiaire,
        aide=AIDE,
        gabarit="commande_carte/beneficiaire.html",
    ),
    Etape(
        "conditions_photo",
        "Prendre une photo d’identité",
        formulaires.Conditions,
        au_recapitulatif=False,
        libelle_suivant="J’ai compris",
        gabarit="commande_carte/conditions_photo.html",
        aide=AIDE_PHOTO,
    ),
    Etape(
        "photo",
        "La photo d’identité",
        formulaires.Photo,
        depend_de=("beneficiaire",),
        aide=AIDE_PHOTO,
        gabarit="commande_carte/photo.html",
    ),
    Etape(
        "apercu_photo",
        "Regardez votre photo d’identité",
        formulaires.ApercuPhoto,
        au_recapitulatif=False,
        gabarit="commande_carte/apercu_photo.html",
    ),
    Etape(
        "conditions_piece",
        "Prendre une photo de la pièce d’identité",
        formulaires.Conditions,
        au_recapitulatif=False,
        libelle_suivant="J’ai compris",
        gabarit="commande_carte/conditions_piece.html",
    ),
    Etape("piece", "La pièce d’identité", formulaires.Piece, depend_de=("beneficiaire",)),
    Etape(
        "apercu_piece",
        "Regardez votre pièce d’identité",
        formulaires.ApercuPiece,
        au_recapitulatif=False,
        gabarit="commande_carte/apercu_piece.html",
    ),
)
