"""What agents see of debts: notices of their caisse, and the differences that the kiosk left to explain."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import display
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html_join

from accounts.admin import raisons
from accounts.admin.perimetre import DuPerimetre
from accounts.messagerie.formulaires import ChampTexte
from accounts.models import Agent
from ameli.noyau.admin import LectureSeuleAdmin, Suite
from ameli.noyau.formats import jour, montant
from ameli.noyau.lecture_seule import ecriture_autorisee
from ameli.noyau.saisie.champs import ChampMontant
from ameli.noyau.saisie.reference import lire_avis
from paiements.admin.mouvements import dire_ce_qui_est_fait
from paiements.calcul.mots import ZERO
from paiements.creances import dette, mouvements
from paiements.creances.mouvements import MouvementRefuse
from paiements.models import Avis, EcartCreance, Mouvement, PaiementEnLigne, RefusDuKiosque


@admin.register(Avis)
class AvisAdmin(DuPerimetre):
    """Notices, by their reference."""

    avec = ("assure__personne", "mouvement")
    list_display = ("numero", "personne", "nature", "emis_le", "etat")
    list_filter = ("etat", "nature")
    search_fields = ("reference",)
    lire_la_recherche = staticmethod(lire_avis)
    fields = (
        "numero",
        "personne",
        "nature",
        "emis_le",
        "etat",
        "a_sa_demande",
        "pourquoi",
        "lignes",
        "payes_en_ligne",
    )
    readonly_fields = ("numero", "personne", "a_sa_demande", "pourquoi", "lignes", "payes_en_ligne")

    @display(description="Référence", ordering="reference")
    def numero(self, avis: Avis) -> str:
        return avis.reference_lisible

    @display(description="Assuré")
    def personne(self, avis: Avis) -> str:
        return str(avis.assure.personne)

    @display(description="À la demande de la personne")
    def a_sa_demande(self, avis: Avis) -> str:
        return "oui" if avis.spontane else "non"

    @display(description="Pourquoi")
    def pourquoi(self, avis: Avis) -> str:
        return avis.cause or "–"

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


class FormulaireEcart(forms.Form):
    """Give money back, or say why nothing is owed; the person reads either."""

    decision = forms.ChoiceField(
        label="Votre décision", widget=forms.RadioSelect,
        choices=[("rendre", "Rendre de l’argent"), ("expliquer", "Rien à rendre")],
        error_messages={"required": "Choisissez une décision."},
    )  # fmt: skip
    combien = ChampMontant(label="Montant à rendre, en euros", required=False, min_value=Decimal("0.01"))
    texte = ChampTexte(
        label="Ce que vous écrivez à la personne", help_text="Elle le lit dans sa messagerie.",
        error_messages={"required": "Expliquez votre décision à la personne."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if donnees.get("decision") == "rendre" and donnees.get("combien") is None and not self.has_error("combien"):
            self.add_error("combien", "Écrivez le montant à rendre.")
        return donnees


@admin.register(EcartCreance)
class EcartAdmin(DuPerimetre):
    """Cases: open ones first."""

    avec = ("paiement__assure__personne", "paiement__assure__caisse", "paiement__avis")
    list_display = ("personne", "motif", "trop_paye", "somme", "ouvert_le", "clos_le")
    list_filter = ("motif", ("clos_le", Suite))
    actions = None

    @display(description="Assuré")
    def personne(self, ecart: EcartCreance) -> str:
        return str(ecart.paiement.assure.personne)

    @display(description="Payé en ligne")
    def somme(self, ecart: EcartCreance) -> str:
        return montant(ecart.paiement.montant)

    @display(description="Payé en trop")
    def trop_paye(self, ecart: EcartCreance) -> str:
        return montant(ecart.trop) if ecart.trop else "–"

    def assure_ref(self, objet: Any) -> str:
        return objet.paiement.assure.public_id

    def raison_deduite(self, ecart: EcartCreance) -> str:
        return raisons.PAIEMENT if ecart.clos_le is None else ""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What the kiosk and we say, then the decision, once."""
        ecart, agent = self.get_object(request, object_id), self.agent(request)
        formulaire = FormulaireEcart(
            request.POST if request.method == "POST" else None,
            initial={"combien": ecart.trop, "decision": "rendre" if ecart.trop else ""},
        )
        if request.method == "POST" and formulaire.is_valid():
            try:
                self._decider(request, ecart, agent, formulaire.cleaned_data)
                return redirect("admin:paiements_ecartcreance_change", ecart.pk)
            except MouvementRefuse as refus:
                formulaire.add_error(None, refus.phrase)
        with ecriture_autorisee("the journal of agents' readings is the effect of reading"):
            self.noter_la_lecture(request, ecart)
        proposes = list(ecart.mouvements.filter(etat=Mouvement.Etat.ATTEND))
        contexte = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": "Écart de paiement", "dossier": ecart,
            "faits": list(_faits(ecart, proposes)),
            "formulaire": formulaire if formulaire.errors or not (ecart.clos_le or proposes) else None,
            "suite": reverse("admin:paiements_mouvement_change", args=[proposes[0].pk]) if proposes else "",
        }  # fmt: skip
        return render(request, "admin/paiements/dossier.html", contexte)

    def _decider(self, request: HttpRequest, ecart: EcartCreance, agent: Agent, lu: dict[str, Any]) -> None:
        if lu["decision"] == "expliquer":
            mouvements.expliquer(ecart, agent, texte=lu["texte"])
            messages.success(request, "L’écart est traité. La personne en est prévenue.")
            return
        un = mouvements.demander_a_rendre(ecart, agent, montant=lu["combien"], texte=lu["texte"])
        dire_ce_qui_est_fait(request, un, "L’argent est rendu. La personne en est prévenue.")


def _faits(ecart: EcartCreance, proposes: list[Mouvement]) -> Iterator[tuple[str, str]]:
    paiement = ecart.paiement
    yield "Assuré", str(paiement.assure.personne)
    yield "Ce qui s’est passé", ecart.get_motif_display() + (f" ({ecart.precision})" if ecart.precision else "")
    yield "Payé en ligne", f"{montant(paiement.montant)}, le {jour(paiement.cree_le)}, {paiement.get_etat_display()}"
    yield "Avis", f"{paiement.avis.get_nature_display()}, {paiement.avis.reference_lisible}"
    if ecart.trop:
        yield "Payé en trop", montant(ecart.trop)
    for un in proposes:
        yield (
            "Proposé",
            f"rendre {montant(un.montant)}, par {un.propose_par}\N{NO-BREAK SPACE}: un autre agent doit confirmer",
        )
    if ecart.clos_le:
        yield "Traité", f"le {jour(ecart.clos_le)}"


@admin.register(RefusDuKiosque)
class RefusAdmin(LectureSeuleAdmin):
    """For operators: who forges messages of the kiosk is seen here, hour by hour."""

    list_display = ("cause", "heure", "nombre", "dernier_le")
    list_filter = ("cause",)


def _a_la_ligne(*textes: str) -> str:
    return format_html_join("", "<div>{}</div>", ((texte,) for texte in textes)) or "Aucun"
