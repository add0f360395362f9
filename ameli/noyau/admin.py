"""For operators: what is late or broken, and the button that starts it again. Nothing can be typed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.templatetags import admin_list
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst

from ameli.noyau import horloge
from ameli.noyau.echeances.reprises import relancer as relancer_echeances
from ameli.noyau.envois.reprises import relancer as relancer_envois
from ameli.noyau.journal import journaliser
from ameli.noyau.models import Echeance, Entree, Envoi
from ameli.noyau.sans_ecraser import garde


def oui_non(valeur: bool | None) -> str:
    """Django draws yes and no as icons, that say « True » and « False » to whoever does not see them; it has no setting for it."""
    return "–" if valeur is None else "oui" if valeur else "non"


admin_list._boolean_icon = oui_non  # type: ignore[attr-defined]


class AgentsAdmin(admin.ModelAdmin):
    """What every screen of the agents' site shares: called by what is in it, without the words of Django's machinery."""

    show_facets = admin.ShowFacets.NEVER

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """« Assurés », never « Sélectionnez l'objet … »."""
        titre = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": titre, **(extra_context or {})})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """« Voie d’accès », never « Modification de … »."""
        nom = self.opts.verbose_name
        titre = capfirst(nom) if object_id else f"Ajouter\N{NO-BREAK SPACE}: {nom}"
        return super().changeform_view(request, object_id, form_url, {"title": titre, **(extra_context or {})})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Of two who change one row, the second one writes over nobody."""
        formulaire = super().get_form(request, obj, change=change, **kwargs)
        return garde(formulaire) if change else formulaire

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What was done is in the journal; Django's own list would be empty."""
        raise Http404


class Suite(admin.EmptyFieldListFilter):
    """What has its last date and what still waits for it: « Vide » says nothing to an agent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = "suite"

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choix, dit in zip(super().choices(changelist), ("Tout", "À traiter", "Terminé"), strict=True):
            yield {**choix, "display": dit}


class LectureSeuleAdmin(AgentsAdmin):
    """Shows, never edits."""

    actions_selection_counter = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EnRetard(admin.SimpleListFilter):
    title = "retard"
    parameter_name = "retard"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("oui", "en retard ou en panne")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != "oui":
            return queryset
        attend = queryset.filter(etat=Echeance.Etat.EN_ATTENTE, du_le__lt=horloge.maintenant())
        return attend | queryset.filter(etat=Echeance.Etat.EN_PANNE)


@admin.register(Echeance)
class EcheanceAdmin(LectureSeuleAdmin):
    list_display = ("genre", "objet", "etat", "du_le", "essais", "essai_le", "erreur")
    list_filter = (EnRetard, "etat", "genre")
    search_fields = ("objet", "cle")
    show_full_result_count = False
    actions = ("relancer",)

    @admin.action(description="Relancer maintenant", permissions=["view"])
    def relancer(self, request: HttpRequest, queryset: QuerySet[Echeance]) -> None:
        with transaction.atomic():
            nombre = relancer_echeances(queryset)
            _journaliser(request, "echeance.relancee", nombre)
        messages.success(request, f"{nombre} échéance(s) relancée(s).")


@admin.register(Envoi)
class EnvoiAdmin(LectureSeuleAdmin):
    list_display = ("canal", "gabarit", "partenaire", "etat", "cree_le", "essais", "essai_le", "erreur")
    list_filter = ("etat", "canal", "gabarit")
    search_fields = ("cle", "assure_ref")
    exclude = ("destination", "contenu")
    show_full_result_count = False
    actions = ("relancer",)

    @admin.action(description="Relancer maintenant", permissions=["view"])
    def relancer(self, request: HttpRequest, queryset: QuerySet[Envoi]) -> None:
        with transaction.atomic():
            nombre = relancer_envois(queryset)
            _journaliser(request, "envoi.relance", nombre)
        messages.success(
            request, f"{nombre} message(s) relancé(s). Un message au contenu déjà effacé ne peut pas l’être."
        )


@admin.register(Entree)
class EntreeAdmin(LectureSeuleAdmin):
    list_display = ("ecrite_le", "genre", "acteur", "assure_ref", "objet", "motif")
    list_filter = ("genre",)
    search_fields = ("=acteur", "=assure_ref", "=objet")
    show_full_result_count = False


def _journaliser(request: HttpRequest, genre: str, nombre: int) -> None:
    assert request.user.is_authenticated
    journaliser(genre, acteur=request.user.acteur, donnees={"nombre": nombre})
