"""Forms of the practice site."""

from __future__ import annotations

from typing import Any

from django import forms

from ameli.bac_a_sable.duree import DureeIllisible, est_longue, lire
from ameli.bac_a_sable.models import ModeSimulateur
from ameli.noyau import horloge
from ameli.noyau.saisie.champs import ChampLigne

SERVICE_D_IDENTITE = ModeSimulateur.Service.IDENTITE.value
SERVICE_DES_REVENUS = ModeSimulateur.Service.REVENUS.value
DES_REVENUS = (ModeSimulateur.Mode.LIMITE, ModeSimulateur.Mode.PARTIEL)


class FormulaireDuree(forms.Form):
    """How far to move the clock."""

    duree = ChampLigne(
        label="Autre durée",
        help_text="Par exemple 20 min, 48h, 10j ou 2 mois. 13 mois au plus en une fois.",
        max_length=30,
        error_messages={"required": "Tapez une durée, par exemple 10j."},
        widget=forms.TextInput(attrs={"size": 12, "autocomplete": "off"}),
    )

    def clean_duree(self) -> str:
        texte: str = self.cleaned_data["duree"]
        try:
            duree = lire(texte)
        except DureeIllisible as faute:
            raise forms.ValidationError(str(faute)) from faute
        if est_longue(duree, horloge.maintenant()):
            raise forms.ValidationError("Avancez de 13 mois au plus en une fois.")
        return texte


class FormulaireMode(forms.Form):
    """How one simulator behaves, for how many requests."""

    service = forms.ChoiceField(label="Service", choices=ModeSimulateur.Service.choices)
    mode = forms.ChoiceField(label="Comportement", choices=ModeSimulateur.Mode.choices)
    fois = forms.IntegerField(
        label="Pendant combien de demandes ?",
        help_text="Laissez vide pour que cela dure.",
        required=False,
        min_value=1,
        max_value=1000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        if donnees.get("mode") in ModeSimulateur.Mode.mensonges() and donnees.get("service") != SERVICE_D_IDENTITE:
            self.add_error("mode", "Ce comportement n’existe que pour FranceConnect.")
        elif donnees.get("mode") in DES_REVENUS and donnees.get("service") != SERVICE_DES_REVENUS:
            self.add_error("mode", "Ce comportement n’existe que pour les revenus.")
        return donnees

    @staticmethod
    def etat(modes: dict[str, str]) -> list[dict[str, str]]:
        """Rows for the summary: each service and how it behaves now."""
        return [
            {"libelle": str(ModeSimulateur.Service(s).label), "valeur": str(ModeSimulateur.Mode(m).label)}
            for s, m in modes.items()
        ]
