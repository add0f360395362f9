"""What is asked: the theme, the precision that belongs to it, how and when it was sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ameli.noyau.formats import jour as en_mots
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.delais import grille, regles
from demarches.delais.models import Estimation

CHOISIR = "Choisissez dans la liste"


class FormulaireDelai(forms.Form):
    """`precision` offers only what belongs to the theme that was chosen; without script « Continuer » brings its list."""

    theme = forms.ChoiceField(
        label="Thématique", choices=[("", CHOISIR), *((t.code, t.libelle) for t in grille.THEMATIQUES)],
        error_messages={"required": "Choisissez une thématique.", "invalid_choice": "Choisissez dans la liste."},
    )  # fmt: skip
    precision = forms.ChoiceField(
        label="Précisions",
        error_messages={
            "required": "Choisissez ce que vous attendez.",
            "invalid_choice": "La thématique a changé : choisissez ce que vous attendez.",
        },
    )
    canal = forms.ChoiceField(
        label="Comment l’avez-vous envoyée ?", choices=Estimation.Canal.choices, widget=forms.RadioSelect,
        error_messages={"required": "Dites comment vous l’avez envoyée."},
    )  # fmt: skip
    deposee_le = ChampDate(
        label="Date de dépôt ou d’envoi de ma demande", help_text="Jour, mois, année. Par exemple : 25/10/2026.",
        error_messages={
            "required": "Donnez la date de dépôt ou d’envoi.",
        },
    )  # fmt: skip

    def __init__(self, *args: Any, jour: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jour = jour
        choisie = grille.thematique(str(self["theme"].value() or ""))
        debut = CHOISIR if choisie else "Choisissez d’abord la thématique"
        self.fields["precision"].choices = [
            ("", debut), *((p.code, p.libelle) for p in (choisie.precisions if choisie else ()))
        ]  # fmt: skip

    def clean_deposee_le(self) -> date:
        depot: date = self.cleaned_data["deposee_le"]
        if depot > self.jour:
            raise ValidationError(
                f"Cette date n’est pas encore passée. Donnez une date jusqu’au {en_mots(self.jour)}.", code="future"
            )
        if depot < regles.plus_ancien(self.jour):
            raise ValidationError(
                f"Cette date est trop ancienne. Donnez une date à partir du {en_mots(regles.plus_ancien(self.jour))}.",
                code="ancienne",
            )
        return depot
