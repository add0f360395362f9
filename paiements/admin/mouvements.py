"""« Mouvements d’argent »: issue a notice, give back what was paid too much; above a setting, a second agent confirms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import display
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse

from accounts.admin import raisons
from accounts.admin.perimetre import DuPerimetre
from accounts.messagerie.reponse import ReponseRefusee
from accounts.models import Assure
from accounts.models.identifiants import identifiant_public
from ameli.noyau.formats import date_courte, montant
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.lecture_seule import ecriture_autorisee
from ameli.noyau.saisie.champs import ChampLigne, ChampMontant
from ameli.noyau.saisie.champs_textes import ChampTexte
from paiements.creances import mouvements
from paiements.creances.emission import LigneDeLAvis
from paiements.creances.mouvements import MouvementRefuse
from paiements.dossiers import DejaConclu
from paiements.models import Avis, Mouvement

LIGNES, LIGNES_AU_PLUS = 4, 40  # lines of an empty form, and how many one may ask for
ANNEES = 5  # before this one: older debts are prescribed (hypothesis)
ATTEND_UN_COLLEGUE = (
    "C’est noté. Au-delà de {} par jour pour une personne, ou de {} pour toutes, un autre agent doit confirmer."
)


class FormulaireAvis(forms.Form):
    """What is owed, why, and its lines. `cle` makes one notice of a form that is sent twice; `nombre` is how many lines it shows."""

    nature = forms.ChoiceField(
        label="Nature de la dette", widget=forms.RadioSelect,
        choices=[(un.value, un.label) for un in mouvements.NATURES], error_messages={"required": "Choisissez une nature."},
    )  # fmt: skip
    cause = ChampTexte(
        label="Pourquoi la personne doit cette somme", max_length=600,
        help_text="La personne le lit dans le courrier et dans sa messagerie. Des phrases courtes, sans détail médical.",
        error_messages={"required": "Expliquez pourquoi la personne doit cette somme."},
    )  # fmt: skip
    cle = forms.RegexField(r"^[a-z2-9]{16}$", widget=forms.HiddenInput)
    nombre = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, jour: date, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"cle": identifiant_public(), "nombre": LIGNES, **(initial or {})})
        self.rangs = range(1, self._demandees() + 1)
        annees = [(str(annee), str(annee)) for annee in range(jour.year, jour.year - ANNEES - 1, -1)]
        for rang in self.rangs:
            facultative = "" if rang == 1 else " (facultatif)"
            self.fields[f"libelle_{rang}"] = ChampLigne(
                label=f"Ce qui est dû{facultative}", max_length=80, required=rang == 1,
                help_text="Exemple\N{NO-BREAK SPACE}: indemnités du 3 au 9 mars." if rang == 1 else "",
                error_messages={"required": "Écrivez ce qui est dû."},
            )  # fmt: skip
            self.fields[f"annee_{rang}"] = forms.ChoiceField(label="Année", choices=annees, required=False)
            self.fields[f"montant_{rang}"] = ChampMontant(
                label="Montant, en euros", required=rang == 1, min_value=1,
            )  # fmt: skip

    @classmethod
    def agrandi(cls, data: QueryDict, *, jour: date) -> FormulaireAvis:
        """The same form with four lines more: what was typed stays, and nothing is judged yet."""
        montre = cls(data, jour=jour)
        return cls(jour=jour, initial={**data.dict(), "nombre": min(len(montre.rangs) + LIGNES, LIGNES_AU_PLUS)})

    def _demandees(self) -> int:
        dit = str(self["nombre"].value())
        return min(max(int(dit), LIGNES), LIGNES_AU_PLUS) if dit.isdecimal() and len(dit) < 4 else LIGNES

    @property
    def plus(self) -> str:
        """Words of the button that shows more lines; empty when there are enough for any debt."""
        return "Encore quatre lignes" if len(self.rangs) < LIGNES_AU_PLUS else ""

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """For the page: the debt, then each line under its number."""
        lignes = [
            (f"Ligne {rang}", [self[f"{nom}_{rang}"] for nom in ("libelle", "annee", "montant")]) for rang in self.rangs
        ]
        return [("", [self["nature"], self["cause"]]), *lignes]

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        for rang in self.rangs[1:]:
            quoi, combien = donnees.get(f"libelle_{rang}"), donnees.get(f"montant_{rang}")
            if quoi and combien is None and not self.has_error(f"montant_{rang}"):
                self.add_error(f"montant_{rang}", "Écrivez le montant de cette ligne.")
            if combien is not None and not quoi and not self.has_error(f"libelle_{rang}"):
                self.add_error(f"libelle_{rang}", "Écrivez ce qui est dû.")
        return donnees

    def lignes(self) -> list[LigneDeLAvis]:
        """Those that were filled in. Call it on a valid form."""
        lues = self.cleaned_data
        return [
            LigneDeLAvis(lues[f"libelle_{rang}"], int(lues[f"annee_{rang}"] or self.fields[f"annee_{rang}"].choices[0][0]), lues[f"montant_{rang}"])
            for rang in self.rangs
            if lues[f"libelle_{rang}"]
        ]  # fmt: skip


class FormulaireConfirmation(forms.Form):
    """A second agent looks, and says yes or no."""

    decision = forms.ChoiceField(
        label="Votre décision", widget=forms.RadioSelect,
        choices=[("confirmer", "Confirmer\N{NO-BREAK SPACE}: c’est fait tout de suite"), ("ecarter", "Écarter\N{NO-BREAK SPACE}: rien n’est fait")],
        error_messages={"required": "Choisissez une décision."},
    )  # fmt: skip
    pourquoi = ChampLigne(
        label="Pourquoi (si vous écartez)", max_length=120, required=False,
        help_text="Gardé dans le journal. La personne ne le lit pas.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if donnees.get("decision") == "ecarter" and not donnees.get("pourquoi"):
            self.add_error("pourquoi", "Dites pourquoi vous écartez ce mouvement.")
        return donnees


def dire_ce_qui_est_fait(request: HttpRequest, mouvement: Mouvement, fait: str) -> None:
    """Done, or waiting for a colleague."""
    if mouvement.etat == Mouvement.Etat.ATTEND:
        messages.info(request, ATTEND_UN_COLLEGUE.format(*map(montant, mouvements.seuils())))
    else:
        messages.success(request, fait)


@admin.register(Mouvement)
class MouvementAdmin(DuPerimetre):
    """Those that wait for a second agent first."""

    avec = (
        "assure__personne",
        "assure__caisse",
        "propose_par__compte",
        "decide_par",
        "avis",
        "ecart__paiement",
        "contestation__ligne",
    )
    list_display = ("personne", "genre", "somme", "propose_le", "propose_par", "etat")
    list_filter = ("etat", "genre")
    ordering = ("-decide_le", "propose_le", "id")  # what has no date comes first
    actions = None

    @display(description="Assuré")
    def personne(self, un: Mouvement) -> str:
        return str(un.assure.personne)

    @display(description="Montant")
    def somme(self, un: Mouvement) -> str:
        return montant(un.montant)

    def get_urls(self) -> list[Any]:
        vue = self.admin_site.admin_view(self.emettre)
        return [path("avis/<slug:public_id>/", vue, name="paiements_mouvement_avis"), *super().get_urls()]

    def assure_ref(self, un: Mouvement) -> str:
        return un.assure.public_id

    def raison_deduite(self, un: Mouvement) -> str:
        return raisons.PAIEMENT if un.etat == Mouvement.Etat.ATTEND else ""

    def emettre(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """« Émettre un avis » for somebody of the caisse; opening it is opening their file."""
        agent = self.agent(request)
        siens = Assure.objects.pour_agent(agent).select_related("personne", "caisse")
        assure = get_object_or_404(siens, public_id=public_id)
        raisons.exiger(request, assure.public_id, f"assure:{assure.public_id}", "")
        if "plus" in request.POST:
            formulaire = FormulaireAvis.agrandi(request.POST, jour=aujourdhui())
        else:
            formulaire = FormulaireAvis(request.POST if request.method == "POST" else None, jour=aujourdhui())
        if formulaire.is_valid():
            lues = formulaire.cleaned_data
            un = mouvements.demander_un_avis(
                assure, agent, nature=lues["nature"], cause=lues["cause"], lignes=formulaire.lignes(), cle=lues["cle"]
            )
            dire_ce_qui_est_fait(request, un, "L’avis est émis. La personne a un message et un courrier.")
            if un.avis is not None:
                return redirect("admin:paiements_avis_change", un.avis.pk)
            return redirect("admin:paiements_mouvement_change", un.pk)
        contexte = {
            **self.admin_site.each_context(request), "title": "Émettre un avis de sommes à payer", "assure": assure,
            "formulaire": formulaire, "bouton": "Émettre l’avis", "plus": formulaire.plus, "seuils": mouvements.seuils(),
        }  # fmt: skip
        return render(request, "admin/paiements/emettre.html", contexte)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What a colleague proposes; confirm, or put aside."""
        un, agent = self.get_object(request, object_id), self.agent(request)
        formulaire = FormulaireConfirmation(request.POST if request.method == "POST" else None)
        if request.method == "POST" and formulaire.is_valid():
            try:
                if formulaire.cleaned_data["decision"] == "confirmer":
                    mouvements.confirmer(un, agent)
                    messages.success(request, "C’est fait. La personne en est prévenue.")
                else:
                    mouvements.ecarter(un, agent, pourquoi=formulaire.cleaned_data["pourquoi"])
                    messages.success(request, "Le mouvement est écarté. Rien n’est fait.")
                return redirect("admin:paiements_mouvement_change", un.pk)
            except (MouvementRefuse, ReponseRefusee) as refus:
                formulaire.add_error(None, refus.phrase)
            except DejaConclu:
                formulaire.add_error(None, "Un collègue a déjà répondu à cette contestation.")
        with ecriture_autorisee("the journal of agents' readings is the effect of reading"):
            self.noter_la_lecture(request, un)
        contexte = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": "Mouvement d’argent", "dossier": un,
            "faits": list(_faits(un)), "formulaire": formulaire if un.etat == Mouvement.Etat.ATTEND or formulaire.errors else None,
        }  # fmt: skip
        return render(request, "admin/paiements/dossier.html", contexte)


def _faits(un: Mouvement) -> Iterator[tuple[str, str]]:
    yield "Assuré", str(un.assure.personne)
    yield "Quoi", un.get_genre_display()
    yield "Montant", montant(un.montant)
    if un.genre == Mouvement.Genre.AVIS:
        yield "Nature de la dette", Avis.Nature(un.contenu["nature"]).label
        yield "Pourquoi", un.contenu["cause"]
        for une in un.contenu["lignes"]:
            yield f"{une['libelle']} ({une['annee']})", montant(Decimal(une["montant"]))
    elif un.genre == Mouvement.Genre.REMISE:
        yield "Ligne contestée", f"{un.contestation.ligne.libelle}, {un.contestation.get_motif_display()}"
        yield "Ce que lira la personne", un.contenu["texte"]
    else:
        yield "Payé en ligne", f"{montant(un.ecart.paiement.montant)}, le {date_courte(un.ecart.paiement.cree_le)}"
        yield "Ce que lira la personne", un.contenu["texte"]
    yield "Proposé par", f"{un.propose_par}, le {date_courte(un.propose_le)}"
    if un.decide_par:
        yield (
            "Décidé par",
            f"{un.decide_par}, le {date_courte(un.decide_le)}\N{NO-BREAK SPACE}: {un.get_etat_display()}",
        )
    if un.avis:
        yield "Avis émis", un.avis.reference_lisible


def adresse_pour_emettre(assure: Assure) -> str:
    return reverse("admin:paiements_mouvement_avis", args=[assure.public_id])
