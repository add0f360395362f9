"""The field that takes several files at once, and says of each one what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from ameli.noyau.formats import INSECABLE
from ameli.noyau.televersement.controle import PDF, FichierRefuse, FichierSain, mo, verifier
from ameli.noyau.televersement.noms import montrer

# Without HEIC in the list an iPhone sends its photos as JPEG by itself, and a telephone offers its camera.
ACCEPTES = "image/jpeg,image/png,application/pdf"
SEULEMENT_UNE_PHOTO = "Envoyez une photo (JPEG ou PNG), pas un PDF."
SEULEMENT_UN_PDF = "Envoyez un PDF. Ce fichier est une image, quel que soit son nom."


class ChoixFichiers(forms.FileInput):
    """The browser's own control."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, plusieurs: bool = True) -> None:
        self.allow_multiple_selected = plusieurs
        super().__init__({"accept": ACCEPTES, **({"multiple": True} if plusieurs else {}), **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return files.getlist(name) if hasattr(files, "getlist") else [f for f in [files.get(name)] if f]


class ChampFichiers(forms.Field):
    """Its cleaned value is a list of FichierSain. Its form needs `enctype="multipart/form-data"` and `request.FILES`.

    `maximum` files at once, each of `octets_maximum` bytes at most (by default what the site takes); each error names the
    file that it speaks of.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {"required": "Choisissez un fichier, ou prenez une photo."}

    def __init__(self, *, maximum: int = 5, octets_maximum: int | None = None, **kwargs: Any) -> None:
        self.maximum = maximum
        self.octets_maximum = octets_maximum or settings.TELEVERSEMENT["octets_maximum"]
        kwargs.setdefault("widget", ChoixFichiers(plusieurs=maximum > 1))
        kwargs.setdefault("help_text", self._indice())
        super().__init__(**kwargs)

    def clean(self, value: Any) -> list[FichierSain]:
        fichiers = [fichier for fichier in value or [] if fichier is not None]
        super().clean(fichiers)
        if len(fichiers) > self.maximum:
            raise ValidationError(f"Choisissez {combien(self.maximum)} à la fois.")
        sains, fautes = [], []
        for fichier in fichiers:
            try:
                sains.append(verifier(fichier, self.octets_maximum))
            except FichierRefuse as refus:
                fautes.append(ValidationError(nommee(fichier.name or "", refus.phrase)))
        if fautes:
            raise ValidationError(fautes)
        return sains

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)

    def _indice(self) -> str:
        plusieurs = f" Vous pouvez en choisir {self.maximum} à la fois." if self.maximum > 1 else ""
        return f"Photo (JPEG ou PNG) ou PDF, {mo(self.octets_maximum)} au plus par fichier.{plusieurs}"


def exiger_le_format(sains: Iterable[FichierSain], accepte: str) -> None:
    """`accepte`: MIME types, comma-separated; empty takes all that the site takes. Raises ValidationError."""
    if accepte and any(sain.type_mime not in accepte for sain in sains):
        raise ValidationError(SEULEMENT_UN_PDF if accepte == PDF else SEULEMENT_UNE_PHOTO)


def combien(maximum: int) -> str:
    """ "un seul fichier", "3 fichiers au plus"."""
    return "un seul fichier" if maximum == 1 else f"{maximum} fichiers au plus"


def nommee(nom: str, phrase: str) -> str:
    """A refusal that names its file."""
    return f"«{INSECABLE}{montrer(nom)}{INSECABLE}»{INSECABLE}: {phrase[0].lower()}{phrase[1:]}"
