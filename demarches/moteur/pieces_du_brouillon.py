"""Files that a step asks for: kept, encrypted, with the draft as soon as they are checked, and confided to the démarche at the deposit.

A step that takes files has a form of `FormulaireDePieces`, whose fields of files are `ChampPiece`. Its stored answer is
the list of the public ids of its pieces: the rest of the engine sees an answer like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts.fichiers.zone import Ligne, ZoneDeFichiers
from accounts.models import Assure
from ameli.noyau.saisie.requete import PLACE
from ameli.noyau.stockage import StockagePlein
from ameli.noyau.televersement import ChampFichiers, FichierRefuse, FichierSain
from ameli.noyau.televersement.champ import combien, exiger_le_format
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.models import Brouillon, Demarche
from documents import pieces as depot_de_pieces
from documents.models import Piece

if TYPE_CHECKING:
    from demarches.moteur.declaration import Teleservice
    from demarches.moteur.termes import Contexte


class ChoixPiece(ZoneDeFichiers):
    """Files that are kept with the draft: each posts its id again. Of one alone, a new choice takes the place."""

    titre = "Déjà envoyé"

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, plusieurs: bool = False, camera: str = "", libelle: str = ""
    ) -> None:
        super().__init__(attrs, plusieurs=plusieurs)
        self.camera, self.libelle = camera, libelle
        self.nommees, self.ajouter = True, False
        self.garde = "" if plusieurs else "Choisissez un autre fichier pour le remplacer."

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        nouveaux = super().value_from_datadict(data, files, name)
        if nouveaux and not self.allow_multiple_selected:
            return nouveaux
        lus = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
        return [*(valeur for valeur in lus if valeur), *nouveaux]


class ChampPiece(ChampFichiers):
    """One file of a step (or `maximum` of them). `libelle` is what agents read beside it. Cleaned: files, or ids of kept ones.

    `camera` offers that of the browser: "user" for a face at 35 × 45, "environment" for a paper. With `selon_les_cas` it
    may stay empty in some cases only, which its help tells: it is not called optional.
    """

    def __init__(
        self, *, libelle: str, maximum: int = 1, accepte: str = "", camera: str = "", selon_les_cas: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.libelle, self.camera, self.selon_les_cas, self.accepte = libelle, camera, selon_les_cas, accepte
        reglages = {"accept": accepte} if accepte else {}
        kwargs.setdefault("widget", ChoixPiece(reglages, plusieurs=maximum > 1, camera=camera, libelle=libelle))
        super().__init__(maximum=maximum, **kwargs)

    def clean(self, value: Any) -> list[Any]:
        gardees = [cle for cle in value or [] if isinstance(cle, str)]
        neufs = [un for un in value or [] if not isinstance(un, str)]
        if len(gardees) + len(neufs) > self.maximum:
            raise ValidationError(f"Vous pouvez envoyer {combien(self.maximum)}. Retirez-en un d’abord.")
        sains = super().clean(neufs) if neufs or not gardees else []
        exiger_le_format(sains, self.accepte)
        return [*gardees, *sains]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != list(data or [])


class FormulaireDePieces(FormulaireEtape):
    """Base of a step that takes files: kept with the draft, or with what is sent again after the deposit (`renvoi_de`).

    `redemandees` names the questions that go with the files: they are asked again with them, of what is sent this time.
    """

    redemandees: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, *args: Any, renvoi_de: Demarche | None = None, places: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.renvoi_de, self.places = renvoi_de, places or {}
        self._lues: dict[str, Piece] = {}
        if not self.objet:
            return
        voulues: dict[str, list[str]] = {}
        for nom in self.champs_de_pieces():
            lues = self.data.getlist(nom) if self.is_bound else self.initial.get(nom) or []
            voulues[nom] = [str(cle) for cle in lues]
        connues = self._connues(cle for cles in voulues.values() for cle in cles)
        for nom, cles in voulues.items():
            self._montrer(nom, [connues[cle] for cle in cles if cle in connues])

    @property
    def objet(self) -> str:
        """What the pieces are kept for: the draft, or the sending again; empty without either."""
        if self.renvoi_de is not None:
            return self.renvoi_de.objet_du_renvoi
        return objet_de(self.contexte.brouillon) if self.contexte.brouillon else ""

    @property
    def camera(self) -> bool:
        """Does a field offer the camera? The page then needs its script and the browser's leave."""
        return any(champ.camera for champ in self.champs_de_pieces().values())

    def champs_de_pieces(self) -> dict[str, ChampPiece]:
        return {nom: champ for nom, champ in self.fields.items() if isinstance(champ, ChampPiece)}

    def clean(self) -> dict[str, Any]:
        self.cleaned_data = super().clean() or self.cleaned_data
        self.exiger_les_pieces()
        return self.cleaned_data

    def exiger_les_pieces(self) -> None:
        """An id is worth something only while that piece is kept: another tab may have replaced it since.

        Without a draft nothing is kept: a declaration is being checked.
        """
        if not self.objet:
            return
        for nom, champ in self.champs_de_pieces().items():
            cles = [valeur for valeur in self.cleaned_data.get(nom) or [] if isinstance(valeur, str)]
            if cles and len(self._connues(cles)) < len(set(cles)):
                self.add_error(nom, ValidationError(champ.error_messages["required"], code="required"))

    def en_mots(self, nom: str, valeur: Any) -> str:
        if nom not in self.champs_de_pieces():
            return super().en_mots(nom, valeur)
        connues = self._connues(valeur or [])
        return ", ".join(f"{connues[cle].nom} ({connues[cle].poids})" for cle in valeur or [] if cle in connues)

    def remettre(self, demarche: Demarche, le: datetime) -> list[Piece]:
        """The kept files that a valid form names go with the démarche; others are forgotten."""
        cles = [cle for nom in self.champs_de_pieces() for cle in self.cleaned_data.get(nom) or []]
        siennes = _pieces(self.contexte.assure, self.objet).filter(public_id__in=cles)
        remises = list(siennes.order_by("depose_le", "id"))
        siennes.update(objet=demarche.objet, caisse=demarche.caisse, depose_le=le)
        depot_de_pieces.oublier(self.objet)
        return remises

    def garder(self, le: datetime) -> dict[str, list[str]]:
        """Keep with the draft the files that were checked, even when another field is at fault; ids by field.

        What was kept before stays until nothing names it any more (`oublier_les_anonymes`). When there is no room
        for them, the form says so beside each.
        """
        lus = {nom: getattr(self, "cleaned_data", {}).get(nom) or [] for nom in self.champs_de_pieces()}
        envoyes = {nom: lu for nom, lu in lus.items() if any(isinstance(un, FichierSain) for un in lu)}
        try:
            with transaction.atomic(), depot_de_pieces.tout_ou_rien() as ecrites:
                for nom, lu in envoyes.items():
                    self._ecrire(nom, lu, le, ecrites)
        except StockagePlein as plein:
            for nom in envoyes:
                self.add_error(nom, plein.phrase)
            return {}
        connues = self._connues(cle for nom in envoyes for cle in self.cleaned_data[nom])
        for nom in envoyes:
            self._montrer(nom, [connues[cle] for cle in self.cleaned_data[nom] if cle in connues])
        return {nom: self.cleaned_data[nom] for nom in envoyes}

    def _ecrire(self, nom: str, lus: list[Any], le: datetime, ecrites: list[Piece]) -> None:
        """What is new in this field is kept, and named among what was kept already."""
        champ, assure = self.champs_de_pieces()[nom], self.contexte.assure
        if self.renvoi_de is not None:
            self._oublier(nom, sauf=[cle for cle in lus if isinstance(cle, str)])
        for rang, sain in enumerate(lus):
            if not isinstance(sain, FichierSain):
                continue
            piece = Piece(
                assure=assure, caisse=assure.caisse, objet=self.objet, place=self.place_de(nom), libelle=champ.libelle,
                depose_le=le,
            )  # fmt: skip
            ecrites.append(piece)
            piece.remplir(sain).save(force_insert=True)
            lus[rang] = piece.public_id

    def place_de(self, nom: str) -> str:
        """Where the files of this field stand: « piece/recto », « soins/k3f9/facture »."""
        return f"{self.places.get(nom, self.place)}/{nom}"

    def _oublier(self, nom: str, *, sauf: list[str]) -> None:
        siennes = _pieces(self.contexte.assure, self.objet).filter(place=self.place_de(nom))
        for ancienne in siennes.exclude(public_id__in=sauf):
            ancienne.effacer()

    def _montrer(self, nom: str, pieces: list[Piece]) -> None:
        widget = self.fields[nom].widget
        assert isinstance(widget, ChoixPiece)
        brouillon, demarche = self.contexte.brouillon, self.renvoi_de
        if demarche is not None:
            lignes = [self._ligne(nom, une, adresse_du_renvoi(une, demarche)) for une in pieces]
        else:
            lignes = [self._ligne(nom, une, adresse_de(une, brouillon)) for une in pieces] if brouillon else []
        widget.lire = lambda: lignes
        if pieces:
            self.fields[nom].widget.attrs.pop("required", None)

    def recevoir(self, nom: str, le: datetime) -> Ligne:
        """Keep the one file that was sent for this field, whatever is missing elsewhere. Raises FichierRefuse."""
        self.is_valid()
        if nom not in self.garder(le):
            raise FichierRefuse(str(next(iter(self.errors.get(nom, ())), self.fields[nom].error_messages["required"])))
        return self.lignes(nom)[-1]

    def retirer(self, cle: str) -> None:
        """Forget one file that was sent again, before all of them are there."""
        for piece in self._connues([cle]).values():
            piece.effacer()
        self._lues.pop(cle, None)

    def garde_deja(self, cle: str) -> bool:
        """Does the draft hold a file of this id?"""
        return bool(self._connues([cle]))

    def peut_resservir(self, champ: str, cle: str) -> bool:
        """May the file of this id serve for this field too?"""
        return self.garde_deja(cle)

    def _ligne(self, nom: str, piece: Piece, voir: str) -> Ligne:
        return Ligne.de(piece, voir, valeur=f"{nom}/{piece.public_id}")

    def lignes(self, nom: str) -> list[Ligne]:
        """The kept files of this field, as they are shown."""
        widget: Any = self.fields[nom].widget
        return list(widget.lire())

    def _connues(self, cles: Iterable[str]) -> dict[str, Piece]:
        """The pieces of these ids that the draft holds, each read once."""
        voulues = {cle for cle in cles if PLACE.fullmatch(cle)}
        inconnues = voulues - set(self._lues)
        if inconnues and self.objet:
            trouvees = _pieces(self.contexte.assure, self.objet).filter(public_id__in=inconnues)
            self._lues |= {piece.public_id: piece for piece in trouvees}
        return {cle: self._lues[cle] for cle in voulues if cle in self._lues}


def completer(formulaire: FormulaireEtape, data: Any, files: Any, reponses: Mapping[str, Any]) -> Any:
    """What an old page posts, when `reponses` came meanwhile: where it brings no file of its own, theirs hold."""
    complete = data.copy()
    for nom, champ in formulaire.fields.items():
        if isinstance(champ, ChampPiece) and not files.getlist(nom):
            complete.setlist(nom, reponses.get(nom) or [])
    return complete


def objet_de(brouillon: Brouillon) -> str:
    """How the pieces of a draft name it."""
    return f"brouillon:{brouillon.public_id}"


def adresse_de(piece: Piece, brouillon: Brouillon) -> str:
    """Where the person looks at a file that their draft holds."""
    return reverse("demarches:piece_du_brouillon", args=[brouillon.teleservice, brouillon.public_id, piece.public_id])


def adresse_du_renvoi(piece: Piece, demarche: Demarche) -> str:
    return reverse("demarches:piece", args=[demarche.reference, piece.public_id])


def pieces_de(contexte: Contexte) -> list[Piece]:
    """All that the draft of `contexte` holds, the oldest first."""
    if contexte.brouillon is None:
        return []
    return list(_pieces(contexte.assure, objet_de(contexte.brouillon)).order_by("depose_le", "id"))


def confier(brouillon: Brouillon, demarche: Demarche, teleservice: Teleservice, scellees: Iterable[str] = ()) -> None:
    """At the deposit: what the answers name goes with the démarche, and so do `scellees`; the rest is forgotten."""
    if not teleservice.avec_pieces:
        return
    nommees = [*scellees, *(cle for reponses in demarche.reponses.values() for cle in _cles(reponses))]
    objet = objet_de(brouillon)
    _pieces(brouillon.assure, objet).filter(public_id__in=nommees).update(objet=demarche.objet, caisse=demarche.caisse)
    depot_de_pieces.oublier(objet)


def oublier(brouillons: Iterable[str]) -> None:
    """The drafts of these public ids are given up: their files go."""
    for public_id in brouillons:
        depot_de_pieces.oublier(f"brouillon:{public_id}")


def oublier_les_anonymes(brouillon: Brouillon) -> list[str]:
    """The files that nothing answered or typed in the draft names any more are forgotten; what they were asked for."""
    nommees = [
        cle for ou in ("reponses", "saisies") for lues in brouillon.contenu.get(ou, {}).values() for cle in _cles(lues)
    ]
    anonymes = list(_pieces(brouillon.assure, objet_de(brouillon)).exclude(public_id__in=nommees))
    for piece in anonymes:
        piece.effacer()
    return [piece.libelle for piece in anonymes]


def _cles(reponses: Mapping[str, Any]) -> list[str]:
    listes = [valeur for valeur in reponses.values() if isinstance(valeur, list)]
    return [cle for liste in listes for cle in liste if isinstance(cle, str) and PLACE.fullmatch(cle)]


def _pieces(assure: Assure, objet: str) -> Any:
    return Piece.objects.de(assure).filter(objet=objet)
