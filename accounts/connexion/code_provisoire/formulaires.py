"""What is asked at the door, and at the kiosk."""

from __future__ import annotations

from django import forms

from ameli.noyau.saisie.champs import ChampCode, ChampNir, ChampSerie


class FormulaireCode(forms.Form):
    """The number and the four digits. `serie` is shown, and wanted, when too many codes were wrong for the number."""

    nir = ChampNir()
    code = ChampCode(
        4, label="Code provisoire", help_text="4 chiffres, donnés par un conseiller ou reçus par SMS.",
        invalid="Le code provisoire a 4 chiffres.", error_messages={"required": "Saisissez les 4 chiffres du code."},
    )  # fmt: skip

    serie = ChampSerie(required=False, help_text="Les 10 chiffres inscrits sur votre carte.")


class FormulaireBorne(forms.Form):
    """What the machine reads on the card in its slot; here it is typed."""

    nir = ChampNir()
    serie = ChampSerie(help_text="La borne le lit sur la carte. Ici, tapez ses 10 chiffres.")
