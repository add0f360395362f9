"""« Contrôles des produits sans gluten »: what was paid for each month, what its control came to; team leaders draw some by lot."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from accounts.admin.perimetre import DuPerimetre
from ameli.noyau import formats
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.saisie.champs import ChampEntier
from demarches.catalogue.sans_gluten import controle, regles
from demarches.catalogue.sans_gluten.models import DemandeSansGluten

TIRER = "demarches.change_demandesansgluten"
MOIS_A_TIRER = 12
COMBIEN = f"Écrivez un nombre de 1 à {controle.PAR_TIRAGE}."


class Tirage(forms.Form):
    """Of which month, and how many."""

    mois = forms.ChoiceField(label="Mois des achats", error_messages={"required": "Choisissez un mois."})
    nombre = ChampEntier(
        label="Combien de demandes ?", min_value=1, max_value=controle.PAR_TIRAGE, faute=COMBIEN, size="3", initial=5
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ: Any = self.fields["mois"]
        self.mois = {f"{un:%Y-%m}": un for un in list(regles.mois_ouverts(aujourdhui()))[:MOIS_A_TIRER]}
        champ.choices = [(cle, regles.en_mots(un)) for cle, un in self.mois.items()]


@admin.register(DemandeSansGluten)
class DemandeSansGlutenAdmin(DuPerimetre):
    """A row leads to its démarche, where its control is asked for and concluded."""

    list_display = ("beneficiaire", "mois_demande", "paye", "controle", "demarche")
    list_display_links = ("demarche",)
    dossiers = False
    avec = ("personne", "demarche", "avis")
    list_per_page = 50
    ordering = ("-mois", "-id")
    actions = None
    change_list_template = "sans_gluten/admin/demandes.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Those of the démarches: what came on paper was read when it came."""
        return super().get_queryset(request).exclude(demarche=None).prefetch_related("demarche__attentes")

    def get_urls(self) -> list[Any]:
        tirer = path("tirer/", self.admin_site.admin_view(self.tirer), name="demarches_demandesansgluten_tirer")
        return [tirer, *super().get_urls()]

    @admin.display(description="Bénéficiaire")
    def beneficiaire(self, une: DemandeSansGluten) -> str:
        return str(une.personne)

    @admin.display(description="Mois", ordering="mois")
    def mois_demande(self, une: DemandeSansGluten) -> str:
        return regles.en_mots(une.mois)

    @admin.display(description="Payé", empty_value="–")
    def paye(self, une: DemandeSansGluten) -> str | None:
        return formats.montant(une.regle) if une.regle is not None else None

    @admin.display(description="Contrôle", empty_value="–")
    def controle(self, une: DemandeSansGluten) -> str | None:
        demandees = [a for a in une.demarche.attentes.all() if a.nom == controle.CONTROLE] if une.demarche else []
        if une.controlee_le is not None:
            return "une somme est à rembourser" if une.avis_id else "tout est en ordre"
        if not demandees:
            return None
        return (
            "à conclure"
            if demandees[-1].close_le
            else f"attendu jusqu’au {formats.date_courte(demandees[-1].echeance)}"
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        contexte = {"title": "Contrôles des produits sans gluten", "peut_tirer": request.user.has_perm(TIRER)}
        return super().changelist_view(request, {**contexte, **(extra_context or {})})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Its démarche says it all."""
        return redirect("admin:demarches_demarche_change", self.get_object(request, object_id).demarche_id)

    def tirer(self, request: HttpRequest) -> HttpResponse:
        """Team leaders only; the people who are drawn are told at once."""
        agent = self.agent(request)
        if not request.user.has_perm(TIRER):
            raise PermissionDenied
        formulaire = Tirage(request.POST if request.method == "POST" else None)
        if request.method == "POST" and formulaire.is_valid():
            mois = formulaire.mois[formulaire.cleaned_data["mois"]]
            combien = controle.tirer(agent, mois, formulaire.cleaned_data["nombre"])
            if combien:
                messages.success(request, f"Demandes tirées au sort : {combien}. Chaque personne est prévenue.")
                return redirect("admin:demarches_demandesansgluten_changelist")
            formulaire.add_error("mois", "Aucune demande payée de ce mois n’est encore à contrôler.")
        contexte = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": "Tirer un contrôle au sort", "formulaire": formulaire,
        }  # fmt: skip
        return render(request, "sans_gluten/admin/tirer.html", contexte)
