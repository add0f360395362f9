"""Fields of a form, or of a model, as a file writes their values: days as 2026-11-29, yes and no in words."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, cast

from django import forms
from django.db import models

DATE = "Écrivez une date comme 2026-11-29."
OUI, NON = "oui", "non"


class OuiNon(forms.TypedChoiceField):
    """ "oui", "non", or nothing for the default of the column."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=[(OUI, OUI), (NON, NON)], coerce=lambda mot: mot == OUI, empty_value=None, required=False, **options
        )


def d_un_fichier(champs: Mapping[str, forms.Field], modele: type[models.Model]) -> dict[str, forms.Field]:
    """These fields, as a line of a file fills them. A column of `modele` that has a default may be left out."""
    return {nom: _prepare(champ, _colonne(modele, nom)) for nom, champ in champs.items()}


def ajuster(champ: forms.Field) -> forms.Field:
    """Days in one way only, choices by their codes, each said in the sentence that refuses another."""
    if isinstance(champ, forms.DateField):
        champ.input_formats, champ.error_messages["invalid"] = ("%Y-%m-%d",), DATE
    if isinstance(champ, forms.ChoiceField):
        codes = ", ".join(str(code) for code, _ in cast(list[tuple[Any, Any]], champ.choices) if code)
        champ.error_messages["invalid_choice"] = f"Écrivez une de ces valeurs\u00a0: {codes}."
    return champ


def _prepare(champ: forms.Field, colonne: models.Field | None) -> forms.Field:
    champ = OuiNon() if isinstance(champ, forms.BooleanField) else deepcopy(champ)
    if colonne is not None and colonne.has_default():
        champ.required = False
    return ajuster(champ)


def _colonne(modele: type[models.Model], nom: str) -> models.Field | None:
    return next((colonne for colonne in modele._meta.concrete_fields if colonne.name == nom), None)
