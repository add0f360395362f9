"""« Geler le compte »: what an agent does while the person is on the phone, as the mails of alert promise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from accounts.admin.perimetre import agent_de
from accounts.securite import gel
from ameli.noyau.saisie.champs import ChampLigne

DEJA_GELE = (
    "Ce compte est déjà gelé\N{NO-BREAK SPACE}: un collègue, ou la personne elle-même, l’a fait avant vous. "
    "Ce que vous avez écrit n’est pas noté."
)


class Raison(forms.Form):
    motif = ChampLigne(
        label="Pourquoi geler ce compte ?", max_length=120,
        help_text="Exemple : la personne ne reconnaît pas une connexion. Ses remboursements continuent.",
    )  # fmt: skip


class GeleLesComptes:
    """Mixed into the admin of files: `<pk>/geler/`. Freezing ends every session; nobody has to be recognised for it."""

    def urls_du_gel(self) -> list[Any]:
        return [path("<int:pk>/geler/", self.admin_site.admin_view(self.geler), name="accounts_assure_geler")]

    def geler(self, request: HttpRequest, pk: int) -> HttpResponse:
        assure, agent = self.get_object(request, str(pk)), agent_de(request)
        compte = getattr(assure, "compte", None)
        if compte is None or agent is None:
            raise Http404
        if request.method != "POST" and compte.gele_le is not None:
            messages.warning(request, "Ce compte est déjà gelé.")
            return redirect("admin:accounts_assure_change", pk)
        formulaire = Raison(request.POST or None)
        if request.method == "POST" and formulaire.is_valid():
            if gel.geler(compte, formulaire.cleaned_data["motif"], "agent", acteur=f"agent:{agent.matricule}"):
                messages.success(
                    request, "Le compte est gelé, tous ses appareils sont déconnectés. La personne en est prévenue."
                )
                return redirect("admin:accounts_assure_change", pk)
            formulaire.add_error(None, DEJA_GELE)
        contexte = {**self.admin_site.each_context(request), "title": "Geler le compte", "formulaire": formulaire}
        return render(request, "admin/accounts/assure/formulaire.html", {**contexte, "bouton": "Geler le compte"})
