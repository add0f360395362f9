"""« Échéanciers »: people who ask to pay in three months; granted, or refused with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import display
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.admin import raisons
from accounts.admin.perimetre import DuPerimetre, agent_de
from ameli.noyau.formats import date_courte, montant
from ameli.noyau.lecture_seule import ecriture_autorisee
from paiements.creances import echeancier, regles
from paiements.models import Echeancier, LigneCreance

ACCEPTER = "accepter"


class FormulaireEcheancier(forms.Form):
    """One choice: granted, or why not."""

    decision = forms.ChoiceField(
        label="Votre décision", widget=forms.RadioSelect,
        choices=[(ACCEPTER, "Accepter"), *((code, f"Refuser. {raison}") for code, raison in Echeancier.Refus.choices)],
        error_messages={"required": "Choisissez une décision.", "invalid_choice": "Choisissez dans la liste."},
    )  # fmt: skip


@admin.register(Echeancier)
class EcheancierAdmin(DuPerimetre):
    """Those that wait for a decision first."""

    avec = ("avis__assure__personne", "avis__assure__caisse")
    list_display = ("personne", "nature", "somme", "demande_le", "etat")
    list_filter = ("etat",)
    ordering = ("-decide_le", "demande_le", "id")  # what has no date comes first
    actions = None

    @display(description="Assuré")
    def personne(self, un: Echeancier) -> str:
        return str(un.avis.assure.personne)

    @display(description="Créance")
    def nature(self, un: Echeancier) -> str:
        return un.avis.get_nature_display()

    @display(description="Montant")
    def somme(self, un: Echeancier) -> str:
        return montant(un.montant)

    def assure_ref(self, objet: Echeancier) -> str:
        return objet.avis.assure.public_id

    def raison_deduite(self, un: Echeancier) -> str:
        return raisons.PAIEMENT if un.etat == Echeancier.Etat.DEMANDE else ""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Échéanciers", **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What is owed, what was asked, the decision."""
        un, agent = self.get_object(request, object_id), agent_de(request)
        if agent is None:
            raise PermissionDenied
        formulaire = FormulaireEcheancier(request.POST if request.method == "POST" else None)
        if request.method == "POST" and formulaire.is_valid():
            choix = formulaire.cleaned_data["decision"]
            try:
                echeancier.decider(un, agent, refus="" if choix == ACCEPTER else choix)
                messages.success(request, "Votre décision est enregistrée. La personne en est prévenue.")
            except echeancier.Impossible:
                messages.error(request, "Cette demande a déjà sa réponse.")
            return redirect("admin:paiements_echeancier_change", un.pk)
        with ecriture_autorisee("the journal of agents' readings is the effect of reading"):
            self.noter_la_lecture(request, un)
        contexte = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": "Échéancier", "dossier": un,
            "faits": self._faits(un), "formulaire": formulaire if un.etat == Echeancier.Etat.DEMANDE else None,
        }  # fmt: skip
        return render(request, "admin/paiements/dossier.html", contexte)

    def _faits(self, un: Echeancier) -> list[tuple[str, str]]:
        lignes = LigneCreance.objects.de(un.avis.assure).filter(avis=un.avis).order_by("rang")
        posees = [(une.le, une.montant) for une in un.mensualites.order_by("rang")]
        avant = Echeancier.objects.de(un.avis.assure).filter(etat=Echeancier.Etat.ROMPU).count()
        return [
            ("Assuré", str(un.avis.assure.personne)),
            ("Créance", f"{un.avis.get_nature_display()}, avis {un.avis.reference_lisible}"),
            ("Lignes", " ; ".join(f"{ligne.libelle}, {montant(ligne.montant)}" for ligne in lignes)),
            ("À payer en trois fois", montant(un.montant)),
            ("Mensualités", " ; ".join(f"{date_courte(le)} : {montant(part)}" for le, part in posees)
             or " ; ".join(montant(part) for part in regles.parts(un.montant))),
            ("Échéanciers arrêtés avant", str(avant)),
            ("État", un.get_etat_display() + (f", {un.get_refus_display()}" if un.refus else "")),
        ]  # fmt: skip
