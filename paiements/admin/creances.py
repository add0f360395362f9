"""What agents see of debts: notices of their caisse, and the differences that the kiosk left to explain."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import action, display
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin import raisons
from accounts.admin.perimetre import DuPerimetre
from ameli.noyau.admin import LectureSeuleAdmin
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.saisie.reference import lire_avis
from paiements.models import Avis, EcartCreance, RefusDuKiosque

declarer_genre("creance.ecart_clos", "{acteur} : écart de paiement en ligne traité")


@admin.register(Avis)
class AvisAdmin(DuPerimetre):
    """Notices, by their reference."""

    avec = ("assure__personne",)
    list_display = ("reference_lisible", "personne", "nature", "emis_le", "etat")
    list_filter = ("etat", "nature")
    search_fields = ("reference",)
    lire_la_recherche = staticmethod(lire_avis)
    fields = ("reference_lisible", "personne", "nature", "emis_le", "etat", "spontane")
    readonly_fields = ("reference_lisible", "personne")

    @display(description="Assuré")
    def personne(self, avis: Avis) -> str:
        return str(avis.assure.personne)

    def assure_ref(self, objet: Any) -> str:
        return objet.assure.public_id


@admin.register(EcartCreance)
class EcartAdmin(DuPerimetre):
    """Cases: open ones first."""

    avec = ("paiement__assure__personne", "paiement__avis")
    list_display = ("personne", "motif", "precision", "montant", "ouvert_le", "clos_le")
    list_filter = ("motif", ("clos_le", admin.EmptyFieldListFilter))
    fields = ("personne", "motif", "precision", "montant", "ouvert_le", "clos_le")
    readonly_fields = ("personne", "montant")
    actions = ("clore",)

    @display(description="Assuré")
    def personne(self, ecart: EcartCreance) -> str:
        return str(ecart.paiement.assure.personne)

    @display(description="Montant")
    def montant(self, ecart: EcartCreance) -> str:
        return f"{ecart.paiement.montant} €"

    @action(description="Marquer comme traité", permissions=["view"])
    def clore(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Each is closed once, and the journal says by whom."""
        for ecart in queryset.filter(clos_le=None).order_by("pk"):
            EcartCreance.objects.pour_agent(request.user.agent).filter(pk=ecart.pk).update(clos_le=maintenant())
            journaliser(
                "creance.ecart_clos", acteur=request.user.acteur, assure_ref=ecart.paiement.assure.public_id,
                objet=ecart.paiement.objet,
            )  # fmt: skip

    def assure_ref(self, objet: Any) -> str:
        return objet.paiement.assure.public_id

    def raison_deduite(self, ecart: EcartCreance) -> str:
        return raisons.PAIEMENT if ecart.clos_le is None else ""


@admin.register(RefusDuKiosque)
class RefusAdmin(LectureSeuleAdmin):
    """For operators: who forges messages of the kiosk is seen here, hour by hour."""

    list_display = ("cause", "heure", "nombre", "dernier_le")
    list_filter = ("cause",)
