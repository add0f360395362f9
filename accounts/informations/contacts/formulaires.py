"""What is asked for a new address, a new number, and its code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.connexion.adresse_courriel.formulaires import FormulaireCourriel
from accounts.informations import telephones
from accounts.informations.contacts import regles
from accounts.informations.telephones import ChampMobile
from accounts.models import Compte


class FormulaireNouveauCourriel(FormulaireCourriel):
    """Another address than the one of now. Whether another account has it is never said here."""

    def __init__(self, *args: Any, compte: Compte, **kwargs: Any) -> None:
        self.compte = compte
        super().__init__(*args, **kwargs)
        self.fields["courriel"].label = "Nouvelle adresse de courriel"

    def clean_courriel(self) -> str:
        courriel: str = self.cleaned_data["courriel"]
        if courriel == self.compte.email:
            raise ValidationError("C’est déjà votre adresse. Saisissez la nouvelle.", code="meme")
        if regles.est_jetable(courriel):
            raise ValidationError(
                "Cette adresse est temporaire : d’autres peuvent la lire. Donnez une adresse à vous seul.",
                code="jetable",
            )
        return courriel


class FormulaireMobile(forms.Form):
    """Another mobile than the one of now."""

    telephone = ChampMobile(label="Nouveau numéro de mobile")

    def __init__(self, *args: Any, compte: Compte, **kwargs: Any) -> None:
        self.compte = compte
        super().__init__(*args, **kwargs)

    def clean_telephone(self) -> str:
        numero: str = self.cleaned_data["telephone"]
        if numero == self.compte.telephone:
            raise ValidationError("C’est déjà votre numéro. Saisissez le nouveau.", code="meme")
        return numero


class FormulaireFixe(forms.Form):
    """A fixed line, or nothing to remove it."""

    telephone = forms.CharField(
        label="Téléphone fixe", max_length=30, required=False, help_text="Laissez vide pour le retirer.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "size": "20"}),
    )  # fmt: skip

    def clean_telephone(self) -> str:
        saisi = self.cleaned_data["telephone"]
        if not saisi:
            return ""
        numero = telephones.lire(saisi)
        if numero is None:
            raise ValidationError("Écrivez un numéro complet. Exemple : 05 58 00 00 01.", code="telephone")
        return numero


class FormulaireCodeSms(forms.Form):
    """The code received by SMS."""

    code = forms.CharField(
        label="Code reçu par SMS", max_length=12, help_text="6 chiffres.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "size": "10"}),
        error_messages={"required": "Saisissez les 6 chiffres du code."},
    )  # fmt: skip

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if not (len(code) == regles.CODE_CHIFFRES and code.isascii() and code.isdigit()):
            raise ValidationError("Le code a 6 chiffres.", code="forme")
        return code
