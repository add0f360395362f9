"""What is asked at the door, and at the kiosk."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.connexion.nir import ChampNir
from ameli.noyau.saisies import FormeDAbord


class ChampSerie(FormeDAbord):
    """The ten digits of a Vitale serial, with or without the 9 that some cards add."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Numéro de série de la carte Vitale")
        options.setdefault("widget", forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": "14"}))
        options.setdefault("error_messages", {"required": "Saisissez le numéro de série."})
        super().__init__(max_length=20, **options)

    def lire(self, texte: str) -> str:
        lue = re.fullmatch(r"(\d{10})9?", re.sub(r"[\s.\-]", "", texte))
        if lue is None:
            raise ValidationError("Le numéro de série a 10 chiffres.", code="serie")
        return lue[1]


class FormulaireCode(forms.Form):
    """The number and the four digits. `serie` is shown, and wanted, when too many codes were wrong for the number."""

    nir = ChampNir()
    code = forms.CharField(
        label="Code provisoire", max_length=10, help_text="4 chiffres, donnés par un conseiller ou reçus par SMS.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": "8"}),
        error_messages={"required": "Saisissez les 4 chiffres du code."},
    )  # fmt: skip

    serie = ChampSerie(required=False, help_text="Les 10 chiffres inscrits sur votre carte.")

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if not (len(code) == 4 and code.isascii() and code.isdigit()):
            raise ValidationError("Le code provisoire a 4 chiffres.", code="forme")
        return code


class FormulaireBorne(forms.Form):
    """What the machine reads on the card in its slot; here it is typed."""

    nir = ChampNir()
    serie = ChampSerie(help_text="La borne le lit sur la carte. Ici, tapez ses 10 chiffres.")
