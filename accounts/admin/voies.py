"""The switches of the ways in, for operators who hold the permission. A change is written in the journal with its reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.connexion import voies
from accounts.models import Voie
from ameli.noyau.admin import AgentsAdmin
from ameli.noyau.saisie.champs import ChampLigne


class FormulaireVoie(forms.ModelForm):
    motif = ChampLigne(label="Pourquoi ?", max_length=120)

    class Meta:
        model = Voie
        fields = ("code", "ouverte", "motif")


@admin.register(Voie)
class VoieAdmin(AgentsAdmin):
    """A way without a row is open: an operator adds its row to close it."""

    form = FormulaireVoie
    list_display = ("code", "ouverte", "motif", "change_le")
    actions = None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj is not None else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Voie, form: Any, change: bool) -> None:
        voies.basculer(obj.code, obj.ouverte, acteur=request.user.acteur, motif=form.cleaned_data["motif"])
        obj.pk = Voie.objects.filter(code=obj.code).values_list("pk", flat=True).first()
