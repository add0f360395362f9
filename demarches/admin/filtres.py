"""How agents narrow the queue."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.perimetre import agent_de
from demarches.admin import delais, file
from demarches.moteur import registre
from demarches.moteur.models import Etat


class ParTeleservice(admin.SimpleListFilter):
    title = "téléservice"
    parameter_name = "teleservice"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(teleservice.code, teleservice.agents.titre) for teleservice in registre.tous()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(teleservice=self.value()) if self.value() else queryset


class ParEtat(admin.SimpleListFilter):
    """What is to be looked at unless asked otherwise; a search by reference looks among all."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("revoir", "closes, à revoir"), ("toutes", "toutes"), *Etat.choices]

    def choices(self, changelist: Any) -> Any:
        tous, *autres = super().choices(changelist)
        return [{**tous, "display": "à traiter"}, *autres]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in Etat.values:
            return queryset.filter(etat=self.value())
        if self.value() == "revoir":
            return queryset.filter(a_revoir=True)
        return queryset if self.value() == "toutes" or request.GET.get("q") else queryset.a_traiter()


class ParDelai(admin.SimpleListFilter):
    title = "délai"
    parameter_name = "delai"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("retard", "en retard"), ("risque", "à traiter avant la fin du prochain jour ouvré")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "retard":
            return queryset.ouvertes().filter(delais.en_retard())
        return queryset.ouvertes().filter(delais.a_risque()) if self.value() == "risque" else queryset


class AControler(admin.SimpleListFilter):
    title = "contrôle"
    parameter_name = "controle"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("oui", "à contrôler")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.exclude(alertes=[]) if self.value() == "oui" else queryset


class Suivi(admin.SimpleListFilter):
    """Mine, nobody's, or a colleague's: when somebody is away, their files can be found and taken over."""

    title = "suivi"
    parameter_name = "suivi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        agent = agent_de(request)
        collegues = [(c.matricule, f"à {c}") for c in file.collegues(agent)] if agent else []
        return [("moi", "à moi"), ("personne", "à personne"), *collegues]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "moi":
            return queryset.filter(prise_par=agent_de(request))
        if self.value() == "personne":
            return queryset.filter(prise_par=None)
        return queryset.filter(prise_par__matricule=self.value()) if self.value() else queryset


class QuiAgit(admin.SimpleListFilter):
    """What needs somebody, apart from what finishes by itself."""

    title = "qui agit"
    parameter_name = "qui"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("agent", "un agent"), ("seules", "se terminent toutes seules")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "seules":
            return queryset.ouvertes().filter(delais.toutes_seules())
        return queryset.exclude(delais.toutes_seules()) if self.value() == "agent" else queryset
