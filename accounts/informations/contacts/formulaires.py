"""What is asked for a new address, a new number, and its code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.connexion.adresse_courriel.formulaires import FormulaireCourriel
from accounts.informations.contacts import regles
from accounts.models import Compte
from ameli.noyau.saisie.champs import ChampCode, ChampMobile, ChampTelephone


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

    telephone = ChampTelephone(label="Téléphone fixe", required=False, help_text="Laissez vide pour le retirer.")


class FormulaireCodeSms(forms.Form):
    """The code received by SMS."""

    code = ChampCode(
        regles.CODE_CHIFFRES, label="Code reçu par SMS", help_text="6 chiffres.", invalid="Le code a 6 chiffres.",
        error_messages={"required": "Saisissez les 6 chiffres du code."},
    )  # fmt: skip
