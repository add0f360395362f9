"""The form of one step: it validates input, says what is kept of it and how an answer reads afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import SuspiciousOperation

from ameli.noyau import formats
from ameli.noyau.masquage import masquer_iban, masquer_nir, masquer_telephone
from ameli.noyau.saisie.champs import ChampMontant
from demarches.moteur.lues import ecrire

if TYPE_CHECKING:
    from demarches.moteur.etapes import Etape
    from demarches.moteur.termes import Contexte

# How an answer that a form masks reads in clear; as it was typed otherwise.
EN_CLAIR = {masquer_iban: formats.iban, masquer_nir: formats.nir, masquer_telephone: formats.telephone}


class ValeurForgee(SuspiciousOperation):
    """A form was sent with something that no page of ours offers: `champ` says where. Nothing is stored, the journal keeps it."""

    def __init__(self, champ: str) -> None:
        super().__init__(champ)
        self.champ = champ


class FormulaireEtape(forms.Form):
    """Base of every step. The engine gives `contexte`, and `etape`, the place where it stands.

    `masques` maps a field to the function that hides its value. What is stored is `a_conserver()`: by default each cleaned
    field as plain JSON. Bound to it again, the form must be valid: the engine validates every step anew at the deposit.
    """

    masques: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, *args: Any, contexte: Contexte, etape: Etape | None = None, **kwargs: Any) -> None:
        self.contexte, self.etape = contexte, etape
        super().__init__(*args, **kwargs)

    @property
    def place(self) -> str:
        """Where its answers stand: the name of its step, « enfants/k3f9 » for an item."""
        return self.etape.nom if self.etape else ""

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """A stored date or amount is written in French again; what is only half typed is shown as it was."""
        valeur = super().get_initial_for_field(field, field_name)
        if isinstance(valeur, str):
            try:
                if isinstance(field, forms.DateField):
                    return date.fromisoformat(valeur)
                if isinstance(field, forms.DecimalField):
                    return Decimal(valeur)
            except (ValueError, InvalidOperation):
                return valeur
        return valeur

    def a_conserver(self) -> dict[str, Any]:
        """The answers as JSON: dates as "2026-11-25", amounts as "12.50". Call it on a valid form."""
        return {nom: ecrire(self.cleaned_data.get(nom)) for nom in self.fields}

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The stored answers as (label, text), as they are kept and read once sent: masked; empty ones are left out."""
        lignes = []
        for nom, champ in self.fields.items():
            texte = self.en_mots(nom, reponses.get(nom))
            if texte:
                lignes.append((str(champ.label or nom), texte))
        return lignes

    def a_verifier(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The same, as the person checks it before sending: what they typed is whole, a typo is seen. It is never kept."""
        entiers = {
            masquer(reponses[nom]): en_clair(masquer, reponses[nom])
            for nom, masquer in self.masques.items()
            if reponses.get(nom)
        }
        return [(libelle, entiers.get(texte, texte)) for libelle, texte in self.au_recapitulatif(reponses)]

    def en_mots(self, nom: str, valeur: Any) -> str:
        """One stored answer in words: choices by their label, dates and amounts in French, masked when it must be."""
        if valeur in (None, "", []):
            return ""
        if nom in self.masques:
            return self.masques[nom](valeur)
        return en_mots(self.fields[nom], valeur)


def en_clair(masquer: Any, valeur: str) -> str:
    """An answer that a form masks so, whole."""
    return EN_CLAIR.get(masquer, str)(valeur)


def en_mots(champ: forms.Field, valeur: Any) -> str:
    """One stored answer as a person reads it; empty when there is none."""
    if valeur in (None, "", []):
        return ""
    if isinstance(champ, forms.ChoiceField):
        choix = {str(cle): str(libelle) for cle, libelle in champ.choices}
        valeurs = valeur if isinstance(valeur, list) else [valeur]
        return ", ".join(choix.get(str(v), str(v)) for v in valeurs)
    if isinstance(champ, forms.BooleanField):
        return "Oui" if valeur else "Non"
    if isinstance(champ, forms.DateField):
        return formats.jour(date.fromisoformat(valeur))
    if isinstance(champ, ChampMontant):
        return formats.montant(Decimal(valeur))
    if isinstance(champ, forms.DecimalField):
        return str(valeur).replace(".", ",")
    return str(valeur)
