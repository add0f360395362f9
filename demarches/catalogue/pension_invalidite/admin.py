"""Pensions that the caisse proposes: the medical service finds the person, says what it knows, and reads what became of it."""

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
from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import maintenant
from ameli.noyau.saisie.champs import ChampLigne, ChampNir
from demarches.admin.attentes import MEDICAL
from demarches.catalogue.pension_invalidite import proposition, regles
from demarches.catalogue.pension_invalidite.formulaires import SALARIEE, ChampDateProche, Situation
from demarches.catalogue.pension_invalidite.models import PropositionDePension
from demarches.moteur.lues import ecrire

INCONNU = "Aucun dossier de votre caisse ne correspond."


class Proposer(forms.Form):
    """Who, and what the caisse knows of their situation. By POST: a number may stand in no address."""

    nir = ChampNir(error_messages={"required": "Saisissez le numéro de la personne."})
    situation = forms.ChoiceField(
        label="Situation", choices=Situation.base_fields["situation"].choices, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une situation."},
    )  # fmt: skip
    arret = ChampDateProche(label="Début de l’arrêt", required=False)
    employeur = ChampLigne(label="Employeur", max_length=100, required=False, help_text="D’un salarié seulement.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nir"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("situation") == SALARIEE and not propres.get("arret") and not self.has_error("arret"):
            self.add_error("arret", "Écrivez le jour où l’arrêt a commencé.")
        return propres

    @property
    def connu(self) -> dict[str, Any]:
        """What fills in the screens of the person; call it on a valid form."""
        return {nom: ecrire(self.cleaned_data[nom]) for nom in ("situation", "arret", "employeur")}


@admin.register(PropositionDePension)
class PropositionDePensionAdmin(DuPerimetre):
    """« Pensions proposées »: to whom, since when, what was answered; the medical service proposes another."""

    list_display = ("personne", "depuis", "avant", "reponse")
    list_display_links = None
    dossiers = False
    avec = ("assure__personne", "demarche")
    ordering = ("-ouverte_le", "-id")
    list_per_page = 50
    actions = None
    change_list_template = "pension_invalidite/admin/propositions.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(teleservice=regles.CODE)

    def get_urls(self) -> list[Any]:
        vue = self.admin_site.admin_view(self.proposer)
        return [path("proposer/", vue, name="demarches_propositiondepension_proposer"), *super().get_urls()]

    @admin.display(description="Personne")
    def personne(self, une: PropositionDePension) -> str:
        return str(une.assure.personne)

    @admin.display(description="Proposée le", ordering="ouverte_le")
    def depuis(self, une: PropositionDePension) -> str:
        return formats.date_courte(une.ouverte_le)

    @admin.display(description="Réponse au plus tard le", ordering="avant_le")
    def avant(self, une: PropositionDePension) -> str:
        return formats.date_courte(une.avant_le)

    @admin.display(description="Réponse")
    def reponse(self, une: PropositionDePension) -> str:
        if une.demarche is not None:
            return f"demande {une.demarche.reference}"
        return {"": "attendue", une.Issue.DECLINEE: "sans suite"}.get(une.issue, "pas de réponse")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        contexte = {"title": "Pensions d’invalidité proposées", "medical": request.user.has_perm(MEDICAL)}
        return super().changelist_view(request, {**contexte, **(extra_context or {})})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list says it all."""
        self.get_object(request, object_id)
        return redirect("admin:demarches_propositiondepension_changelist")

    def proposer(self, request: HttpRequest) -> HttpResponse:
        """The medical service only; the person is told at once, and chooses."""
        agent = self.agent(request)
        if not request.user.has_perm(MEDICAL):
            raise PermissionDenied
        formulaire = Proposer(request.POST if request.method == "POST" else None)
        if request.method == "POST" and formulaire.is_valid():
            cherche = empreinte("nir", formulaire.cleaned_data["nir"])
            assure = Assure.objects.pour_agent(agent).filter(personne__nir_empreinte=cherche).first()
            refus = INCONNU
            if assure is not None:
                refus = proposition.proposer(
                    assure, formulaire.connu, acteur=agent.compte.acteur, le=maintenant()
                )  # fmt: skip
            if not refus:
                messages.success(request, "C’est proposé. La personne en est prévenue, et choisit.")
                return redirect("admin:demarches_propositiondepension_changelist")
            formulaire.add_error("nir", refus)
        contexte = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": "Proposer une pension d’invalidité",
            "formulaire": formulaire,
        }  # fmt: skip
        return render(request, "pension_invalidite/admin/proposer.html", contexte)
