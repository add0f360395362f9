"""« Produits sans gluten »: the table that labels are read with. Every agent looks a label up; team leaders write it, in the journal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.http import HttpRequest

from accounts.admin.perimetre import agent_de
from ameli.noyau.admin import AgentsAdmin
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.saisie.champs import ChampEntier, ChampLigne
from ameli.noyau.saisie.champs_choses import ChampCodeBarres, ChampNumero
from demarches.catalogue.sans_gluten.guichet import POIDS
from demarches.catalogue.sans_gluten.models import ProduitSansGluten

ECRIT = "produit.ecrit"
declarer_genre(ECRIT, "{acteur} : produit sans gluten écrit", visible=False)
SUIVIS = ("code", "article", "famille", "grammes", "actif")
MEME_CODE = "L’étiquette et l’article ont deux codes différents. Recopiez celui de l’étiquette à détacher."


class FormulaireProduit(forms.ModelForm):
    """A label, as it is printed."""

    code = ChampCodeBarres(
        label="Code de l’étiquette",
        help_text="Les chiffres écrits sous le code de l’étiquette à détacher.",
        error_messages={"unique": "Un produit a déjà ce code. Corrigez-le plutôt."},
    )
    article = ChampCodeBarres(
        label="Code de l’article", required=False, help_text="Celui que lit la caisse du magasin. Facultatif."
    )
    designation = ChampLigne(label="Désignation", max_length=80)
    marque = ChampLigne(label="Marque", max_length=60, required=False)
    grammes = ChampEntier(label="Poids, en grammes", min_value=10, max_value=5000, faute=POIDS, size="6")
    agrement = ChampNumero(label="Agrément", max_length=30, required=False)

    class Meta:
        model = ProduitSansGluten
        fields = ("code", "article", "designation", "marque", "famille", "grammes", "agrement", "actif")

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("code") and propres["code"] == propres.get("article"):
            self.add_error("article", MEME_CODE)
        return propres


class ChercherUnProduit(ChangeListSearchForm):
    """A word of its name, or its code: that of a thing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[SEARCH_VAR] = ChampNumero(required=False)


class ListeDesProduits(ChangeList):
    search_form_class = ChercherUnProduit


@admin.register(ProduitSansGluten)
class ProduitSansGlutenAdmin(AgentsAdmin):
    """A product that is no longer sold stays in the table, « en vente » unticked: purchases of before are paid."""

    form = FormulaireProduit
    list_display = ("designation", "marque", "famille", "grammes", "code", "actif", "appris_de")
    list_filter = ("famille", "actif")
    libelle_recherche = "Nom ou code"
    search_fields = ("designation", "marque", "code", "article")
    list_per_page = 50
    actions = None
    empty_value_display = "–"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ListeDesProduits

    def has_module_permission(self, request: HttpRequest) -> bool:
        return agent_de(request) is not None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return agent_de(request) is not None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ProduitSansGluten, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        journaliser(
            ECRIT, acteur=request.user.acteur, objet=f"produit:{obj.code}",
            donnees={nom: getattr(obj, nom) for nom in SUIVIS},
        )  # fmt: skip
