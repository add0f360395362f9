"""The screens of chapter 10: for whom, the photo and what it looks like, the document and what it looks like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property

from accounts.models import Personne
from ameli.noyau.calendrier import jour_de
from ameli.noyau.chiffrement import DechiffrementImpossible
from ameli.noyau.saisie.champs_dates import ChampDate
from ameli.noyau.televersement import FichierPerdu, FichierSain
from ameli.noyau.televersement.controle import PDF, mo
from demarches.cartes import lignes
from demarches.cartes.lignes import Ligne
from demarches.catalogue.commande_carte import demandeurs, regles, remarques
from demarches.moteur import pieces_du_brouillon
from demarches.moteur.coordonnees import Coordonnees
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.pieces_du_brouillon import ChampPiece, FormulaireDePieces
from documents.models import Piece as PieceRecue
from documents.photo_identite import controle, mesures, validite, visage
from documents.photo_identite.regles import SEUILS

PHOTO_MAXIMUM = SEUILS[-1].octets
RECTO, VERSO = "Pièce d’identité, recto", "Pièce d’identité, verso"


class Beneficiaire(Coordonnees, FormulaireEtape):
    """For whom; the person checks where the card goes."""

    @dataclass(frozen=True)
    class Donnees:
        personne: str

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
            (
                c.cle,
                lignes.libelle(
                    f"Commander {'ma' if c.titulaire.membre.soi else 'sa'} carte", c.titulaire.personne.prenom
                ),
            )
            for c in possibles
        ]
        if len(possibles) == 1:
            self.fields["personne"].initial = possibles[0].cle

    @property
    def lignes(self) -> list[Ligne]:
        """Each person of the file: the card to order, or what may be done for it instead."""
        boutons = lignes.options(self["personne"])
        return lignes.ranger(
            Ligne(
                c.nom,
                c.titulaire.personne.prenom,
                c.etat,
                [boutons[c.cle]] if c.possible else [],
                c.lien(self.contexte.assure),
            )
            for c in self.candidats
        )

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
        libelle=remarques.PHOTO,
        accepte="image/jpeg,image/png",
        camera="user",
        label="Votre photo d’identité",
        octets_maximum=PHOTO_MAXIMUM,
        help_text=f"Une photo en JPEG ou en PNG, {mo(PHOTO_MAXIMUM)} au plus.",
        error_messages={"required": "Prenez une photo, ou choisissez-en une sur votre appareil."},
    )

    def clean_photo(self) -> list[Any]:
        return [photo_prete(recue, jour_de(self.contexte.le)) for recue in self.cleaned_data["photo"]]


class Piece(FormulaireDePieces):
    """The identity document, one side or two, and its last day. Sent again later, it may be another document."""

    @dataclass(frozen=True)
    class Donnees:
        document: str
        expiration: date
        recto: tuple[str, ...]
        verso: tuple[str, ...]

    redemandees = ("document", "expiration")
    document = forms.ChoiceField(
        label="Quelle pièce d’identité envoyez-vous ?",
        choices=regles.DOCUMENTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la pièce d’identité que vous envoyez."},
    )
    expiration = ChampDate(
        label="Fin de validité de la pièce",
        help_text="La date écrite sur la pièce, par exemple 12/03/2031.",
        error_messages={
            "required": "Écrivez la date de fin de validité de la pièce.",
        },
    )
    recto = ChampPiece(
        libelle=RECTO,
        camera="environment",
        label="Recto, ou pages du passeport",
        error_messages={"required": "Prenez en photo le recto de la pièce d’identité."},
    )
    verso = ChampPiece(
        libelle=VERSO, camera="environment", label="Verso", required=False, selon_les_cas=True,
        help_text="Pour une carte ou un titre. Un passeport n’en a pas besoin, ni un PDF qui montre déjà les deux côtés.",
    )  # fmt: skip

    def clean_recto(self) -> list[Any]:
        return self._lisibles("recto")

    def clean_verso(self) -> list[Any]:
        return self._lisibles("verso")

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        document = propres.get("document", "")
        sans_verso = not propres.get("verso") and "verso" not in self.errors
        if sans_verso and regles.verso_exige(document) and not self._deux_cotes(propres.get("recto") or []):
            self.add_error("verso", "Prenez aussi en photo le verso.")
        if document and propres.get("expiration"):
            perimee = validite.refus(document, propres["expiration"], self._naissance(), jour_de(self.contexte.le))
            if perimee:
                self.add_error("expiration", perimee)
        return propres

    def _deux_cotes(self, recues: list[Any]) -> bool:
        """Is it a PDF of both sides? A scanner makes that."""
        gardees = self._connues(recue for recue in recues if isinstance(recue, str)).values()
        neufs = [sain.octets for sain in recues if isinstance(sain, FichierSain) and sain.type_mime == PDF]
        try:
            anciens = [gardee.octets() for gardee in gardees if gardee.type_mime == PDF]
        except (FichierPerdu, DechiffrementImpossible):
            return False
        return any(mesures.pages(octets) > 1 for octets in neufs + anciens)

    def _naissance(self) -> date:
        """Of the person for whom the card is ordered."""
        choisie = Personne.objects.get(public_id=self.contexte.reponses["beneficiaire"]["personne"])
        return choisie.date_naissance

    def _lisibles(self, champ: str) -> list[Any]:
        recues: list[Any] = self.cleaned_data.get(champ) or []
        for recue in recues:
            exiger_lisible(recue, jour_de(self.contexte.le))
        return recues


class Apercu(FormulaireEtape):
    """What the step `regardee` received, beside its criteria: seen before anything else is asked."""

    regardee: ClassVar[str]

    @property
    def images(self) -> list[dict[str, str]]:
        """Address, words and type of each image (`image` is empty for a PDF); nothing before the step is reached."""
        brouillon = self.contexte.brouillon
        if brouillon is None:
            return []
        return [
            {
                "adresse": pieces_du_brouillon.adresse_de(piece, brouillon),
                "libelle": piece.libelle,
                "image": "oui" if piece.type_mime.startswith("image/") else "",
            }
            for piece in self._recues
        ]

    @property
    def remarques(self) -> list[tuple[str, str]]:
        """What the server sees in them, with the image it speaks of: advice, the agent decides."""
        return remarques.lire(self._recues, jour_de(self.contexte.le))

    @property
    def visage_vu(self) -> bool:
        """Was the face looked at too?"""
        return visage.disponible()

    @cached_property
    def _recues(self) -> list[PieceRecue]:
        reponses = self.contexte.reponses.get(self.regardee, {})
        cles = {cle for valeur in reponses.values() if isinstance(valeur, list) for cle in valeur}
        return [piece for piece in pieces_du_brouillon.pieces_de(self.contexte) if piece.public_id in cles]

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        return []


class ApercuPhoto(Apercu):
    """The photo."""

    regardee = "photo"


class ApercuPiece(Apercu):
    """Each side of the document."""

    regardee = "piece"


def photo_prete(recue: Any, jour: date) -> Any:
    """A photo of somebody is a picture, at 35 × 45; a kept one was looked at already. Raises ValidationError."""
    if not isinstance(recue, FichierSain):
        return recue
    if recue.type_mime == PDF:
        raise forms.ValidationError("Envoyez une photo (JPEG ou PNG), pas un PDF.")
    try:
        octets = controle.preparer(recue.octets, jour)
    except controle.ImageRefusee as refus:
        raise forms.ValidationError(refus.phrase) from refus
    if octets is recue.octets:
        return recue
    return replace(recue, nom=f"{recue.nom.rpartition('.')[0]}.jpg", type_mime="image/jpeg", octets=octets)


def exiger_lisible(recue: Any, jour: date) -> None:
    """An image of a document has enough points to be read; a PDF is the agent's to judge. Raises ValidationError."""
    if not isinstance(recue, FichierSain) or recue.type_mime == PDF:
        return
    try:
        controle.exiger_lisible(recue.octets, jour)
    except controle.ImageRefusee as refus:
        raise forms.ValidationError(refus.phrase) from refus
