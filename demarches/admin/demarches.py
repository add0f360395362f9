"""Démarches for the agents of their caisse: a queue, one page to read, gestures on one or on several."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.urls import path

from accounts.admin import raisons
from accounts.admin.perimetre import DuPerimetre
from accounts.admin.revelation import Devoilable, Donnee
from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.lecture_seule import ecriture_autorisee
from ameli.noyau.saisie.reference import lire_demarche
from ameli.noyau.saisie.requete import numero
from demarches.admin import delais, fiche, file, filtres, statistiques
from demarches.admin.attentes import Attentes
from demarches.admin.decisions import Decisions
from demarches.admin.gestes_de_salle import GestesDeSalle
from demarches.admin.images import Images
from demarches.admin.lots import Lots
from demarches.moteur import registre, statut
from demarches.moteur.models import Demarche
from documents import pieces as documents_pieces
from documents.models import Piece


@admin.register(Demarche)
class DemarcheAdmin(Decisions, Attentes, Images, GestesDeSalle, Lots, Devoilable, DuPerimetre):
    """« Démarches »: those to check first, then the most pressing."""

    list_display = (
        "action_checkbox", "reference", "bannette", "personne", "statut", "deposee", "delai", "controle", "prise_par",
    )  # fmt: skip
    list_display_links = ("reference",)
    list_filter = (
        filtres.QuiAgit,
        filtres.ParDelai,
        filtres.Suivi,
        filtres.ParTeleservice,
        filtres.ParEtat,
        filtres.AControler,
    )
    search_fields = ("=reference",)
    lire_la_recherche = staticmethod(lire_demarche)
    search_help_text = "Cherchez par la référence : D-XXXX-XXXX-XXXX."
    avec = ("assure__personne", "prise_par__compte")
    list_per_page = 50
    empty_value_display = "–"
    ordering = file.ORDRE
    actions = None
    gabarits = "admin/demarches/demarche"
    change_list_template = f"{gabarits}/liste.html"

    def get_urls(self) -> list[Any]:
        piece = self.admin_site.admin_view(self.piece)
        return [
            *self.urls_des_lots(),
            *self.urls_des_gestes(),
            *self.urls_des_attentes(),
            *self.urls_des_images(),
            *self.urls_des_gestes_motives(),
            *self.urls_de_revelation(),
            path(
                "statistiques/", self.admin_site.admin_view(self.statistiques), name="demarches_demarche_statistiques"
            ),
            path("<int:pk>/pieces/<slug:public_id>/", piece, name="demarches_demarche_piece"),
            *super().get_urls(),
        ]

    @admin.display(description="Téléservice")
    def bannette(self, demarche: Demarche) -> str:
        return registre.celui_de(demarche.teleservice).agents.titre

    @admin.display(description="État", ordering="etat")
    def statut(self, demarche: Demarche) -> str:
        return statut.statut(demarche)

    @admin.display(description="Assuré")
    def personne(self, demarche: Demarche) -> str:
        return str(demarche.assure.personne)

    @admin.display(description="Déposée le")
    def deposee(self, demarche: Demarche) -> str:
        return formats.date_courte(demarche.deposee_le)

    @admin.display(description="Délai")
    def delai(self, demarche: Demarche) -> str | None:
        return delais.echeance(demarche) or None

    @admin.display(description="À contrôler")
    def controle(self, demarche: Demarche) -> str | None:
        if not demarche.alertes:
            return None
        points = len(demarche.alertes)
        score = registre.celui_de(demarche.teleservice).agents.score(demarche)
        return f"{points} point{'s' if points > 1 else ''}" + (f", {score}" if score else "")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One démarche, read-only. The reading is in the journal."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        demarche, agent = self.get_object(request, object_id), self.agent(request)
        with ecriture_autorisee("the journal of agents' readings is the effect of reading"):
            self.noter_la_lecture(request, demarche)
        return self.page(
            request,
            "detail",
            {
                **fiche.contexte(demarche, agent, raison=demarche.acces.motif),
                "gestes_de_salle": self.gestes_ouverts(demarche, agent),
            },
        )

    def statistiques(self, request: HttpRequest) -> HttpResponse:
        """What the caisse decided: months, delays, reasons."""
        mois = numero(request.GET.get("mois", "")) or statistiques.PERIODES[0]
        mois = mois if mois in statistiques.PERIODES else statistiques.PERIODES[0]
        lues = statistiques.lire(self.agent(request), aujourdhui(), mois)
        contexte = {
            "title": "Statistiques de la caisse", "statistiques": lues, "mois": mois, "periodes": statistiques.PERIODES,
            "largeur": statistiques.LARGEUR, "barre": statistiques.BARRE, "haut_mois": len(lues.mois) * statistiques.RANG,
            "haut_motifs": len(lues.motifs) * statistiques.RANG,
        }  # fmt: skip
        return self.page(request, "statistiques", contexte)

    def piece(self, request: HttpRequest, pk: int, public_id: str) -> HttpResponse:
        """One file that the person sent; the person reads that it was opened."""
        demarche, agent = self.get_object(request, str(pk)), self.agent(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        recues = Piece.objects.pour_agent(agent).filter(objet=demarche.objet).select_related("assure")
        return documents_pieces.servir_a_agent(
            get_object_or_404(recues, public_id=public_id), agent, raison=demarche.acces.motif
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Démarches à traiter", **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """A list has no use for the answers: they stay encrypted."""
        lignes = super().get_queryset(request)
        trouvee = request.resolver_match
        return lignes.sans_contenu() if trouvee and not trouvee.kwargs else lignes

    # What the mixed-in screens ask for

    def donnees_masquees(self, demarche: Demarche) -> dict[str, Donnee]:
        return fiche.donnees_masquees(demarche)

    def assure_de(self, demarche: Demarche) -> Assure:
        return demarche.assure

    def assure_ref(self, demarche: Demarche) -> str:
        return demarche.assure.public_id

    def raison_deduite(self, demarche: Demarche) -> str:
        """It comes from the queue, or it is over and the agent says why they read it again."""
        return raisons.DEMARCHE if demarche.ouverte else ""

    def objet_du_journal(self, demarche: Demarche) -> str:
        return demarche.objet

    objet_lu = objet_du_journal
