"""What every agents' screen over people's files shares: the caisse's perimeter, a reason, masked, read-only, journalised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from accounts.admin import raisons
from accounts.models import Agent
from ameli.noyau.admin import AgentsAdmin
from ameli.noyau.journal import journaliser
from ameli.noyau.lecture_seule import ecriture_autorisee
from ameli.noyau.saisie.signes import Illisible, ligne, serrer


def agent_de(request: HttpRequest) -> Agent | None:
    """The agent who is signed in, or None."""
    return getattr(request.user, "agent", None)


class DuPerimetre(AgentsAdmin):
    """Any agent sees the files of their caisse; outside it a file does not exist (404). Nothing can be typed over."""

    show_full_result_count = False
    dossiers = True  # rows of people: opening one takes a reason and is written in the journal
    avec: tuple[str, ...] = ()  # related rows that a list and a page show
    lire_la_recherche: Callable[[str], str] = staticmethod(ligne)  # what the search box looks for

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

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """What is typed in the search box, read; when it is no such value, a part of one without what parts its groups."""
        try:
            cherche = self.lire_la_recherche(search_term)
        except Illisible:
            cherche = serrer(search_term)
        return super().get_search_results(request, queryset, cherche)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Read once a request: the page, its journal entry and its buttons all ask. Raises RaisonDemandee."""
        lus = request.__dict__.setdefault("_objets_lus", {})
        cle = (self.model, object_id, from_field)
        if cle not in lus:
            lus[cle] = super().get_object(request, object_id, from_field)
            if lus[cle] is not None and self.dossiers:
                lus[cle].acces = self._exiger_une_raison(request, lus[cle])
        if lus[cle] is None:
            raise Http404
        return lus[cle]

    def _exiger_une_raison(self, request: HttpRequest, objet: Any) -> raisons.Acces:
        deduite = self.raison_deduite(objet)
        return raisons.exiger(request, self.assure_ref(objet), self.objet_lu(objet), deduite)

    def raison_deduite(self, objet: Any) -> str:
        """A code of `raisons.RAISONS` when the work itself says why `objet` is opened; empty: the agent is asked."""
        return ""

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open a file: the person will read it in « qui a consulté mon dossier »."""
        trouve = self.get_object(request, object_id)
        if request.method == "GET" and self.dossiers:
            with ecriture_autorisee("the journal of agents' readings is the effect of reading"):
                self.noter_la_lecture(request, trouve)
        return super().change_view(request, object_id, *args, **kwargs)

    def noter_la_lecture(self, request: HttpRequest, objet: Any) -> None:
        """The entry of the journal. `objet` comes from `get_object`, which knows why."""
        journaliser(
            "dossier.consulte", acteur=request.user.acteur, assure_ref=objet.acces.dossier,
            objet=self.objet_lu(objet), motif=objet.acces.motif,
        )  # fmt: skip

    def assure_ref(self, objet: Any) -> str:
        """The public id of the person whose file `objet` belongs to."""
        return objet.public_id

    def objet_lu(self, objet: Any) -> str:
        """How the journal names what was opened."""
        return f"{objet._meta.model_name}:{objet.public_id}"

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
