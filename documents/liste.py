"""« Mes documents »: every paper that was made for the person, to be found and downloaded again (chapter 4 § 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.dossier import foyer
from accounts.models import Assure, Personne
from accounts.securite.dossier import dossier_de
from ameli.noyau.calendrier import jour_de
from ameli.noyau.plan import au_plan
from ameli.noyau.saisie import requete
from ameli.noyau.saisie.champs_dates import ChampDate
from documents.models import Document

PAR_PAGE = 20

# What a person calls them, in the order of the list of choices; each genre of `documents.editions` is here (tested).
GENRES = {
    "attestation_droits": "Attestations de droits",
    "attestation_c2s": "Attestations de Complémentaire santé solidaire",
    "attestation_ij": "Attestations d’indemnités journalières",
    "attestation_pension": "Attestations de pension d’invalidité",
    "releve_fiscal": "Relevés fiscaux",
    "releve_mensuel": "Relevés mensuels",
    "releve_annuel": "Relevés annuels",
    "decompte": "Décomptes de paiement",
    "recu": "Reçus de paiement",
    "avis": "Avis de sommes à payer",
    "certificat_europeen": "Certificats de carte européenne",
    "recapitulatif": "Récapitulatifs de démarche",
}


class FormulaireRecherche(forms.Form):
    """Sent with GET, all of it optional."""

    genre = forms.ChoiceField(
        label="Type de document", required=False, choices=[("", "Tous les documents"), *GENRES.items()],
        error_messages={"invalid_choice": "Choisissez un type de la liste."},
    )  # fmt: skip
    pour = forms.ChoiceField(
        label="Pour qui", required=False, error_messages={"invalid_choice": "Choisissez une personne de la liste."}
    )
    du = ChampDate(label="Fait à partir du", required=False)
    au = ChampDate(label="Fait jusqu’au", required=False)

    def __init__(self, *args: Any, personnes: Sequence[Personne], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choix: Any = self.fields["pour"]
        choix.choices = [("", "Tout le monde"), *((une.public_id, une.prenom) for une in personnes)]

    def clean(self) -> dict[str, Any]:
        donnees: dict[str, Any] = super().clean() or {}
        if donnees.get("du") and donnees.get("au") and donnees["du"] > donnees["au"]:
            self.add_error("au", "La fin de la période doit suivre son début.")
        return donnees

    @property
    def active(self) -> bool:
        """Does it keep only a part, or is there something to correct?"""
        return bool(self.errors) or any(self.cleaned_data.values())

    def garder(self, documents: QuerySet[Document]) -> QuerySet[Document]:
        """Of these papers, those that fit; all of them when the form is not valid."""
        lu = self.cleaned_data if self.is_valid() else {}
        if lu.get("genre"):
            documents = documents.filter(genre=lu["genre"])
        if lu.get("pour"):
            documents = documents.filter(personnes__contains=[lu["pour"]])
        if lu.get("du"):
            documents = documents.filter(cree_le__date__gte=lu["du"])
        if lu.get("au"):
            documents = documents.filter(cree_le__date__lte=lu["au"])
        return documents


@dataclass(frozen=True)
class Mois:
    """Papers that were made in one month, the latest first."""

    premier: date
    documents: tuple[Document, ...]


@au_plan("Mes documents")
@never_cache
@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """`/documents/`."""
    assure = dossier_de(request)
    personnes, apres = les_personnes(assure), requete.place(request, "apres")
    form = FormulaireRecherche(request.GET, personnes=personnes)
    miens = Document.objects.de(assure)
    trouves = _apres(form.garder(miens), miens, apres).order_by("-cree_le", "-id")
    page = list(trouves[: PAR_PAGE + 1])
    contexte = {
        "form": form, "plusieurs": len(personnes) > 1, "noms": {une.public_id: une.prenom for une in personnes},
        "mois": [
            Mois(premier, tuple(groupe))
            for premier, groupe in groupby(page[:PAR_PAGE], lambda d: jour_de(d.cree_le).replace(day=1))
        ],
        "plus_recents": _adresse(request, "") if apres else "",
        "plus_anciens": _adresse(request, page[PAR_PAGE - 1].public_id) if len(page) > PAR_PAGE else "",
    }  # fmt: skip
    return render(request, "documents/liste.html", contexte)


def les_personnes(assure: Assure) -> list[Personne]:
    """The insured person, then those of the file, also when their rights are over."""
    return list(foyer.de_toujours(assure).values())


def _apres(documents: QuerySet[Document], miens: QuerySet[Document], apres: str) -> QuerySet[Document]:
    borne = miens.filter(public_id=apres).values_list("cree_le", "id").first() if apres else None
    if borne is None:
        return documents
    return documents.filter(Q(cree_le__lt=borne[0]) | Q(id__lt=borne[1]), cree_le__lte=borne[0])


def _adresse(request: HttpRequest, apres: str) -> str:
    criteres = request.GET.copy()
    criteres.pop("apres", None)
    if apres:
        criteres["apres"] = apres
    return f"{reverse('documents:liste')}?{criteres.urlencode()}" if criteres else reverse("documents:liste")
