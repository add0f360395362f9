"""A code, or what a passkey answers."""

from __future__ import annotations

from django import forms

from ameli.noyau.saisie.champs import ChampCode, ChampLigne


class FormulaireCle(forms.Form):
    """One of the two. `credential` is filled in by the script of the page, in JSON."""

    code = ChampCode(
        6, 8, label="Code", help_text="Les 6 chiffres de votre application. Ou un code de secours à 8 chiffres.",
        invalid="Le code a 6 chiffres, ou 8 pour un code de secours.",
        error_messages={"required": "Saisissez le code de votre application, ou un code de secours."},
    )  # fmt: skip
    credential = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def clean(self) -> dict[str, str]:
        donnees = super().clean() or self.cleaned_data
        if donnees.get("credential"):  # then no code is wanted
            self.errors.pop("code", None)
            donnees.setdefault("code", "")
        return donnees


class FormulaireApplication(forms.Form):
    """The first code of a new application proves that it was set up right."""

    code = ChampCode(
        6, label="Code affiché par l’application", help_text="6 chiffres.", invalid="Le code a 6 chiffres.",
        error_messages={"required": "Saisissez les 6 chiffres que l’application affiche."},
    )  # fmt: skip


class FormulaireNouvelleCle(forms.Form):
    """A name to recognise it by, and what the browser made."""

    nom = ChampLigne(
        label="Nom de cette clé", max_length=40, help_text="Pour la reconnaître. Exemple\N{NO-BREAK SPACE}: mon téléphone.",
        widget=forms.TextInput(attrs={"size": "24"}),
        error_messages={"required": "Donnez un nom à cette clé."},
    )  # fmt: skip
    credential = forms.CharField(
        max_length=20_000, widget=forms.HiddenInput,
        error_messages={"required": "Votre navigateur n’a pas créé de clé. Recommencez, ou choisissez l’application de codes."},
    )  # fmt: skip
