"""Vitale cards and what opposes them, for the agents of the caisse: found by serial, through its fingerprint."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse

from accounts.admin.perimetre import DuPerimetre, agent_de
from accounts.informations import cartes_vitale
from accounts.models import Assure, CarteVitale, CommandeCarteVitale, Opposition
from ameli.noyau import formats
from ameli.noyau.horloge import maintenant
from ameli.noyau.masquage import masquer_serie

AUCUNE = "Aucune carte de votre caisse ne porte ce numéro."
CHIFFRES = 10
JOURS_DE_PLUS = 4


class Recherche(forms.Form):
    """A serial. By POST: it may stand neither in an address nor in a log."""

    serie = forms.CharField(
        label="Numéro de série de la carte", max_length=20, help_text="10 chiffres.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_serie(self) -> str:
        chiffres = "".join(self.cleaned_data["serie"].split())
        if len(chiffres) == CHIFFRES + 1 and chiffres.endswith("9"):
            chiffres = chiffres[:CHIFFRES]
        if len(chiffres) != CHIFFRES or not (chiffres.isascii() and chiffres.isdigit()):
            raise forms.ValidationError("Le numéro de série comporte 10 chiffres.")
        return chiffres


class Prolongation(forms.Form):
    motif = forms.CharField(
        label="Pourquoi donner plus de temps ?", max_length=120, help_text="Exemple : personne hospitalisée."
    )


@admin.register(CarteVitale)
class CarteVitaleAdmin(DuPerimetre):
    """« Cartes Vitale »: list, find by serial, one card with its oppositions and its order, more time to order."""

    list_display = ("serie_masquee", "titulaire", "etat", "depuis")
    list_filter = ("etat",)
    avec = ("personne",)
    list_per_page = 50
    ordering = ("-etat_depuis", "-id")
    change_list_template = "admin/accounts/cartevitale/liste.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        lignes = CarteVitale.du_perimetre.pour_agent(agent_de(request)).select_related(*self.avec)
        return lignes.order_by(*self.ordering)

    def get_urls(self) -> list[Any]:
        vue = self.admin_site.admin_view
        return [
            path("trouver/", vue(self.trouver), name="accounts_cartevitale_trouver"),
            path("<int:pk>/prolonger/", vue(self.prolonger), name="accounts_cartevitale_prolonger"),
            *super().get_urls(),
        ]

    @admin.display(description="Numéro de série")
    def serie_masquee(self, carte: CarteVitale) -> str:
        return masquer_serie(carte.serie)

    @admin.display(description="Titulaire")
    def titulaire(self, carte: CarteVitale) -> str:
        return str(carte.personne)

    @admin.display(description="Depuis le")
    def depuis(self, carte: CarteVitale) -> str:
        return formats.date_courte(carte.etat_depuis)

    def trouver(self, request: HttpRequest) -> HttpResponse:
        """One card of the caisse, by its serial."""
        formulaire = Recherche(request.POST or None)
        if request.method == "POST" and formulaire.is_valid():
            empreinte = cartes_vitale.empreinte_de(formulaire.cleaned_data["serie"])
            trouvee = self.get_queryset(request).filter(serie_empreinte=empreinte).first()
            if trouvee is not None:
                return redirect("admin:accounts_cartevitale_change", trouvee.pk)
            formulaire.add_error(None, AUCUNE)
        contexte = {**self.admin_site.each_context(request), "title": "Trouver une carte", "formulaire": formulaire}
        return render(request, "admin/accounts/assure/formulaire.html", {**contexte, "bouton": "Chercher"})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """One card, read-only. The reading is in the journal."""
        carte = self.get_object(request, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        super().change_view(request, object_id, *args, **kwargs)
        agent, le = agent_de(request), maintenant()
        oppositions = list(
            Opposition.objects.pour_agent(agent).filter(carte=carte).select_related("declaree_par__personne").order_by("-le", "-id")
        )  # fmt: skip
        commandes = CommandeCarteVitale.objects.pour_agent(agent).filter(personne=carte.personne)
        contexte = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": "Carte Vitale", "carte": carte,
            "serie": masquer_serie(carte.serie), "oppositions": oppositions,
            "commandes": list(commandes.order_by("-demandee_le", "-id")),
            "url_prolonger": reverse("admin:accounts_cartevitale_prolonger", args=[carte.pk])
            if self._a_prolonger(oppositions, le) else "",
        }  # fmt: skip
        return render(request, "admin/accounts/cartevitale/carte.html", contexte)

    def prolonger(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Four more days to order online, and why."""
        carte, agent, le = self.get_object(request, str(pk)), agent_de(request), maintenant()
        opposition = self._a_prolonger(
            Opposition.objects.pour_agent(agent).filter(carte=carte).order_by("-le", "-id"), le
        )
        if opposition is None or agent is None:
            raise Http404
        formulaire = Prolongation(request.POST or None)
        if request.method == "POST" and formulaire.is_valid():
            cartes_vitale.prolonger(
                opposition, jours=JOURS_DE_PLUS, acteur=agent.compte.acteur, motif=formulaire.cleaned_data["motif"], le=le
            )  # fmt: skip
            messages.success(request, f"La personne a {JOURS_DE_PLUS} jours de plus pour commander en ligne.")
            return redirect("admin:accounts_cartevitale_change", pk)
        contexte = {**self.admin_site.each_context(request), "title": "Donner plus de temps", "formulaire": formulaire}
        return render(
            request, "admin/accounts/assure/formulaire.html", {**contexte, "bouton": "Donner 4 jours de plus"}
        )

    def _a_prolonger(self, oppositions: Any, le: Any) -> Opposition | None:
        """The last opposition, when it is in force and its end is not farther than what would be given."""
        derniere = next(iter(oppositions), None)
        if (
            derniere is None
            or derniere.levee_le is not None
            or derniere.commander_avant > le + timedelta(days=JOURS_DE_PLUS)
        ):
            return None
        return derniere

    def assure_ref(self, carte: CarteVitale) -> str:
        """The file of the holder, or that of the insured person who covers them."""
        dossier = (
            Assure.objects.systeme("whose journal says that the card was read").filter(personne=carte.personne).first()
        )
        if dossier is None:
            dossier = Assure.objects.systeme("whose journal says that the card was read").filter(
                beneficiaires__personne=carte.personne
            ).order_by("id").first()  # fmt: skip
        return dossier.public_id if dossier else ""
