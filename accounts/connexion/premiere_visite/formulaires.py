"""The three forms: who you are, what you hold, how you will sign in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from accounts.connexion.adresse_courriel.formulaires import DIFFERENTES, ChampCourriel
from accounts.connexion.choix_mot_de_passe import FormulaireChoixMotDePasse
from accounts.connexion.naissance import ChampNaissance
from accounts.connexion.nir import ChampNir
from accounts.connexion.premiere_visite.regles import fin_d_iban, fin_de_serie
from accounts.informations.telephones import ChampMobile
from accounts.securite.captcha import AIDE_ET_VOIES, ChampCaptcha, FormulaireAvecCaptcha


class FormulaireIdentite(forms.Form):
    """Screen 1. Only the shape is judged: whether it is somebody is never said here."""

    nir = ChampNir()
    nom = forms.CharField(
        label="Nom de naissance ou nom d’usage", max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "size": "32"}),
        error_messages={"required": "Saisissez votre nom."},
    )  # fmt: skip
    naissance = ChampNaissance()
    code_postal = forms.RegexField(
        r"^\s*\d{5}\s*$", label="Code postal", strip=True, help_text="Celui de l’adresse que votre caisse connaît.",
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric", "size": "6"}),
        error_messages={"required": "Saisissez votre code postal.", "invalid": "Un code postal a 5 chiffres."},
    )  # fmt: skip


class FormulairePreuve(FormulaireAvecCaptcha):
    """Screen 2: the ends of two numbers that only you hold together."""

    serie = forms.CharField(
        label="7 derniers chiffres du numéro de série de votre carte Vitale", max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "14"}),
        error_messages={"required": "Saisissez les 7 derniers chiffres du numéro de série."},
    )  # fmt: skip
    iban = forms.CharField(
        label="7 derniers caractères de votre IBAN", max_length=50,
        help_text="Celui du compte où votre caisse vous rembourse.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "size": "14"}),
        error_messages={"required": "Saisissez les 7 derniers caractères de votre IBAN."},
    )  # fmt: skip
    captcha = ChampCaptcha("premiere_visite", help_text=AIDE_ET_VOIES)

    def clean_serie(self) -> str:
        fin = fin_de_serie(self.cleaned_data["serie"])
        if fin is None:
            raise ValidationError("Recopiez les 7 derniers chiffres, ou les 10 chiffres du numéro.", code="serie")
        return fin

    def clean_iban(self) -> str:
        fin = fin_d_iban(self.cleaned_data["iban"])
        if fin is None:
            raise ValidationError("Recopiez les 7 derniers caractères, ou l’IBAN entier.", code="iban")
        return fin


class FormulaireCompte(FormulaireChoixMotDePasse):
    """Screen 3: address, password, telephone, terms."""

    courriel = ChampCourriel(help_text="Une adresse à vous seul. Nous y enverrons un lien à ouvrir.")
    courriel_bis = ChampCourriel(label="La même adresse, une seconde fois")
    telephone = ChampMobile(required=False)
    conditions = forms.BooleanField(
        error_messages={"required": "Cochez la case pour accepter les conditions d’utilisation."}
    )
    field_order = ("courriel", "courriel_bis", "mot_de_passe", "confirmation", "telephone", "conditions")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conditions"].label = format_html(
            'J’accepte les <a href="{}">conditions d’utilisation</a>', reverse("conditions")
        )

    def clean(self) -> dict[str, Any]:
        donnees = super().clean()
        une, deux = donnees.get("courriel"), donnees.get("courriel_bis")
        if une and deux and une != deux:
            self.add_error("courriel_bis", DIFFERENTES)
        return donnees
