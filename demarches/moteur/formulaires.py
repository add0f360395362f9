"""The form of one step: it validates input, says what is kept of it and how an answer reads afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from ameli.noyau import formats
from demarches.moteur.declaration import Contexte


class FormulaireEtape(forms.Form):
    """Base of every step. `self.contexte` is given by the engine; `masques` maps a field to the function that hides its value.

    What is stored is `a_conserver()`: by default each cleaned field as plain JSON. Bound to it again, the form must be
    valid: the engine validates every step anew at the deposit.
    """

    masques: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, *args: Any, contexte: Contexte, **kwargs: Any) -> None:
        self.contexte = contexte
        super().__init__(*args, **kwargs)

    def a_conserver(self) -> dict[str, Any]:
        """The answers as JSON: dates as "2026-11-25", amounts as "12.50". Call it on a valid form."""
        return {nom: _en_json(self.cleaned_data.get(nom)) for nom in self.fields}

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The stored answers as (label, text), as they are kept and read once sent: masked; empty ones are left out."""
        lignes = []
        for nom, champ in self.fields.items():
            texte = self.en_mots(nom, reponses.get(nom))
            if texte:
                lignes.append((str(champ.label or nom), texte))
        return lignes

    def a_verifier(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The same, as the person checks it before sending: nothing that they must compare is masked. It is never kept."""
        return self.au_recapitulatif(reponses)

    def en_mots(self, nom: str, valeur: Any) -> str:
        """One stored answer in words: choices by their label, dates in French, masked when it must be."""
        if valeur in (None, "", []):
            return ""
        if nom in self.masques:
            return self.masques[nom](valeur)
        champ = self.fields[nom]
        if isinstance(champ, forms.ChoiceField):
            choix = {str(cle): str(libelle) for cle, libelle in champ.choices}
            valeurs = valeur if isinstance(valeur, list) else [valeur]
            return ", ".join(choix.get(str(v), str(v)) for v in valeurs)
        if isinstance(champ, forms.BooleanField):
            return "Oui" if valeur else "Non"
        if isinstance(champ, forms.DateField):
            return formats.jour(date.fromisoformat(valeur))
        return str(valeur)


def _en_json(valeur: Any) -> Any:
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, Decimal):
        return str(valeur)
    if isinstance(valeur, (list, tuple, set)):
        return [_en_json(v) for v in valeur]
    return valeur
