"""The three forms: who you are, what you hold, how you will sign in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from accounts.connexion.adresse_courriel.formulaires import DIFFERENTES
from accounts.connexion.choix_mot_de_passe import FormulaireChoixMotDePasse
from accounts.securite.captcha import AIDE_ET_VOIES, ChampCaptcha, FormulaireAvecCaptcha
from ameli.noyau.saisie.champs import (
    ChampCodePostal,
    ChampCourriel,
    ChampFinDeSerie,
    ChampFinDIban,
    ChampLigne,
    ChampMobile,
    ChampNir,
)
from ameli.noyau.saisie.champs_dates import ChampNaissance


class FormulaireIdentite(forms.Form):
    """Screen 1. Only the shape is judged: whether it is somebody is never said here."""

    nir = ChampNir()
    nom = ChampLigne(
        label="Nom de naissance ou nom d’usage", max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "size": "32"}),
        error_messages={"required": "Saisissez votre nom."},
    )  # fmt: skip
    naissance = ChampNaissance()
    code_postal = ChampCodePostal(
        label="Code postal", help_text="Celui de l’adresse que votre caisse connaît.",
        error_messages={"required": "Saisissez votre code postal."},
    )  # fmt: skip


class FormulairePreuve(FormulaireAvecCaptcha):
    """Screen 2: the ends of two numbers that only you hold together."""

    serie = ChampFinDeSerie(
        label="7 derniers chiffres du numéro de série de votre carte Vitale",
        error_messages={"required": "Saisissez les 7 derniers chiffres du numéro de série."},
    )  # fmt: skip
    iban = ChampFinDIban(
        label="7 derniers caractères de votre IBAN", help_text="Celui du compte où votre caisse vous rembourse.",
        error_messages={"required": "Saisissez les 7 derniers caractères de votre IBAN."},
    )  # fmt: skip
    captcha = ChampCaptcha("premiere_visite", help_text=AIDE_ET_VOIES)


class FormulaireCompte(FormulaireChoixMotDePasse):
    """Screen 3: address, password, telephone, terms."""

    courriel = ChampCourriel(help_text="Une adresse à vous seul. Nous y enverrons un lien à ouvrir.")
    courriel_bis = ChampCourriel(
        label="La même adresse, une seconde fois",
        error_messages={"required": "Saisissez une seconde fois l’adresse de courriel."},
    )
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
