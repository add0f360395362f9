"""« Cartes à fabriquer »: the file for the maker, and the cards that it gave to the post, many at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import action, display
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.admin import raisons
from accounts.admin.perimetre import DuPerimetre
from accounts.informations import adresse
from accounts.models import CommandeCarteVitale
from ameli.noyau.formats import date_courte
from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from demarches.catalogue.commande_carte import guichet
from demarches.moteur import transitions
from demarches.moteur.models import Demarche
from demarches.moteur.transitions import TransitionInterdite
from paiements.export import EN_TETE, rangee

TRANSMISE = "carte_vitale.transmise"
declarer_genre(TRANSMISE, "{acteur}\N{NO-BREAK SPACE}: nom, numéro et adresse transmis au fabricant de la carte Vitale")
MAXIMUM = 200
COLONNES = (
    "Commande", "Numéro de Sécurité sociale", "Nom", "Prénom", "Date de naissance", "Adresse 1", "Adresse 2", "Adresse 3",
    "Adresse 4", "Code postal", "Commune",
)  # fmt: skip
SANS_DEMARCHE = "sa démarche n’est plus dans celles de votre caisse."


@admin.register(CommandeCarteVitale)
class CommandeAdmin(DuPerimetre):
    """Orders of the caisse, those that wait longest first. Both gestures are for who may change an order (role `encadrant`)."""

    avec = ("personne", "demandee_par__personne")
    list_display = ("titulaire", "origine", "etat", "depuis", "cause")
    list_filter = ("etat",)
    fields = ("titulaire", "origine", "etat", "demandee_le", "depuis", "cause")
    readonly_fields = ("titulaire", "depuis")
    ordering = ("etat_depuis", "id")
    list_per_page = 100
    actions = ("fichier_du_fabricant", "noter_postees")

    @display(description="Titulaire")
    def titulaire(self, commande: CommandeCarteVitale) -> str:
        return str(commande.personne)

    @display(description="Depuis le")
    def depuis(self, commande: CommandeCarteVitale) -> str:
        return date_courte(commande.etat_depuis)

    def assure_ref(self, commande: CommandeCarteVitale) -> str:
        return commande.demandee_par.public_id

    def raison_deduite(self, commande: CommandeCarteVitale) -> str:
        return raisons.DEMARCHE if commande.etat in CommandeCarteVitale.EN_CHEMIN else ""

    def has_fabriquer_permission(self, request: HttpRequest) -> bool:
        """Whoever takes numbers of many people away at once."""
        return self.has_view_permission(request) and request.user.has_perm("accounts.change_commandecartevitale")

    @action(description="Télécharger le fichier du fabricant (CSV)", permissions=["fabriquer"])
    def fichier_du_fabricant(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Of the ticked orders, those that are being made. The person of each reads that it was given away."""
        commandes = list(queryset.filter(etat=CommandeCarteVitale.Etat.FABRICATION)[: MAXIMUM + 1])
        if not commandes or len(commandes) > MAXIMUM:
            messages.warning(request, f"Cochez de 1 à {MAXIMUM} cartes en fabrication.")
            return None
        with transaction.atomic():
            contenu = "".join(_fichier(commandes))
            for une in commandes:
                journaliser(
                    TRANSMISE, acteur=request.user.acteur, assure_ref=une.demandee_par.public_id,
                    objet=f"commandecartevitale:{une.public_id}",
                )  # fmt: skip
        reponse = HttpResponse(contenu, content_type="text/csv; charset=utf-8")
        reponse["Content-Disposition"] = f'attachment; filename="cartes-vitale_{aujourdhui():%Y-%m-%d}.csv"'
        reponse["Cache-Control"] = "no-store"
        return reponse

    @action(description="Noter comme remises à la poste", permissions=["fabriquer"])
    def noter_postees(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        """Each in a transaction of its own, each with its result; the people are told."""
        agent = self.agent(request)
        siennes = Demarche.objects.pour_agent(agent).filter(reference__in=[une.cause for une in queryset])
        demarches = {une.reference: une for une in siennes}
        lignes = []
        for une in queryset[:MAXIMUM]:
            refus = self._poster(demarches.get(une.cause), request.user.acteur)
            lignes.append(
                {
                    "commande": une,
                    "fait": not refus,
                    "phrase": refus or "Remise à la poste. La personne en est prévenue.",
                }
            )
        contexte = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": "Cartes remises à la poste", "lignes": lignes,
        }  # fmt: skip
        return render(request, "commande_carte/admin/postees.html", contexte)

    @staticmethod
    def _poster(demarche: Demarche | None, acteur: str) -> str:
        """Why not; empty when it is done."""
        if demarche is None:
            return SANS_DEMARCHE
        try:
            with transaction.atomic():
                guichet.poster(transitions.verrouiller(demarche), acteur, maintenant())
        except TransitionInterdite as refus:
            return refus.phrase
        return ""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing to tick for who may do nothing."""
        return super().get_actions(request) if self.has_fabriquer_permission(request) else {}


def _fichier(commandes: list[CommandeCarteVitale]) -> Iterator[str]:
    yield EN_TETE + rangee(COLONNES)
    for une in commandes:
        qui, ou = une.personne, adresse.actuelle(une.demandee_par)
        lignes = (ou.ligne_1, ou.ligne_2, ou.ligne_3, ou.ligne_4, ou.code_postal, ou.commune) if ou else ("",) * 6
        naissance = date_courte(qui.date_naissance)
        yield rangee((une.public_id, qui.nir_complet or "", qui.nom, qui.prenom, naissance, *lignes))
