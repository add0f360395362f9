"""The queue: its order, its filters, its due dates in words, and taking the next one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.html import format_html

from accounts.admin.perimetre import agent_de
from accounts.models import Agent
from ameli.noyau.calendrier import jours_ouvres_entre
from ameli.noyau.formats import a_paris
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.journal import declarer_genre, journaliser
from demarches.moteur import registre, transitions
from demarches.moteur.models import Demarche, Etat

declarer_genre("demarche.suivie", "{acteur} : démarche – confiée à un agent")
SANS_ALERTE = Case(When(alertes=[], then=Value(1)), default=Value(0), output_field=IntegerField())
ORDRE = (SANS_ALERTE.asc(), F("alerte_le").asc(nulls_last=True), "id")


def echeance(demarche: Demarche) -> str:
    """Working days left before it is late, in words; the colour only repeats them. Empty when closed or without date."""
    if not demarche.ouverte or demarche.alerte_le is None:
        return ""
    jour, ce_jour = a_paris(demarche.alerte_le).date(), aujourdhui()
    reste = jours_ouvres_entre(ce_jour, jour)
    if jour < ce_jour:
        texte = f"en retard de {_ouvres(-reste)}" if reste else "en retard"
        return format_html('<span class="delai delai--retard">{}</span>', texte)
    if reste == 0:
        return format_html('<span class="delai delai--jour">{}</span>', "à traiter aujourd’hui")
    return format_html('<span class="delai">{}</span>', _ouvres(reste))


def _ouvres(nombre: int) -> str:
    return f"{nombre} jour{'s' if nombre > 1 else ''} ouvré{'s' if nombre > 1 else ''}"


@transaction.atomic
def prendre(demarche: Demarche, agent: Agent) -> None:
    """Give `demarche` to `agent`. Raises TransitionInterdite when somebody has it, or when it is closed."""
    ligne = transitions.verrouiller(demarche)
    if not ligne.ouverte:
        raise transitions.TransitionInterdite("Cette démarche est déjà terminée.")
    if ligne.prise_par_id not in (None, agent.pk):
        raise transitions.TransitionInterdite(f"Cette démarche est déjà suivie par {ligne.prise_par}.")
    if ligne.etat == Etat.DEPOSEE:
        transitions.passer(ligne, "prendre", acteur=agent.compte.acteur)
    if ligne.prise_par_id is None:
        Demarche.objects.pour_agent(agent).filter(pk=ligne.pk).update(prise_par=agent)
        journaliser("demarche.suivie", acteur=agent.compte.acteur, assure_ref=ligne.assure.public_id, objet=ligne.objet)


@transaction.atomic
def prendre_la_suivante(agent: Agent) -> Demarche | None:
    """Give `agent` the first démarche that nobody follows; two agents at once get two different ones."""
    libres = Demarche.objects.pour_agent(agent).ouvertes().filter(prise_par=None)
    suivante = libres.order_by(*ORDRE).select_for_update(skip_locked=True, of=("self",), no_key=True).first()
    if suivante is not None:
        prendre(suivante, agent)
    return suivante


class ParTeleservice(admin.SimpleListFilter):
    title = "téléservice"
    parameter_name = "teleservice"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(teleservice.code, teleservice.agents.titre) for teleservice in registre.tous()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(teleservice=self.value()) if self.value() else queryset


class ParEtat(admin.SimpleListFilter):
    """Open ones unless asked otherwise; a search by reference looks among all."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("toutes", "toutes"), *Etat.choices]

    def choices(self, changelist: Any) -> Any:
        tous, *autres = super().choices(changelist)
        return [{**tous, "display": "ouvertes"}, *autres]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in Etat.values:
            return queryset.filter(etat=self.value())
        return queryset if self.value() == "toutes" or request.GET.get("q") else queryset.ouvertes()


class AControler(admin.SimpleListFilter):
    title = "contrôle"
    parameter_name = "controle"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("oui", "à contrôler")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.exclude(alertes=[]) if self.value() == "oui" else queryset


class Suivi(admin.SimpleListFilter):
    title = "suivi"
    parameter_name = "suivi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("moi", "à moi"), ("personne", "à personne")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "moi":
            return queryset.filter(prise_par=agent_de(request))
        return queryset.filter(prise_par=None) if self.value() == "personne" else queryset
