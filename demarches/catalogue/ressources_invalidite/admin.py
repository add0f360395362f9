"""Declarations that did not come, of somebody who could not know: an agent looks before any suspension (chapter 19)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from accounts.admin.perimetre import DuPerimetre
from accounts.models import Agent
from ameli.noyau import formats
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from demarches.admin import concurrence
from demarches.admin.gestes_motives import GestesSurObjet
from demarches.catalogue.ressources_invalidite import regles
from demarches.moteur import invitations
from demarches.moteur.declaration import Bouton
from paiements.models import DeclarationRessources
from paiements.models.ressources import A_VOIR
from paiements.ressources import mots, vie

SUSPENDRE = Bouton(
    "suspendre", "Suspendre la pension",
    "Plus rien n’est versé à partir du mois prochain. Ce qui a été versé reste acquis. La personne reçoit un message, ou une lettre.",
)  # fmt: skip
ATTENDRE = Bouton(
    "attendre", "Attendre 30 jours de plus",
    "La pension continue. La personne reçoit une nouvelle date limite, et de nouveaux rappels.",
)  # fmt: skip
SUSPENDUE, PROLONGEE = "ressources.suspendue", "ressources.prolongee"
declarer_genre(SUSPENDUE, "{acteur} : pension suspendue, déclaration de ressources non reçue")
declarer_genre(PROLONGEE, "{acteur} : déclaration de ressources attendue 30 jours de plus")
DEPUIS = "Cette déclaration a changé pendant que vous aviez la page ouverte."


class Situation(admin.SimpleListFilter):
    """Those that wait for an agent, unless all are asked for."""

    title = "situation"
    parameter_name = "situation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("voir", "à voir"), ("toutes", "toutes")]

    def choices(self, changelist: Any) -> Any:
        _, *autres = super().choices(changelist)
        return autres

    def value(self) -> str:
        return super().value() or "voir"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset if self.value() == "toutes" else queryset.filter(A_VOIR)


@admin.register(DeclarationRessources)
class DeclarationRessourcesAdmin(GestesSurObjet, DuPerimetre):
    """The list of the caisse; one of them, why an agent looks, its history, and two gestures."""

    list_display = ("personne", "mois_declares", "limite", "etat", "pourquoi")
    list_filter = (Situation,)
    avec = ("pension__assure__personne", "pension__assure__caisse", "pension__personne")
    list_per_page = 50
    ordering = ("limite_le", "id")
    actions = None
    gabarits = "ressources_invalidite/admin"

    def get_urls(self) -> list[Any]:
        return [*self.urls_des_gestes_motives(), *super().get_urls()]

    def assure_ref(self, une: DeclarationRessources) -> str:
        return une.pension.assure.public_id

    def objet_du_journal(self, une: DeclarationRessources) -> str:
        return une.objet

    @admin.display(description="Personne")
    def personne(self, une: DeclarationRessources) -> str:
        return str(une.pension.personne)

    @admin.display(description="Mois à déclarer")
    def mois_declares(self, une: DeclarationRessources) -> str:
        return mots.periode(une)

    @admin.display(description="Attendue jusqu’au")
    def limite(self, une: DeclarationRessources) -> str:
        return formats.date_courte(une.limite_le)

    @admin.display(description="Situation")
    def etat(self, une: DeclarationRessources) -> str:
        if une.transmise_le is not None:
            return "prise en compte" if une.exploitee_le is not None else "envoyée"
        return "pension suspendue" if une.suspendue_le is not None else "attendue"

    @admin.display(description="À voir", empty_value="–")
    def pourquoi(self, une: DeclarationRessources) -> str | None:
        return une.get_a_voir_display() or None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Déclarations de ressources", **(extra_context or {})})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """One of them, read-only. The reading is in the journal."""
        une = self.get_object(request, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        super().change_view(request, object_id, *args, **kwargs)
        contexte = {
            "title": "Déclaration de ressources", "declaration": une, "periode": mots.periode(une), "etat": self.etat(une),
            "gestes": self.gestes_ouverts(une, self.agent(request)), "journal": concurrence.historique_de(une.objet),
        }  # fmt: skip
        return self.page(request, "declaration", contexte)

    # What the engine asks for the gestures

    def gestes_de(self, une: DeclarationRessources, agent: Agent) -> tuple[Bouton, ...]:
        return (SUSPENDRE, ATTENDRE)

    def gestes_possibles(self, une: DeclarationRessources) -> tuple[str, ...]:
        attendue = une.a_voir and une.transmise_le is None and une.suspendue_le is None
        return (SUSPENDRE.nom, ATTENDRE.nom) if attendue else ()

    def verrouiller(self, une: DeclarationRessources) -> DeclarationRessources:
        lignes = DeclarationRessources.objects.systeme("the admin found it in a perimeter").select_related(*self.avec)
        return lignes.select_for_update(of=("self",), no_key=True).get(pk=une.pk)

    def faire(self, une: DeclarationRessources, geste: Bouton, donnees: dict[str, Any], agent: Agent) -> str:
        if geste.nom not in self.gestes_possibles(une):
            raise concurrence.Depassee(DEPUIS)
        acteur, le, assure = agent.compte.acteur, maintenant(), une.pension.assure
        if geste is SUSPENDRE:
            vie.suspendre(une, le, acteur=acteur)
            invitations.redire(regles.CODE, assure, une.public_id, "retard", le=le)
        else:
            vie.prolonger(une, le=le)
            invitations.redemander(regles.CODE, assure, le=le)
        genre = SUSPENDUE if geste is SUSPENDRE else PROLONGEE
        journaliser(genre, acteur=acteur, assure_ref=assure.public_id, objet=une.objet, motif=donnees["motif"])
        return (
            "La pension est suspendue. La personne en est prévenue."
            if geste is SUSPENDRE
            else (f"La déclaration est attendue jusqu’au {formats.jour(une.limite_le)}. La personne en est prévenue.")
        )
