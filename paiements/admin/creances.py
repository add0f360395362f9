"""What agents see of debts: notices of their caisse, and the differences that the kiosk left to explain."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import action, display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join

from accounts.admin import raisons
from accounts.admin.perimetre import DuPerimetre
from ameli.noyau.admin import LectureSeuleAdmin
from ameli.noyau.formats import jour, montant
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser
from ameli.noyau.saisie.reference import lire_avis
from paiements.calcul.mots import ZERO
from paiements.creances import dette
from paiements.models import Avis, EcartCreance, PaiementEnLigne, RefusDuKiosque

declarer_genre("creance.ecart_clos", "{acteur} : écart de paiement en ligne traité")


@admin.register(Avis)
class AvisAdmin(DuPerimetre):
    """Notices, by their reference."""

    avec = ("assure__personne",)
    list_display = ("reference_lisible", "personne", "nature", "emis_le", "etat")
    list_filter = ("etat", "nature")
    search_fields = ("reference",)
    lire_la_recherche = staticmethod(lire_avis)
    fields = ("reference_lisible", "personne", "nature", "emis_le", "etat", "a_sa_demande", "lignes", "payes_en_ligne")
    readonly_fields = ("reference_lisible", "personne", "a_sa_demande", "lignes", "payes_en_ligne")

    @display(description="Assuré")
    def personne(self, avis: Avis) -> str:
        return str(avis.assure.personne)

    @display(description="À la demande de la personne")
    def a_sa_demande(self, avis: Avis) -> str:
        return "oui" if avis.spontane else "non"

    @display(description="Lignes")
    def lignes(self, avis: Avis) -> str:
        """Each with what is left of it, then what is left of the notice."""
        dues = dette.lire(avis)
        return _a_la_ligne(
            *(
                f"{due.ligne.libelle}\N{NO-BREAK SPACE}: {montant(due.ligne.montant)}, reste {montant(due.reste)}"
                + (", contestée" if due.suspendue else "")
                for due in dues
            ),
            f"Reste à payer\N{NO-BREAK SPACE}: {montant(sum((due.reste for due in dues), ZERO))}",
        )

    @display(description="Payé en ligne")
    def payes_en_ligne(self, avis: Avis) -> str:
        """Every attempt, with what became of it."""
        essais = PaiementEnLigne.objects.de(avis.assure).filter(avis=avis).order_by("-cree_le", "-id")
        return _a_la_ligne(
            *(
                f"{montant(un.montant)}, le {jour(un.cree_le)}\N{NO-BREAK SPACE}: {un.get_etat_display()}"
                for un in essais
            )
        )

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
        return montant(ecart.paiement.montant)

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


def _a_la_ligne(*textes: str) -> str:
    return format_html_join("", "<div>{}</div>", ((texte,) for texte in textes)) or "Aucun"
