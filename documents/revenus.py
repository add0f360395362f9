"""`/documents/indemnites-journalieres/`, `/documents/pension-d-invalidite/`, `/documents/releve-fiscal/`: papers on what was paid instead of a wage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Assure
from accounts.securite.dossier import dossier_de
from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.formats import date_courte
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.plan import au_plan
from ameli.noyau.saisie.champs_dates import ChampDate
from documents.commande import Echec, destinataire, remettre
from documents.editions import attestation_ij, attestation_pension, releve_fiscal
from documents.editions.attestation_ij import AttestationIJ, Mentions
from documents.editions.attestation_pension import AttestationPension
from documents.editions.releve_fiscal import ReleveFiscal
from documents.models import Document
from paiements.models import Paiement
from paiements.revenus_verses import annees

PROFONDEUR = 8  # years [C]
AMPLITUDE = 12  # months on one paper (hypothesis)
DATES = "dates"
MENTIONS = (
    ("ald", "Affection de longue durée"),
    ("temps_partiel", "Temps partiel thérapeutique"),
    ("subrogation", "Nom de mon employeur, s’il a été payé à ma place"),
    ("retenues", "Détail des prélèvements (CSG, CRDS, impôt)"),
)


class FormulaireIJ(forms.Form):
    """A year that is offered, or two dates; what may appear besides is unticked (chapter 4 § 3)."""

    periode = forms.ChoiceField(
        label="Période des paiements", widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une année, ou saisissez deux dates.",
            "invalid_choice": "Choisissez une année de la liste.",
        },
    )  # fmt: skip
    du = ChampDate(label="Du", required=False)
    au = ChampDate(label="Au", required=False)
    mentions = forms.MultipleChoiceField(
        label="Mentions complémentaires", widget=forms.CheckboxSelectMultiple, required=False, choices=MENTIONS,
        help_text="Laissez ces cases vides si personne ne vous les demande : elles peuvent parler de votre santé.",
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )  # fmt: skip

    def __init__(self, *args: Any, jour: date, annees: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jour, self.debut = jour, ajouter_mois(jour, -12 * PROFONDEUR)
        choix: Any = self.fields["periode"]
        choix.choices = [*((str(annee), str(annee)) for annee in annees), (DATES, "Entre deux dates")]
        self.fields["du"].help_text = f"Au plus tôt le {date_courte(self.debut)}."

    def clean(self) -> dict[str, Any]:
        """Two dates that were typed are enough: nobody has to tick « Entre deux dates » as well."""
        donnees: dict[str, Any] = super().clean() or {}
        periode, du, au = donnees.get("periode"), donnees.get("du"), donnees.get("au")
        if not self.data.get("periode") and (self.data.get("du") or self.data.get("au")):
            self.errors.pop("periode", None)
        if self.errors:
            return donnees
        if periode and periode != DATES:
            donnees["du"] = max(date(int(periode), 1, 1), self.debut)
            donnees["au"] = min(date(int(periode), 12, 31), self.jour)
        else:
            self._verifier_les_dates(du, au)
        return donnees

    def _verifier_les_dates(self, du: date | None, au: date | None) -> None:
        if du is None:
            self.add_error("du", "Saisissez la date de début.")
        elif du < self.debut:
            self.add_error("du", f"Choisissez une date à partir du {date_courte(self.debut)}.")
        if au is None:
            self.add_error("au", "Saisissez la date de fin.")
        elif au > self.jour:
            self.add_error("au", "Choisissez une date qui n’est pas dans l’avenir.")
        elif du is not None and au < du:
            self.add_error("au", "La fin de la période doit suivre son début.")
        elif du is not None and au > ajouter_mois(du, AMPLITUDE) - timedelta(days=1):
            self.add_error("au", f"Une attestation couvre {AMPLITUDE} mois au plus. Faites-en plusieurs si besoin.")

    def choisies(self) -> Mentions:
        return Mentions(**dict.fromkeys(self.cleaned_data["mentions"], True))


@au_plan("Attestation de paiement d’indemnités journalières")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def indemnites(request: HttpRequest) -> HttpResponse:
    """Choose the period, then « Valider »."""
    assure, jour = dossier_de(request), aujourdhui()
    possibles = [un for un in annees(assure, [Paiement.Famille.IJ]) if un >= jour.year - PROFONDEUR]
    contexte: dict[str, Any] = {"aucune": not possibles, "vide": False, "echec": ""}
    if not possibles:
        return render(request, "documents/indemnites_demande.html", {**contexte, "form": None})
    form = FormulaireIJ(request.POST if request.method == "POST" else None, jour=jour, annees=possibles)
    statut = 200
    if request.method == "POST" and form.is_valid():
        papier = attestation_ij.composer(
            assure, du=form.cleaned_data["du"], au=form.cleaned_data["au"], mentions=form.choisies(), edite_le=jour,
            destinataire=destinataire(assure),
        )  # fmt: skip
        if papier is None:
            contexte["vide"] = True
        else:
            try:
                return remettre(
                    request, papier, assure=assure, personnes=[assure.personne.public_id],
                    vers="documents:indemnites_pretes",
                )  # fmt: skip
            except Echec as echec:
                contexte["echec"], statut = echec.reference, 503
    return render(request, "documents/indemnites_demande.html", {**contexte, "form": form}, status=statut)


@au_plan("Relevé fiscal")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fiscal(request: HttpRequest) -> HttpResponse:
    """The years that have a statement; one button each."""
    assure, jour = dossier_de(request), aujourdhui()

    def composer(annee: int) -> ReleveFiscal:
        return releve_fiscal.composer(assure, annee, edite_le=jour, destinataire=destinataire(assure))

    return _une_annee(
        request, assure, releve_fiscal.disponibles(assure, jour), composer, vers="documents:releve_fiscal_pret",
        gabarit="documents/releve_fiscal_demande.html",
    )  # fmt: skip


@au_plan("Attestation de paiement de pension d’invalidité")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pension(request: HttpRequest) -> HttpResponse:
    """The years in which something was paid; one button each. The year that runs is attested up to today."""
    assure, jour = dossier_de(request), aujourdhui()

    def composer(annee: int) -> AttestationPension | None:
        du, au = date(annee, 1, 1), min(date(annee, 12, 31), jour)
        return attestation_pension.composer(assure, du=du, au=au, edite_le=jour, destinataire=destinataire(assure))

    possibles = [un for un in attestation_pension.disponibles(assure) if un >= jour.year - PROFONDEUR]
    return _une_annee(
        request, assure, possibles, composer, vers="documents:pension_prete", gabarit="documents/pension_demande.html"
    )


def _une_annee(
    request: HttpRequest, assure: Assure, annees: list[int], composer: Callable[[int], Any], *, vers: str, gabarit: str
) -> HttpResponse:
    """The paper of the year of the button that was pressed, at `vers`; else the buttons."""
    echec, statut = "", 200
    demandee = request.POST.get("annee", "")
    if request.method == "POST" and demandee in map(str, annees):
        papier = composer(int(demandee))
        try:
            return remettre(request, papier, assure=assure, personnes=[assure.personne.public_id], vers=vers)
        except Echec as raison:
            echec, statut = raison.reference, 503
    return render(request, gabarit, {"annees": annees, "echec": echec}, status=statut)


@never_cache
@require_safe
def pret(request: HttpRequest, public_id: str, genre: str) -> HttpResponse:
    """The paper that was just made, or one made before, with its link."""
    document = get_object_or_404(Document.objects.de(dossier_de(request)), public_id=public_id, genre=genre)
    return render(request, "documents/pret.html", {"document": document, "refaire": REFAIRE[genre]})


REFAIRE = {
    AttestationIJ.genre: "documents:indemnites",
    AttestationPension.genre: "documents:pension",
    ReleveFiscal.genre: "documents:releve_fiscal",
}
