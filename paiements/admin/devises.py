"""What currencies are worth, as an operator copies it from who publishes it; each change is in the journal (chapter 21)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from ameli.noyau.admin import AgentsAdmin
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.saisie.champs import ChampDecimal, ChampLigne
from ameli.noyau.saisie.champs_dates import ChampDate
from ameli.noyau.saisie.champs_textes import COMME_AILLEURS
from paiements.devises import EURO, devises
from paiements.models import CoursDevise
from paiements.models.etranger import LE_PLUS_PETIT

ECRIT = "cours.ecrit"
declarer_genre(ECRIT, "{acteur}\N{NO-BREAK SPACE}: cours d’une devise écrit", visible=False)


class FormulaireCours(forms.ModelForm):
    """A currency of the table, a day that has come, euros for one unit."""

    devise = forms.ChoiceField(
        label="Devise",
        choices=lambda: [(une.code, une.libelle) for une in devises().values() if une.code != EURO],
    )
    publie_le = ChampDate(label="Publié le")
    valeur = ChampDecimal(
        label="En euros", help_text="Ce que vaut une unité de cette devise. Par exemple\N{NO-BREAK SPACE}: 0,6250.",
        min_value=LE_PLUS_PETIT, max_digits=12, decimal_places=6,
        faute="Écrivez un nombre plus grand que 0, avec six décimales au plus. Par exemple\N{NO-BREAK SPACE}: 0,6250.",
    )  # fmt: skip
    source = ChampLigne(label="Source", max_length=200, help_text="Qui l’a publié.")

    class Meta:
        model = CoursDevise
        fields = ("devise", "publie_le", "valeur", "source")

    def clean_publie_le(self) -> Any:
        le = self.cleaned_data["publie_le"]
        if le > jour_de(maintenant()):
            raise forms.ValidationError("Ce jour n’est pas encore passé. Corrigez la date.")
        return le


@admin.register(CoursDevise)
class CoursDeviseAdmin(AgentsAdmin):
    """The rates; a payment keeps the one that it was made with."""

    form = FormulaireCours
    formfield_overrides = COMME_AILLEURS
    list_display = ("devise", "publie_le", "valeur", "source", "ecrit_par")
    list_filter = ("devise",)
    actions = None
    ordering = ("-publie_le", "devise")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: CoursDevise, form: Any, change: bool) -> None:
        obj.ecrit_le, obj.ecrit_par = maintenant(), request.user.acteur
        super().save_model(request, obj, form, change)
        journaliser(
            ECRIT, acteur=request.user.acteur, objet=f"cours:{obj.pk}",
            donnees={"devise": obj.devise, "publie_le": obj.publie_le.isoformat(), "valeur": str(obj.valeur)},
        )  # fmt: skip
