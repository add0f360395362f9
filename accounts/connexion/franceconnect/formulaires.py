"""The one page of the first FranceConnect: the number, and an e-mail for who opens an account."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.connexion.nir import ChampNir
from accounts.models import Compte


class FormulaireRattachement(forms.Form):
    """`ouvre_un_compte`: the person has none, and gives the address that theirs will have."""

    nir = ChampNir(
        help_text="Il est sur votre carte Vitale : 13 chiffres, ou 15 avec la clé. Nous le demandons une seule fois."
    )
    courriel = forms.EmailField(
        label="Adresse électronique",
        help_text="Elle est à vous seul. Nous y envoyons les alertes de sécurité.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "size": "36"}),
        error_messages={
            "required": "Saisissez votre adresse électronique.",
            "invalid": "Cette adresse est incomplète. Exemple : nom@exemple.fr.",
        },
    )

    def __init__(self, *args: Any, ouvre_un_compte: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ouvre_un_compte:
            del self.fields["courriel"]

    def clean_courriel(self) -> str:
        courriel: str = self.cleaned_data["courriel"].strip().lower()
        if Compte.objects.filter(email__iexact=courriel).exists():
            raise forms.ValidationError(
                "Cette adresse ne peut pas servir ici. Donnez-en une autre, que vous seul lisez."
            )
        return courriel
