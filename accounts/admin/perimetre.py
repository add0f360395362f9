"""What every agents' screen over people's files shares: the caisse's perimeter, masked, read-only, journalised."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import Agent
from ameli.noyau.journal import journaliser
from ameli.noyau.lecture_seule import ecriture_autorisee


def agent_de(request: HttpRequest) -> Agent | None:
    """The agent who is signed in, or None."""
    return getattr(request.user, "agent", None)


class DuPerimetre(admin.ModelAdmin):
    """Any agent sees the files of their caisse; outside it a file does not exist (404). Nothing can be typed over."""

    show_full_result_count = False
    avec: tuple[str, ...] = ()  # related rows that a list and a page show

    def agent(self, request: HttpRequest) -> Agent:
        """Whoever is signed in. Raises PermissionDenied when they are no agent."""
        agent = agent_de(request)
        if agent is None:
            raise PermissionDenied
        return agent

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        lignes = self.model.objects.pour_agent(agent_de(request)).select_related(*self.avec)
        ordre = self.get_ordering(request)
        return lignes.order_by(*ordre) if ordre else lignes

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Read once a request: the page, its journal entry and its buttons all ask."""
        lus = request.__dict__.setdefault("_objets_lus", {})
        cle = (self.model, object_id, from_field)
        if cle not in lus:
            lus[cle] = super().get_object(request, object_id, from_field)
        if lus[cle] is None:
            raise Http404
        return lus[cle]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open a file: the person will read it in « qui a consulté mon dossier »."""
        trouve = self.get_object(request, object_id)
        if request.method == "GET":
            with ecriture_autorisee("the journal of agents' readings is the effect of reading"):
                self.noter_la_lecture(request, trouve)
        return super().change_view(request, object_id, *args, **kwargs)

    def noter_la_lecture(self, request: HttpRequest, objet: Any) -> None:
        """The entry of the journal."""
        journaliser(
            "dossier.consulte", acteur=request.user.acteur, assure_ref=self.assure_ref(objet),
            objet=f"{self.model._meta.model_name}:{objet.public_id}",
        )  # fmt: skip

    def assure_ref(self, objet: Any) -> str:
        """The public id of the person whose file `objet` belongs to."""
        return objet.public_id

    def has_module_permission(self, request: HttpRequest) -> bool:
        return agent_de(request) is not None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return agent_de(request) is not None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
