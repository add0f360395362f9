"""The delays that a caisse announces: its grid, one row for each thing to wait for, and the dated rows behind it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from accounts.admin.perimetre import DuPerimetre, agent_de
from accounts.models import Agent
from ameli.noyau import formats
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.saisie.champs_textes import COMME_AILLEURS
from demarches.delais import grille
from demarches.delais.models import DelaiDeTraitement
from demarches.delais.regles import A_REVOIR

ECRIT = "delai.ecrit"
declarer_genre(ECRIT, "{acteur} : délai de traitement écrit", visible=False)
REPRIS = ("jours", "message", "message_fin", "traitees_jusqu_au")
COLONNES = ("Thématique", "Demande", "Jours", "Jours au niveau national", "À partir du", "Traitées jusqu’au", "Message")
FORMULES = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Case:
    """One thing to wait for, as the caisse announces it on `jour`; `ligne` is None when it says nothing."""

    thematique: grille.Thematique
    precision: grille.Precision
    ligne: DelaiDeTraitement | None
    jour: date

    @property
    def a_revoir(self) -> bool:
        return self.ligne is not None and self.ligne.du < self.jour - A_REVOIR

    @property
    def message(self) -> str:
        return self.ligne.message_le(self.jour) if self.ligne else ""

    @property
    def adresse(self) -> str:
        """Where it gets a new value: from today on, beginning with the present one; today's own row is corrected."""
        if self.ligne is not None and self.ligne.du == self.jour:
            return reverse("admin:demarches_delaidetraitement_change", args=[self.ligne.pk])
        reprise = {"precision": self.precision.code, "jours": self.precision.jours}
        if self.ligne is not None:
            reprise |= {champ: getattr(self.ligne, champ) or "" for champ in REPRIS}
        return f"{reverse('admin:demarches_delaidetraitement_add')}?{urlencode(reprise)}"


def grille_de(agent: Agent, jour: date) -> list[Case]:
    """The grid of the agent's caisse. One query."""
    lignes = {ligne.precision: ligne for ligne in DelaiDeTraitement.objects.pour_agent(agent).en_vigueur(jour)}
    return [Case(theme, une, lignes.get(une.code), jour) for theme, une in grille.PRECISIONS.values()]


class FormulaireDelaiDeTraitement(forms.ModelForm):
    """The request is chosen by its name; a row never begins in the past."""

    precision = forms.ChoiceField(
        label="Demande",
        choices=[(t.libelle, [(p.code, p.libelle) for p in t.precisions]) for t in grille.THEMATIQUES],
    )

    def clean_du(self) -> date:
        du: date = self.cleaned_data["du"]
        if du < aujourdhui():
            raise forms.ValidationError(
                "Un délai ne change pas le passé. Donnez la date d’aujourd’hui ou une date future."
            )
        return du

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if donnees.get("traitees_jusqu_au") and donnees["traitees_jusqu_au"] > aujourdhui():
            self.add_error("traitees_jusqu_au", "Cette date n’est pas encore passée.")
        pris = DelaiDeTraitement.objects.systeme("the unique key, in words").filter(
            caisse=self.instance.caisse_id, precision=donnees.get("precision"), du=donnees.get("du")
        )
        if pris.exclude(pk=self.instance.pk).exists():
            self.add_error("du", "Ce délai a déjà une valeur à partir de ce jour. Corrigez-la.")
        return donnees

    def validate_unique(self) -> None:
        """Told in words by `clean`; the database decides."""


@admin.register(DelaiDeTraitement)
class DelaiDeTraitementAdmin(DuPerimetre):
    """The rows are the history: one that has begun before today is never written over."""

    dossiers = False
    form = FormulaireDelaiDeTraitement
    formfield_overrides = COMME_AILLEURS
    fields = ("precision", "jours", "du", "traitees_jusqu_au", "message", "message_fin")
    list_display = ("demande", "jours", "du", "traitees_jusqu_au", "message", "ecrit_par")
    avec = ("ecrit_par__compte",)
    ordering = ("-du", "precision")
    actions = None
    empty_value_display = "–"
    change_list_template = "admin/demarches/delaidetraitement/liste.html"

    def get_urls(self) -> list[Any]:
        vue = self.admin_site.admin_view
        return [
            path("grille/", vue(self.grille), name="demarches_delaidetraitement_grille"),
            path("grille.csv", vue(self.exporter), name="demarches_delaidetraitement_csv"),
            *super().get_urls(),
        ]

    @admin.display(description="Demande", ordering="precision")
    def demande(self, ligne: DelaiDeTraitement) -> str:
        return grille.PRECISIONS[ligne.precision][1].libelle

    def grille(self, request: HttpRequest) -> HttpResponse:
        """What the caisse announces today, and what was not looked at for ten days."""
        cases = grille_de(self._agent(request), aujourdhui())
        contexte = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Délais annoncés",
            "cases": cases,
            "a_revoir": sum(case.a_revoir for case in cases),
            "modifiable": self.has_add_permission(request),
        }
        return render(request, "admin/demarches/delaidetraitement/grille.html", contexte)

    def exporter(self, request: HttpRequest) -> HttpResponse:
        """The same grid as a table for a spreadsheet: UTF-8 with its mark, semicolons; no cell is read as a formula."""
        reponse = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        reponse["Content-Disposition"] = 'attachment; filename="delais.csv"'
        ecrit = csv.writer(reponse, delimiter=";")
        ecrit.writerow(COLONNES)
        for case in grille_de(self._agent(request), aujourdhui()):
            ligne = case.ligne
            valeurs = (
                case.thematique.libelle, case.precision.libelle, ligne.jours if ligne else "", case.precision.jours,
                _jour(ligne and ligne.du), _jour(ligne and ligne.traitees_jusqu_au), case.message,
            )  # fmt: skip
            ecrit.writerow(f"'{v}" if str(v).startswith(FORMULES) else v for v in valeurs)
        return reponse

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Historique des délais", **(extra_context or {})})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"du": aujourdhui(), **super().get_changeform_initial_data(request)}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The caisse is the agent's own, and known before the form is checked."""
        formulaire, agent = super().get_form(request, obj, change, **kwargs), agent_de(request)

        class DeLaCaisse(formulaire):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **options: Any) -> None:
                super().__init__(*args, **options)
                if self.instance.caisse_id is None and agent is not None:
                    self.instance.caisse = agent.caisse

        return DeLaCaisse

    def has_add_permission(self, request: HttpRequest) -> bool:
        return agent_de(request) is not None and request.user.has_perm("demarches.add_delaidetraitement")

    def has_change_permission(self, request: HttpRequest, obj: DelaiDeTraitement | None = None) -> bool:
        if agent_de(request) is None or not request.user.has_perm("demarches.change_delaidetraitement"):
            return False
        return obj is None or obj.du >= aujourdhui()

    def save_model(self, request: HttpRequest, obj: DelaiDeTraitement, form: forms.ModelForm, change: bool) -> None:
        obj.ecrit_le, obj.ecrit_par = maintenant(), agent_de(request)
        super().save_model(request, obj, form, change)
        journaliser(
            ECRIT, acteur=request.user.acteur, objet=f"delai:{obj.pk}",
            donnees={"precision": obj.precision, "jours": obj.jours, "du": obj.du.isoformat()},
        )  # fmt: skip

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._a_la_grille(request)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._a_la_grille(request)

    def _a_la_grille(self, request: HttpRequest) -> HttpResponse:
        self.message_user(request, "Le délai est enregistré. Les assurés le voient à partir de sa date.")
        return redirect("admin:demarches_delaidetraitement_grille")

    def _agent(self, request: HttpRequest) -> Agent:
        agent = agent_de(request)
        if agent is None:
            raise PermissionDenied
        return agent


def _jour(jour: date | None) -> str:
    return formats.date_courte(jour) if jour else ""
