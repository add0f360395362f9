"""Vitale cards and what opposes them, for the agents of the caisse: found by serial, through its fingerprint."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from accounts.admin.perimetre import DuPerimetre, agent_de
from accounts.informations import cartes_vitale
from accounts.models import Assure, CarteVitale, CommandeCarteVitale, Opposition
from ameli.noyau import formats
from ameli.noyau.masquage import masquer_serie
from ameli.noyau.saisie.champs import ChampSerie

AUCUNE = "Aucune carte de votre caisse ne porte ce numéro."


class Recherche(forms.Form):
    """A serial. By POST: it may stand neither in an address nor in a log."""

    serie = ChampSerie(label="Numéro de série de la carte", help_text="10 chiffres.")


@admin.register(CarteVitale)
class CarteVitaleAdmin(DuPerimetre):
    """« Cartes Vitale »: list, find by serial, one card with its oppositions and its orders. What is done about them is done on their démarche."""

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
        agent = agent_de(request)
        oppositions = list(
            Opposition.objects.pour_agent(agent).filter(carte=carte).select_related("declaree_par__personne").order_by("-le", "-id")
        )  # fmt: skip
        commandes = CommandeCarteVitale.objects.pour_agent(agent).filter(personne=carte.personne)
        contexte = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": "Carte Vitale", "carte": carte,
            "serie": masquer_serie(carte.serie), "oppositions": oppositions,
            "commandes": list(commandes.order_by("-demandee_le", "-id")),
        }  # fmt: skip
        return render(request, "admin/accounts/cartevitale/carte.html", contexte)

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
