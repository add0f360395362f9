"""The opinion of the medical service: a category and a day (chapter 18 § 7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms

from demarches.catalogue.pension_invalidite import regles
from demarches.catalogue.pension_invalidite.formulaires import ChampDateProche
from demarches.moteur import attentes
from demarches.moteur.attendus import FormulaireReponse
from demarches.moteur.declaration import Attendu, De, Genre, SiRien
from demarches.moteur.lues import NON, OUI, lire
from demarches.moteur.models import Demarche
from demarches.moteur.models_attente import Attente
from paiements.models import Pension

AVIS = "avis_medical"
POURQUOI = "the démarche was found in a perimeter"


class AvisMedical(FormulaireReponse):
    """Category and date; no diagnosis."""

    @dataclass(frozen=True)
    class Donnees:
        reduite: bool
        categorie: int | None = None
        effet: date | None = None

    reduite = forms.ChoiceField(
        label="La capacité de travail ou de gain est-elle réduite d’au moins deux tiers\N{NO-BREAK SPACE}?",
        choices=[(OUI, "Oui"), (NON, "Non")], widget=forms.RadioSelect,
        error_messages={"required": "Choisissez oui ou non."},
    )  # fmt: skip
    categorie = forms.TypedChoiceField(
        label="Catégorie", choices=[("", "Choisissez dans la liste"), *Pension.Categorie.choices], coerce=int,
        empty_value=None, required=False,
    )  # fmt: skip
    effet = ChampDateProche(label="Premier jour de l’invalidité", required=False)

    @property
    def dit_non(self) -> bool:
        return self.cleaned_data.get("reduite") == NON

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("reduite") == OUI:
            for nom, phrase in (("categorie", "Choisissez la catégorie."), ("effet", "Écrivez le premier jour.")):
                if not propres.get(nom) and not self.has_error(nom):
                    self.add_error(nom, phrase)
        return propres


def avis(demarche: Demarche) -> AvisMedical.Donnees | None:
    """The opinion that was given; None while it is awaited."""
    siennes = Attente.objects.systeme(POURQUOI).filter(demarche=demarche, nom=AVIS).exclude(close_le=None)
    rendue = siennes.filter(issue__in=(Attente.Issue.RECUE, Attente.Issue.REFUSEE)).order_by("-id").first()
    return lire(AvisMedical.Donnees, rendue.reponse) if rendue is not None else None


def demander(demarche: Demarche, le: datetime) -> None:
    """At the deposit."""
    attentes.ouvrir(demarche, AVIS, le=le)


ATTENDU = Attendu(
    nom=AVIS,
    libelle="Avis du médecin-conseil",
    de=De.MEDECIN,
    genre=Genre.AVIS,
    duree=regles.AVIS,
    formulaire=AvisMedical,
    si_rien=SiRien.SIGNALER,
)
