"""The field that takes several files at once, and says of each one what is wrong with it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from ameli.noyau.formats import INSECABLE
from ameli.noyau.televersement.controle import FichierRefuse, FichierSain, verifier
from ameli.noyau.televersement.noms import montrer

# Without HEIC in the list an iPhone sends its photos as JPEG by itself, and a telephone offers its camera.
ACCEPTES = "image/jpeg,image/png,application/pdf"


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

    `maximum` files at once; each error names the file that it speaks of.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {"required": "Choisissez un fichier, ou prenez une photo."}

    def __init__(self, *, maximum: int = 5, **kwargs: Any) -> None:
        self.maximum = maximum
        kwargs.setdefault("widget", ChoixFichiers(plusieurs=maximum > 1))
        kwargs.setdefault("help_text", self._indice())
        super().__init__(**kwargs)

    def clean(self, value: Any) -> list[FichierSain]:
        fichiers = [fichier for fichier in value or [] if fichier is not None]
        super().clean(fichiers)
        if len(fichiers) > self.maximum:
            raise ValidationError(f"Choisissez {self.maximum} fichiers au plus à la fois.")
        sains, fautes = [], []
        for fichier in fichiers:
            try:
                sains.append(verifier(fichier))
            except FichierRefuse as refus:
                fautes.append(ValidationError(nommee(fichier.name or "", refus.phrase)))
        if fautes:
            raise ValidationError(fautes)
        return sains

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)

    def _indice(self) -> str:
        mo = settings.TELEVERSEMENT["octets_maximum"] // 1_000_000
        combien = f" Vous pouvez en choisir {self.maximum} à la fois." if self.maximum > 1 else ""
        return f"Photo (JPEG ou PNG) ou PDF, {mo}{INSECABLE}Mo au plus par fichier.{combien}"


def nommee(nom: str, phrase: str) -> str:
    """A refusal that names its file."""
    return f"«{INSECABLE}{montrer(nom)}{INSECABLE}»{INSECABLE}: {phrase[0].lower()}{phrase[1:]}"
