"""Before a request: four questions and a simulation. Nothing that is typed here is kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from ameli.noyau.saisie.champs import ChampDecimal, ChampMontant
from demarches.catalogue.pension_invalidite.formulaires import ChampDateProche

OUI, NON = "oui", "non"
CHOIX = ((OUI, "Oui"), (NON, "Non"))
ANNEES = 10
# Of each « no »: why, and where to go.
SINON = {
    "age": "À 62 ans, la retraite pour inaptitude remplace la pension. Demandez votre retraite sur lassuranceretraite.fr. Votre invalidité a commencé avant 62 ans ? Vous pouvez encore demander.",
    "affilie": "Il faut 12 mois d’affiliation avant le mois de l’arrêt. Écrivez à votre caisse : des mois passés dans un autre régime comptent.",
    "employeur": "Avec plusieurs employeurs, la demande se fait sur le formulaire papier S4150. Il vous attend ci-dessous, déjà rempli de votre identité.",
    "cause": "Un accident du travail ou une maladie professionnelle donne une rente, pas une pension. Votre caisse l’étudie avec votre dossier d’accident : écrivez-lui.",
}  # fmt: skip


def _question(libelle: str, aide: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=libelle, choices=CHOIX, widget=forms.RadioSelect, help_text=aide,
        error_messages={"required": "Répondez oui ou non."},
    )  # fmt: skip


class Questions(forms.Form):
    """« Est-ce pour moi ? »"""

    age = _question("Avez-vous moins de 62 ans\N{NO-BREAK SPACE}?")
    affilie = _question("Étiez-vous assuré(e) depuis 12 mois quand votre arrêt a commencé\N{NO-BREAK SPACE}?")
    employeur = _question("Avez-vous un seul employeur, ou aucun\N{NO-BREAK SPACE}?")
    cause = _question("Votre état vient-il d’autre chose que de votre travail\N{NO-BREAK SPACE}?")

    @property
    def refus(self) -> list[tuple[str, str]]:
        """(question, why not) of each « no »; call it on a valid form."""
        return [
            (str(self.fields[nom].label), phrase) for nom, phrase in SINON.items() if self.cleaned_data.get(nom) == NON
        ]

    @property
    def papier(self) -> bool:
        """Is the paper form the way?"""
        return self.cleaned_data.get("employeur") == NON


class Simulation(forms.Form):
    """Gross wages of the last ten years, the tax notice that rules this year, the day when the pension would begin."""

    rfr = ChampMontant(label="Revenu fiscal de référence", required=False)
    parts = ChampDecimal(
        label="Nombre de parts", required=False, min_value=1, max_value=20, decimal_places=2,
        help_text="Par exemple\N{NO-BREAK SPACE}: 1,5.", faute="Écrivez le nombre de parts de votre avis d’imposition, par exemple 1,5.",
    )  # fmt: skip
    depuis = ChampDateProche(
        label="Premier jour de la pension", required=False,
        help_text="Pour voir quand vos indemnités journalières s’arrêteraient.",
    )  # fmt: skip

    def __init__(self, *args: Any, annee: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        autres = dict(self.fields)
        self.fields.clear()
        self.annees = range(annee - 1, annee - 1 - ANNEES, -1)
        for une in self.annees:
            champ = self.fields[f"salaire_{une}"] = ChampMontant(label=f"Salaire brut de {une}", required=False)
            champ.selon_les_cas = True
        self.fields |= autres
        self.fields["rfr"].help_text = (
            f"Sur l’avis de {annee - 1} (revenus {annee - 2})\N{NO-BREAK SPACE}: il règle les retenues de {annee}. "
            "Sans lui, nous comptons 9,1\N{NO-BREAK SPACE}% de retenues."
        )

    @property
    def salaires(self) -> dict[int, Decimal]:
        return {
            une: self.cleaned_data[f"salaire_{une}"] for une in self.annees if self.cleaned_data.get(f"salaire_{une}")
        }

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if not self.errors and not any(propres.get(f"salaire_{une}") for une in self.annees):
            self.add_error(f"salaire_{self.annees[0]}", "Écrivez le salaire d’au moins une année.")
        if propres.get("rfr") is not None and not propres.get("parts") and not self.has_error("parts"):
            self.add_error("parts", "Écrivez le nombre de parts de votre avis d’imposition.")
        return propres
