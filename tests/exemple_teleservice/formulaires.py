"""The five steps: about what, where, which number, which day, and the proof that it is really the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms

from ameli.noyau.calendrier import jour_de
from ameli.noyau.masquage import masquer_telephone
from ameli.noyau.saisie.champs import ChampLigne, ChampTelephone
from ameli.noyau.saisie.champs_dates import ChampDate, ChampNaissance
from demarches.moteur.attendus import FormulaireReponse
from demarches.moteur.formulaires import FormulaireEtape
from tests.exemple_teleservice import regles


class Sujet(FormulaireEtape):
    """Another subject than those of the list is described."""

    sujet = forms.ChoiceField(
        label="Sujet du rendez-vous",
        choices=[("droits", "Mes droits"), ("carte", "Ma carte Vitale"), ("autre", "Autre chose")],
        widget=forms.RadioSelect,
    )
    precision = ChampLigne(
        label="De quoi s’agit-il ?", max_length=80, required=False, help_text="Si vous avez choisi « Autre chose »."
    )
    precision.selon_les_cas = True  # type: ignore[attr-defined]  # asked in one case: the page does not call it optional

    @dataclass(frozen=True)
    class Donnees:
        sujet: str
        precision: str

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("sujet") == "autre" and not propres.get("precision"):
            self.add_error("precision", "Dites en quelques mots de quoi il s’agit.")
        return propres


class Lieu(FormulaireEtape):
    lieu = forms.ChoiceField(
        label="Où", choices=[("accueil", "À l’accueil"), ("telephone", "Au téléphone")], widget=forms.RadioSelect
    )

    @dataclass(frozen=True)
    class Donnees:
        lieu: str


class Telephone(FormulaireEtape):
    """Asked only when the appointment is by phone."""

    masques: ClassVar[Mapping[str, Any]] = {"numero": masquer_telephone}
    numero = ChampTelephone(label="Numéro de téléphone")

    @dataclass(frozen=True)
    class Donnees:
        numero: str


class Jour(FormulaireEtape):
    le = ChampDate(label="Jour souhaité")

    @dataclass(frozen=True)
    class Donnees:
        le: date

    def clean_le(self) -> date:
        jour = self.cleaned_data["le"]
        pourquoi_pas = regles.pourquoi_pas(jour, jour_de(self.contexte.le))
        if pourquoi_pas:
            raise forms.ValidationError(pourquoi_pas)
        return jour


class Accord(FormulaireReponse):
    """Does the day that the caisse proposes suit?"""

    convient = forms.ChoiceField(
        label="Ce jour vous convient-il ?", choices=[("oui", "Oui"), ("non", "Non")], widget=forms.RadioSelect
    )

    @dataclass(frozen=True)
    class Donnees:
        convient: bool

    @property
    def dit_non(self) -> bool:
        return self.cleaned_data["convient"] == "non"


class Preuve(FormulaireEtape):
    """Only the moment of the proof is kept, never what was typed."""

    naissance = ChampNaissance(label="Votre date de naissance")

    @dataclass(frozen=True)
    class Donnees:
        prouvee_le: datetime

    def clean_naissance(self) -> date:
        if self.cleaned_data["naissance"] != self.contexte.assure.personne.date_naissance:
            raise forms.ValidationError("Ce n’est pas la date de naissance de ce dossier.")
        return self.cleaned_data["naissance"]

    def a_conserver(self) -> dict[str, Any]:
        return {"prouvee_le": self.contexte.le.isoformat()}
