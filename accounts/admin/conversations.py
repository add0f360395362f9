"""The queue of messages: its filters, and its promised days in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.admin.perimetre import agent_de
from accounts.messagerie import themes
from accounts.messagerie.reponse import a_personne
from accounts.models import Agent, Fil
from accounts.models.messagerie import AUTOMATIQUES
from ameli.noyau.calendrier import jours_ouvres_entre

VOISINS = 12
BIENTOT = 1  # working days left from which a promise is soon due


def delai(fil: Fil, jour: date) -> SafeString | str:
    """How far the promised day is from `jour`, in words; the colour only repeats them. Empty when nothing is owed."""
    prevue = fil.reponse_prevue_le
    if prevue is None:
        return ""
    reste = jours_ouvres_entre(jour, prevue, fil.assure.caisse.departement)
    if prevue < jour:
        return _marque("delai--retard", f"en retard de {_ouvres(-reste)}" if reste else "en retard")
    if reste == 0:
        return _marque("delai--jour", "à répondre aujourd’hui")
    return _marque("delai--bientot" if reste <= BIENTOT else "", f"encore {_ouvres(reste)}")


def _marque(classe: str, texte: str) -> SafeString:
    return format_html('<span class="delai {}">{}</span>', classe, texte)


def _ouvres(nombre: int) -> str:
    return f"{nombre} jour{'s' if nombre > 1 else ''} ouvré{'s' if nombre > 1 else ''}"


def voisins(fil: Fil, agent: Agent, jour: date) -> list[dict[str, Any]]:
    """What waits for an answer and is the agent's or nobody's, for the side of the page of `fil`. One query."""
    siens = Fil.objects.pour_agent(agent).exclude(theme__in=list(AUTOMATIQUES)).filter(reponse_prevue_le__isnull=False)
    siens = siens.filter(a_personne(agent) | Q(pris_par=agent)).select_related("assure__personne", "assure__caisse")
    return [
        {
            "adresse": reverse("admin:accounts_fil_change", args=[un.pk]),
            "titre": f"{un.assure.personne}, {themes.libelle(un.theme)}",
            "detail": delai(un, jour),
            "ici": un.pk == fil.pk,
        }
        for un in siens.order_by("reponse_prevue_le", "id")[:VOISINS]
    ]


class ParEtat(admin.SimpleListFilter):
    """Those that wait for the caisse, unless asked otherwise."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("repondus", "répondus"), ("clos", "clos"), ("tous", "tous")]

    def choices(self, changelist: Any) -> Any:
        premier, *autres = super().choices(changelist)
        return [{**premier, "display": "attendent une réponse"}, *autres]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "repondus":
                return queryset.filter(reponse_prevue_le=None, ferme_le=None)
            case "clos":
                return queryset.exclude(ferme_le=None)
            case "tous":
                return queryset
        return queryset.filter(reponse_prevue_le__isnull=False)


class ParTheme(admin.SimpleListFilter):
    title = "thème"
    parameter_name = "theme"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(theme.code, theme.libelle) for theme in themes.THEMES.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(theme=self.value()) if self.value() else queryset


class Suivi(admin.SimpleListFilter):
    title = "suivi"
    parameter_name = "suivi"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("moi", "à moi"), ("personne", "à personne")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        agent = agent_de(request)
        if agent is None or not self.value():
            return queryset
        return queryset.filter(pris_par=agent) if self.value() == "moi" else queryset.filter(a_personne(agent))
