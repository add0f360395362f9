"""« Soins signalés » and « lignes contestées »: a queue, then one page with the facts, the words and the decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import display
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.admin import raisons
from accounts.admin.perimetre import DuPerimetre, agent_de
from accounts.messagerie import lecture, reponse
from accounts.messagerie.formulaires import ChampTexte
from accounts.models import Agent
from ameli.noyau.admin import Suite
from ameli.noyau.formats import date_courte, montant
from ameli.noyau.lecture_seule import ecriture_autorisee
from paiements import dossiers
from paiements.admin.mouvements import dire_ce_qui_est_fait
from paiements.creances import contestation, mouvements, regles
from paiements.creances.mouvements import MouvementRefuse
from paiements.models import Contestation, Mouvement, Signalement

DEJA = "Un collègue a déjà répondu. Ce que vous avez écrit n’est pas parti."
FAIT = "Votre décision est enregistrée. La personne en est prévenue."


class FormulaireConclusion(forms.Form):
    """What was found, and the words for the person. `vu` is the last message that the page showed."""

    conclusion = forms.ChoiceField(
        label="Votre décision", widget=forms.RadioSelect, error_messages={"required": "Choisissez une décision."}
    )
    texte = ChampTexte(
        label="Votre réponse à la personne", error_messages={"required": "Expliquez votre décision à la personne."},
        help_text="Elle la lit dans sa messagerie, après la décision.",
    )  # fmt: skip
    vu = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, choix: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conclusion"].choices = choix


class DossierAdmin(DuPerimetre):
    """Open cases first, the oldest one on top."""

    avec: tuple[str, ...] = ("assure__personne", "fil")
    list_display = ("personne", "motif", "ouvert_le", "reponse_prevue", "etat")
    list_filter = (("conclu_le", Suite), "motif")
    ordering = ("-conclu_le", "ouvert_le", "id")  # PostgreSQL puts what has no date first when dates go down
    actions = None
    effet: Callable[[Any, datetime], None] = staticmethod(lambda dossier, le: None)

    @display(description="Assuré")
    def personne(self, dossier: Any) -> str:
        return str(dossier.assure.personne)

    @display(description="Réponse promise")
    def reponse_prevue(self, dossier: Any) -> str:
        prevue = dossier.fil.reponse_prevue_le
        return date_courte(prevue) if prevue else "–"

    @display(description="État")
    def etat(self, dossier: Any) -> str:
        return dossier.get_conclusion_display() or "à traiter"

    def assure_ref(self, objet: Any) -> str:
        return objet.assure.public_id

    def raison_deduite(self, dossier: Any) -> str:
        return raisons.PAIEMENT if dossier.conclu_le is None else ""

    def faits(self, dossier: Any) -> list[tuple[str, str]]:
        """What the agent needs to know, in their order."""
        return [("Assuré", str(dossier.assure.personne)), ("Ce que dit la personne", dossier.get_motif_display())]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Read the case; decide once."""
        dossier, agent = self.get_object(request, object_id), agent_de(request)
        if agent is None:
            raise PermissionDenied
        choix = type(dossier).Conclusion.choices
        formulaire = FormulaireConclusion(request.POST, choix=choix) if request.method == "POST" else None
        if formulaire is not None and formulaire.is_valid():
            lu = formulaire.cleaned_data
            try:
                self.conclure(request, dossier, agent, lu)
            except dossiers.DejaConclu:
                formulaire.add_error(None, DEJA)
                dossier = self.get_object(request, object_id)
            except (reponse.ReponseRefusee, MouvementRefuse) as refus:
                formulaire.add_error(None, refus.phrase)
            if not formulaire.errors:
                return redirect(f"admin:paiements_{self.opts.model_name}_change", dossier.pk)
        return self._page(request, dossier, agent, formulaire)

    def conclure(self, request: HttpRequest, dossier: Any, agent: Agent, lu: dict[str, Any]) -> None:
        """What a valid form does. Raises what `dossiers.conclure` raises."""
        dossiers.conclure(
            dossier, agent, conclusion=lu["conclusion"], texte=lu["texte"], dernier_vu=lu["vu"], effet=self.effet
        )  # fmt: skip
        messages.success(request, FAIT)

    def suite(self, dossier: Any) -> str:
        """Where a colleague's proposal waits to be confirmed; empty when there is none."""
        return ""

    def _page(self, request: HttpRequest, dossier: Any, agent: Any, formulaire: Any) -> HttpResponse:
        ecrits = lecture.messages_de(dossier.fil)
        with ecriture_autorisee("the receipt and the journal of agents' readings are the effect of reading"):
            self.noter_la_lecture(request, dossier)
            reponse.lire(dossier.fil, agent, raison=dossier.acces.motif)
        dernier = ecrits[-1].pk if ecrits else 0
        if formulaire is None:
            formulaire = FormulaireConclusion(choix=type(dossier).Conclusion.choices, initial={"vu": dernier})
        else:
            formulaire.data = {**formulaire.data.dict(), "vu": dernier}
        suite = self.suite(dossier)
        contexte = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": self.opts.verbose_name.capitalize(),
            "dossier": dossier, "faits": self.faits(dossier), "ecrits": ecrits,
            "formulaire": formulaire if formulaire.errors or not (dossier.conclu_le or suite) else None, "suite": suite,
        }  # fmt: skip
        return render(request, "admin/paiements/dossier.html", contexte)


@admin.register(Signalement)
class SignalementAdmin(DossierAdmin):
    """« Je ne reconnais pas ce soin »."""

    avec = (
        "assure__personne", "assure__caisse", "fil__assure", "prestation__professionnel", "prestation__personne",
        "prestation__paiement__destinataire",
    )  # fmt: skip

    def faits(self, dossier: Signalement) -> list[tuple[str, str]]:
        ligne = dossier.prestation
        qui = ligne.professionnel
        return [
            *super().faits(dossier),
            ("Soin", f"{ligne.libelle}, le {date_courte(ligne.soins_le)}, pour {ligne.personne.prenom}"),
            (
                "Professionnel",
                f"{qui.nom}, {qui.specialite or 'spécialité inconnue'}, {qui.commune}" if qui else "non précisé",
            ),
            ("Montants", f"payé {montant(ligne.paye)}, versé {montant(ligne.verse)}"),
            ("Paiement", f"{ligne.paiement.numero} du {date_courte(ligne.paiement.emis_le)}, ligne {ligne.rang}"),
            ("Versé à", ligne.paiement.destinataire.nom if ligne.paiement.destinataire else "la personne"),
        ]


@admin.register(Contestation)
class ContestationAdmin(DossierAdmin):
    """« Contester cette ligne » of a debt."""

    avec = ("assure__personne", "assure__caisse", "fil__assure", "ligne__avis")
    effet = staticmethod(contestation.appliquer)

    def conclure(self, request: HttpRequest, dossier: Contestation, agent: Agent, lu: dict[str, Any]) -> None:
        """A line that is given up is money that moves: a large one takes two agents."""
        reste = contestation.ligne_due(dossier.ligne.avis, dossier.ligne.rang).reste
        if lu["conclusion"] != Contestation.Conclusion.ANNULEE or not reste:
            return super().conclure(request, dossier, agent, lu)
        remise = mouvements.demander_la_remise(dossier, agent, texte=lu["texte"], vu=lu["vu"])
        return dire_ce_qui_est_fait(request, remise, FAIT)

    def suite(self, dossier: Contestation) -> str:
        propose = dossier.mouvements.filter(etat=Mouvement.Etat.ATTEND).first()
        return reverse("admin:paiements_mouvement_change", args=[propose.pk]) if propose else ""

    def faits(self, dossier: Contestation) -> list[tuple[str, str]]:
        ligne, recours = dossier.ligne, regles.recours(dossier.ligne.avis.nature)
        ligne.avis.assure = dossier.assure
        due = contestation.ligne_due(ligne.avis, ligne.rang)
        return [
            *super().faits(dossier),
            ("Créance", f"{ligne.avis.get_nature_display()}, avis {ligne.avis.reference_lisible}"),
            ("Ligne", f"{ligne.libelle}, {montant(ligne.montant)}, reste {montant(due.reste)}"),
            ("Recours", f"{recours.nom}{', suspensif' if recours.suspensif else ''}"),
        ]
