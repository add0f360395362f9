"""Figures of the Complémentaire santé solidaire that an operator adds when a text is published; each change is in the journal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.dossier.solidaire import bareme
from accounts.models import ChiffreC2S
from ameli.noyau.admin import AgentsAdmin
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.saisie.champs import ChampLigne
from ameli.noyau.saisie.champs_dates import ChampDate
from ameli.noyau.saisie.champs_textes import COMME_AILLEURS
from ameli.noyau.saisie.signes import Illisible

ECRIT = "chiffre.ecrit"
declarer_genre(ECRIT, "{acteur}\N{NO-BREAK SPACE}: chiffre de la C2S écrit", visible=False)


class FormulaireChiffre(forms.ModelForm):
    """A code of the table, and as many numbers as it has."""

    code = forms.ChoiceField(
        label="Chiffre", choices=lambda: [(code, code) for code in sorted(bareme.publie().chiffres)]
    )
    du = ChampDate(label="À partir du")
    valeurs = ChampLigne(label="Valeurs", max_length=120, help_text="Séparées par des points-virgules.")
    source = ChampLigne(label="Source", max_length=200, help_text="Le texte officiel, ou qui l’a publié.")

    class Meta:
        model = ChiffreC2S
        fields = ("code", "du", "valeurs", "source", "hypothese")

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if donnees.get("valeurs") and donnees.get("code"):
            self._lire(donnees["code"], donnees["valeurs"])
        return donnees

    def _lire(self, code: str, texte: str) -> None:
        attendues = len(bareme.publie().chiffres[code][-1].valeurs)
        try:
            lues = bareme.en_valeurs(texte)
        except Illisible:
            self.add_error("valeurs", "Écrivez des nombres, séparés par des points-virgules.")
            return
        if len(lues) != attendues:
            self.add_error("valeurs", f"Il en faut {attendues} pour ce chiffre.")
        elif list(lues) != _en_ordre(code, lues):
            self.add_error("valeurs", "Vérifiez ces nombres\N{NO-BREAK SPACE}: un plafond monte avec le foyer.")


def _en_ordre(code: str, valeurs: tuple[Any, ...]) -> list[Any]:
    """Ceilings rise from one person to four; the last value is what one more adds."""
    return [*sorted(valeurs[:-1]), valeurs[-1]] if code.startswith("plafond.") else list(valeurs)


@admin.register(ChiffreC2S)
class ChiffreC2SAdmin(AgentsAdmin):
    """What was added to the table that comes with the product; a decision keeps the figures that it was made with."""

    form = FormulaireChiffre
    formfield_overrides = COMME_AILLEURS
    list_display = ("code", "du", "valeurs", "source", "hypothese", "ecrit_par")
    actions = None
    ordering = ("code", "-du")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ChiffreC2S, form: Any, change: bool) -> None:
        obj.ecrit_le, obj.ecrit_par = maintenant(), request.user.acteur
        super().save_model(request, obj, form, change)
        journaliser(
            ECRIT, acteur=request.user.acteur, objet=f"chiffre:{obj.pk}",
            donnees={"code": obj.code, "du": obj.du.isoformat(), "valeurs": obj.valeurs},
        )  # fmt: skip
