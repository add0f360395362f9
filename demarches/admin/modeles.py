"""Reply templates: any agent reads those of their caisse and the common ones; some may write those of their caisse."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from accounts.admin import modeles
from accounts.admin.perimetre import DuPerimetre, agent_de
from accounts.messagerie import themes
from accounts.models import Agent, Fil
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.saisie.champs_textes import COMME_AILLEURS
from demarches.moteur import registre
from demarches.moteur.reponses_types import TOUS_LES_THEMES, ModeleReponse

ECRIT = "modele.ecrit"
declarer_genre(ECRIT, "{acteur} : modèle de réponse écrit", visible=False)


class FormulaireModele(forms.ModelForm):
    """The téléservice is chosen by its name; the caisse is the agent's own."""

    teleservice = forms.ChoiceField(label="Téléservice", required=False)
    theme = forms.ChoiceField(label="Pour répondre à", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "teleservice" in self.fields:
            services = [(service.code, service.titre) for service in registre.tous()]
            self.fields["teleservice"].choices = [("", "Tous les téléservices"), *services]
        if "theme" in self.fields:
            messages = [(un.code, f"Un message\N{NO-BREAK SPACE}: {un.libelle}") for un in themes.THEMES.values()]
            self.fields["theme"].choices = [("", "Une démarche"), (TOUS_LES_THEMES, "Tous les messages"), *messages]

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        debut, fin = donnees.get("debut_le"), donnees.get("fin_le")
        if debut and fin and fin < debut:
            self.add_error("fin_le", "La date de fin précède la date de début.")
        return donnees


@modeles.source
def pour_un_message(fil: Fil, agent: Agent) -> list[modeles.Modele]:
    """Those that fit a conversation, filled."""
    siens = ModeleReponse.objects.pour_agent(agent).pour_un_message(fil.theme, aujourdhui()).order_by("titre", "id")
    return [modeles.Modele(str(un.pk), un.titre, un.rempli_pour(fil)) for un in siens]


@admin.register(ModeleReponse)
class ModeleReponseAdmin(DuPerimetre):
    """Nothing is deleted: a template that is no longer used is switched off."""

    dossiers = False
    form = FormulaireModele
    formfield_overrides = COMME_AILLEURS
    fields = ("titre", "texte", "teleservice", "theme", "actif", "debut_le", "fin_le")
    list_display = ("titre", "pour", "de", "actif", "debut_le", "fin_le")
    list_filter = ("actif",)
    avec = ("caisse",)
    ordering = ("titre", "id")
    empty_value_display = "–"

    @admin.display(description="Pour")
    def pour(self, modele: ModeleReponse) -> str:
        if modele.theme:
            return (
                "Tous les messages"
                if modele.theme == TOUS_LES_THEMES
                else f"Message\N{NO-BREAK SPACE}: {themes.libelle(modele.theme)}"
            )
        service = registre.trouver(modele.teleservice)
        return service.titre if service else "Tous"

    @admin.display(description="Caisse")
    def de(self, modele: ModeleReponse) -> str:
        return str(modele.caisse) if modele.caisse else "Toutes"

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Modèles de réponse", **(extra_context or {})})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"debut_le": aujourdhui(), **super().get_changeform_initial_data(request)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return agent_de(request) is not None and request.user.has_perm("demarches.add_modelereponse")

    def has_change_permission(self, request: HttpRequest, obj: ModeleReponse | None = None) -> bool:
        """The common ones are written by nobody here, save a superuser."""
        agent = agent_de(request)
        if agent is None or not request.user.has_perm("demarches.change_modelereponse"):
            return False
        return obj is None or obj.caisse_id == agent.caisse_id or request.user.is_superuser

    def save_model(self, request: HttpRequest, obj: ModeleReponse, form: forms.ModelForm, change: bool) -> None:
        agent = agent_de(request)
        if not change and agent is not None:
            obj.caisse = agent.caisse
        super().save_model(request, obj, form, change)
        journaliser(
            ECRIT, acteur=request.user.acteur, objet=f"modele:{obj.pk}", donnees={"champs": sorted(form.changed_data)}
        )
