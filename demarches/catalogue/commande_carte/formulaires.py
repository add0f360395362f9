"""The screens of chapter 10: for whom, the photo, the document, and what was taken of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html

from ameli.noyau.televersement import FichierSain
from demarches.catalogue.commande_carte import demandeurs, regles
from demarches.moteur import pieces_du_brouillon
from demarches.moteur.coordonnees import Coordonnees
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.pieces_du_brouillon import ChampPiece, FormulaireDePieces

PHOTO, RECTO, VERSO = "Photo d’identité", "Pièce d’identité, recto", "Pièce d’identité, verso"


class Beneficiaire(Coordonnees, FormulaireEtape):
    """For whom; the person checks where the card goes."""

    personne = forms.ChoiceField(
        label="Pour qui commandez-vous la carte ?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la personne pour qui vous commandez la carte."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidats = demandeurs.lire(self.contexte.assure, self.contexte.le)
        possibles = [candidat for candidat in self.candidats if candidat.possible]
        self.fields["personne"].choices = [
            (c.cle, format_html('{}<span class="choix__detail">{}</span>', c.nom, c.situation)) for c in possibles
        ]
        if len(possibles) == 1:
            self.fields["personne"].initial = possibles[0].cle

    @property
    def empeches(self) -> list[str]:
        return [candidat.phrase for candidat in self.candidats if not candidat.possible]

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        candidat = demandeurs.choisi(self.candidats, str(reponses["personne"]))
        lignes = [("Carte pour", candidat.nom if candidat else "")]
        if candidat and candidat.possible:
            lignes.append(("Pourquoi", candidat.situation))
        if self.adresse:
            lignes.append(("Envoi à", ", ".join(self.adresse.lignes)))
        return lignes


class Conditions(FormulaireEtape):
    """Read before a photo is taken: « J’ai compris »."""

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        return []


class Photo(FormulaireDePieces):
    """The identity photo."""

    photo = ChampPiece(
        libelle=PHOTO,
        accepte="image/jpeg,image/png",
        label="Votre photo d’identité",
        help_text="Une photo en JPEG ou en PNG, 5 Mo au plus.",
        error_messages={"required": "Prenez une photo, ou choisissez-en une sur votre appareil."},
    )

    def clean_photo(self) -> list[Any]:
        recues: list[Any] = self.cleaned_data["photo"]
        for recue in recues:
            exiger_une_image(recue)
        return recues


class Piece(FormulaireDePieces):
    """The identity document, one side or two."""

    document = forms.ChoiceField(
        label="Quelle pièce d’identité envoyez-vous ?",
        choices=regles.DOCUMENTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la pièce d’identité que vous envoyez."},
    )
    recto = ChampPiece(
        libelle=RECTO,
        label="Recto, ou pages du passeport",
        error_messages={"required": "Prenez en photo le recto de la pièce d’identité."},
    )
    verso = ChampPiece(libelle=VERSO, label="Verso", required=False)

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        document = propres.get("document") or self.contexte.reponses.get("piece", {}).get("document", "")
        if regles.verso_exige(document) and not propres.get("verso") and "verso" not in self.errors:
            self.add_error("verso", "Prenez aussi en photo le verso.")
        return propres


class Apercu(FormulaireEtape):
    """The images as they were received, under the criteria."""

    @property
    def images(self) -> list[dict[str, str]]:
        """Address, words and type of each; nothing before the step is reached."""
        brouillon = self.contexte.brouillon
        if brouillon is None:
            return []
        nommees = {cle for nom in ("photo", "piece") for cle in self._cles(nom)}
        return [
            {
                "adresse": pieces_du_brouillon.adresse_de(piece, brouillon),
                "libelle": piece.libelle,
                "image": "oui" if piece.type_mime.startswith("image/") else "",
            }
            for piece in pieces_du_brouillon.pieces_de(self.contexte)
            if piece.public_id in nommees
        ]

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        return []

    def _cles(self, etape: str) -> list[str]:
        reponses = self.contexte.reponses.get(etape, {})
        return [cle for valeur in reponses.values() if isinstance(valeur, list) for cle in valeur]


def exiger_une_image(recue: Any) -> None:
    """A photo of somebody is a picture, of an ordinary weight; a kept one was looked at already. Raises ValidationError."""
    if not isinstance(recue, FichierSain):
        return
    if not recue.type_mime.startswith("image/"):
        raise forms.ValidationError("Envoyez une photo (JPEG ou PNG), pas un PDF.")
    if len(recue.octets) > regles.OCTETS_DE_LA_PHOTO:
        raise forms.ValidationError("Cette photo pèse plus de 5 Mo. Choisissez une qualité normale, puis reprenez-la.")
