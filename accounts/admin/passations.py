"""Beside a conversation: internal notes, another service, a colleague. Each is one form on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from accounts.messagerie import passation, themes
from accounts.messagerie.reponse import ReponseRefusee
from accounts.models import Agent, Fil
from ameli.noyau.saisie.champs import ChampLigne
from ameli.noyau.saisie.champs_textes import ChampTexte

POURQUOI = "Pour vos collègues. La personne ne le lit pas dans son compte."


class FormulaireNote(forms.Form):
    """Facts, for colleagues."""

    texte = ChampTexte(
        label="Votre note", max_length=passation.NOTE_MAXIMUM, rows=5,
        help_text="Des faits utiles à vos collègues, sans jugement. La personne ne la voit pas dans son compte, "
        "mais elle peut demander à la caisse de la lire.",
        error_messages={"required": "Écrivez votre note."},
    )  # fmt: skip


class FormulaireTransfert(forms.Form):
    """Another theme is another queue."""

    theme = forms.ChoiceField(label="Nouveau thème", error_messages={"required": "Choisissez un thème."})
    pourquoi = ChampLigne(label="Pourquoi (facultatif)", max_length=200, required=False, help_text=POURQUOI)

    def __init__(self, *args: Any, fil: Fil, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        autres = [(un.code, un.libelle) for un in themes.THEMES.values() if un.code != fil.theme]
        self.fields["theme"].choices = [("", "Choisissez un thème"), *autres]


class FormulaireConfier(forms.Form):
    """Whoever works at the same caisse."""

    collegue = forms.ModelChoiceField(
        Agent.objects.none(), label="Collègue", empty_label="Choisissez un collègue",
        error_messages={"required": "Choisissez un collègue."},
    )  # fmt: skip
    pourquoi = ChampLigne(label="Pourquoi (facultatif)", max_length=200, required=False, help_text=POURQUOI)

    def __init__(self, *args: Any, fil: Fil, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collegue"].queryset = passation.collegues(agent)


class Passations:
    """Mixed into the admin of conversations."""

    def urls_des_passations(self) -> list[Any]:
        vue = self.admin_site.admin_view
        return [
            path("<int:pk>/noter/", vue(self.noter), name="accounts_fil_noter"),
            path("<int:pk>/transferer/", vue(self.transferer), name="accounts_fil_transferer"),
            path("<int:pk>/confier/", vue(self.confier), name="accounts_fil_confier"),
        ]

    def noter(self, request: HttpRequest, pk: int) -> HttpResponse:
        """« Ajouter une note »."""
        fil, agent = self.get_object(request, str(pk)), self.agent(request)
        formulaire = FormulaireNote(request.POST if request.method == "POST" else None)
        return self._passer(
            request, fil, formulaire, "Ajouter une note interne", "Garder la note", "Votre note est gardée.",
            lambda donnees: passation.noter(fil, agent, donnees["texte"]),
        )  # fmt: skip

    def transferer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """« Transférer à un autre service »: the person reads it in the thread."""
        fil, agent = self.get_object(request, str(pk)), self.agent(request)
        formulaire = FormulaireTransfert(request.POST if request.method == "POST" else None, fil=fil, agent=agent)
        return self._passer(
            request, fil, formulaire, "Transférer à un autre service", "Transférer",
            "La conversation est transférée. La personne le lit dans la conversation.",
            lambda donnees: passation.transferer(fil, agent, donnees["theme"], pourquoi=donnees["pourquoi"]),
        )  # fmt: skip

    def confier(self, request: HttpRequest, pk: int) -> HttpResponse:
        """« Confier à un collègue »."""
        fil, agent = self.get_object(request, str(pk)), self.agent(request)
        formulaire = FormulaireConfier(request.POST if request.method == "POST" else None, fil=fil, agent=agent)
        return self._passer(
            request, fil, formulaire, "Confier à un collègue", "Confier", "La conversation est confiée à votre collègue.",
            lambda donnees: passation.confier(fil, agent, donnees["collegue"], pourquoi=donnees["pourquoi"]),
        )  # fmt: skip

    def _passer(
        self, request: HttpRequest, fil: Fil, formulaire: forms.Form, titre: str, bouton: str, fait: str,
        faire: Callable[[dict[str, Any]], Any],
    ) -> HttpResponse:  # fmt: skip
        """Ask, then do; what is refused comes back with all that was typed."""
        if request.method == "POST" and formulaire.is_valid():
            try:
                faire(formulaire.cleaned_data)
            except ReponseRefusee as refus:
                formulaire.add_error(None, refus.phrase)
            else:
                messages.success(request, fait)
                return redirect("admin:accounts_fil_change", fil.pk)
        contexte = {**self.admin_site.each_context(request), "title": titre, "formulaire": formulaire, "bouton": bouton}
        return render(
            request, "admin/accounts/fil/passation.html", {**contexte, "fil": fil, "theme": themes.libelle(fil.theme)}
        )
