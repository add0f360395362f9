"""What is asked at the door, and at the kiosk."""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError

from accounts.connexion.nir import ChampNir


class FormulaireCode(forms.Form):
    """The number and the four digits."""

    nir = ChampNir()
    code = forms.CharField(
        label="Code provisoire", max_length=10, help_text="4 chiffres, donnés par un conseiller ou reçus par SMS.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": "8"}),
        error_messages={"required": "Saisissez les 4 chiffres du code."},
    )  # fmt: skip

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if not (len(code) == 4 and code.isascii() and code.isdigit()):
            raise ValidationError("Le code provisoire a 4 chiffres.", code="forme")
        return code


class FormulaireBorne(forms.Form):
    """What the machine reads on the card in its slot; here it is typed."""

    nir = ChampNir()
    serie = forms.CharField(
        label="Numéro de série de la carte Vitale", max_length=20, help_text="La borne le lit sur la carte. Ici, tapez ses 10 chiffres.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "14"}),
        error_messages={"required": "Saisissez le numéro de série."},
    )  # fmt: skip

    def clean_serie(self) -> str:
        serie = re.sub(r"[\s.\-]", "", self.cleaned_data["serie"])
        lue = re.fullmatch(r"(\d{10})9?", serie)
        if lue is None:
            raise ValidationError("Le numéro de série a 10 chiffres.", code="serie")
        return lue[1]
