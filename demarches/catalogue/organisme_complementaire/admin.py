"""« Chevauchements » for agents: what the person cannot settle online, what was rejected, what is asked for again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from accounts.admin.perimetre import DuPerimetre
from accounts.dossier.complementaires import Conflit
from accounts.models import OrganismeComplementaire, Personne
from ameli.noyau import formats
from ameli.noyau.horloge import maintenant
from ameli.noyau.saisie.champs import ChampLigne
from demarches.catalogue.organisme_complementaire import effets, regles
from demarches.catalogue.organisme_complementaire.models import Chevauchement

FINI = "Il n’y a plus rien à choisir : un des contrats a pris fin pendant que vous aviez la page ouverte."


class ChoixDeLAgent(forms.Form):
    """One organism a person, and why: the person reads it."""

    def __init__(self, conflits: tuple[Conflit, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflits = conflits
        for un in conflits:
            self.fields[un.personne.public_id] = forms.ChoiceField(
                label=f"Pour {un.personne}", widget=forms.RadioSelect,
                choices=[(organisme.public_id, _decrire(organisme, un)) for organisme in un.organismes],
                error_messages={"required": f"Choisissez pour {un.personne.prenom}."},
            )  # fmt: skip
        self.fields["motif"] = ChampLigne(
            label="Pourquoi", max_length=200, help_text="La personne le lit.",
            error_messages={"required": "Dites pourquoi : la personne le lit."},
        )  # fmt: skip

    @property
    def choix(self) -> dict[Personne, OrganismeComplementaire]:
        return {
            un.personne: next(o for o in un.organismes if o.public_id == self.cleaned_data[un.personne.public_id])
            for un in self.conflits
        }


def _decrire(organisme: OrganismeComplementaire, conflit: Conflit) -> str:
    debuts = ", ".join(f"depuis le {formats.date_courte(une.du)}" for une in conflit.organismes[organisme])
    return f"{organisme.nom}, {debuts}"


@admin.register(Chevauchement)
class ChevauchementAdmin(DuPerimetre):
    """Those of the caisse that wait for an agent, or that an agent must know of."""

    list_display = ("personne", "raison", "ce_qu_elle_lit", "ouverte_le")
    avec = ("assure__personne",)
    ordering = ("ouverte_le", "id")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        lignes = super().get_queryset(request).filter(teleservice=regles.CODE, close_le=None)
        return lignes.exclude(pour_agents="", etiquette="")

    def get_urls(self) -> list[Any]:
        vue = self.admin_site.admin_view(self.choisir)
        return [path("<int:pk>/choisir/", vue, name="demarches_chevauchement_choisir"), *super().get_urls()]

    def assure_ref(self, chevauchement: Chevauchement) -> str:
        return chevauchement.assure.public_id

    @admin.display(description="Assuré")
    def personne(self, chevauchement: Chevauchement) -> str:
        return str(chevauchement.assure)

    @admin.display(description="Pourquoi")
    def raison(self, chevauchement: Chevauchement) -> str:
        mots = (regles.POUR_AGENTS.get(chevauchement.pour_agents), regles.ETIQUETTES.get(chevauchement.etiquette))
        return " ; ".join(un for un in mots if un)

    @admin.display(description="Ce que la personne lit")
    def ce_qu_elle_lit(self, chevauchement: Chevauchement) -> str:
        return chevauchement.libelle

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Choix de mutuelle", **(extra_context or {})})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Opening one is choosing: the reason of the access is asked first."""
        super().change_view(request, object_id, *args, **kwargs)
        return redirect("admin:demarches_chevauchement_choisir", object_id)

    def choisir(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One organism for each person; it takes effect at once, and the person is told."""
        chevauchement, agent = self.get_object(request, str(pk)), self.agent(request)
        assure, le = chevauchement.assure, maintenant()
        with transaction.atomic():
            conflits = regles.conflits(assure, le)
            formulaire = ChoixDeLAgent(conflits, request.POST if request.method == "POST" else None)
            if not conflits:
                messages.info(request, FINI)
                return redirect("admin:demarches_chevauchement_changelist")
            if request.method == "POST" and formulaire.is_valid():
                faits = effets.choisir_pour(
                    assure, formulaire.choix, motif=formulaire.cleaned_data["motif"], acteur=agent.compte.acteur, le=le
                )
                if faits:
                    messages.success(
                        request, f"Choix enregistré pour {len(faits)} personne(s). L’assuré en est prévenu."
                    )
                    return redirect("admin:demarches_chevauchement_changelist")
                formulaire.add_error(
                    None, "Cet organisme n’est plus en activité, ou n’a plus de contrat. Rien n’est changé."
                )
        contexte = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": "Choisir pour la personne",
            "formulaire": formulaire, "chevauchement": chevauchement, "raison": self.raison(chevauchement),
        }  # fmt: skip
        return render(request, "organisme_complementaire/admin/choisir.html", contexte)
