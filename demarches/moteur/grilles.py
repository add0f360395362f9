"""A question for each thing that we know: twelve months, each adult, each child. One page, a line each, a column for each field."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict

from ameli.noyau import formats
from ameli.noyau.saisie import montant
from ameli.noyau.saisie.champs import ChampMontant
from ameli.noyau.saisie.signes import Illisible
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.termes import Contexte

RIEN = "rien"


class Grille(FormulaireEtape):
    """`lignes(contexte)` gives (key, label) of each line, `colonnes` the fields; a cell is stored as « 2026-01__salaire ».

    Read as a tuple of `Donnees`, one a line, each with its `cle` (`demarches.moteur.lues`). `entete` names the first column. `rien`, a
    label, adds a box above a table of amounts: ticked, an empty cell is nought, and so must the others be. It is never kept.
    """

    template_name = "moteur/grille.html"
    entete: ClassVar[str] = ""
    rien: ClassVar[str] = ""
    colonnes: ClassVar[Mapping[str, forms.Field]] = {}
    lignes: ClassVar[Callable[[Contexte], Sequence[tuple[str, str]]]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connues = list(type(self).lignes(self.contexte))
        for cle, libelle in self.connues:
            for nom, modele in self.colonnes.items():
                champ = copy.deepcopy(modele)
                champ.label = f"{modele.label}, {libelle}"
                self.fields[f"{cle}__{nom}"] = champ
        self.cases = tuple(self.fields)
        if self.rien:
            self.fields[RIEN] = forms.BooleanField(label=self.rien, required=False)
            if self.is_bound and self.data.get(RIEN):
                vides = {nom: "0" for nom in self.cases if not str(self.data.get(nom) or "").strip()}
                self.data = MultiValueDict(
                    {**{nom: self.data.getlist(nom) for nom in self.data}, **{n: [v] for n, v in vides.items()}}
                )

    @property
    def case_rien(self) -> BoundField | None:
        """The box above the table."""
        return self[RIEN] if self.rien else None

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get(RIEN) and any(propres.get(nom) for nom in self.cases):
            self.add_error(
                RIEN, "Vous avez coché cette case et écrit des montants\N{NO-BREAK SPACE}: gardez l’un des deux."
            )
        return propres

    def a_conserver(self) -> dict[str, Any]:
        gardees = super().a_conserver()
        gardees.pop(RIEN, None)
        return gardees

    def add_error(self, field: str | None, error: Any) -> None:
        """Which cell is at fault is said first: the summary above the table has many of them."""
        if field not in (None, RIEN) and not isinstance(error, dict):
            messages = error.messages if isinstance(error, ValidationError) else [error]
            error = [f"{self.fields[field].label}\N{NO-BREAK SPACE}: {message}" for message in messages]
        super().add_error(field, error)

    def tableau(self) -> Iterator[tuple[str, list[tuple[str, BoundField]], str]]:
        """For the page: label of the line, (label of the column, cell) of each, total in words when all are amounts."""
        for cle, libelle in self.connues:
            cases = [(str(modele.label), self[f"{cle}__{nom}"]) for nom, modele in self.colonnes.items()]
            yield libelle, cases, self._somme(case for _, case in cases)

    @property
    def sommes(self) -> list[str]:
        """Under each column, then under them all; nothing when some are not amounts."""
        cases = [[self[f"{cle}__{nom}"] for cle, _ in self.connues] for nom in self.colonnes]
        return [*map(self._somme, cases), self._somme(c for une in cases for c in une)] if self._de_montants else []

    @property
    def _de_montants(self) -> bool:
        return all(isinstance(champ, ChampMontant) for champ in self.colonnes.values())

    def _somme(self, cases: Any) -> str:
        if not self._de_montants:
            return ""
        return formats.montant(sum((_lu(case.value()) for case in cases), Decimal(0)))

    def au_recapitulatif(self, reponses: Mapping[str, Any]) -> list[tuple[str, str]]:
        """A line each: « Janvier 2026 » : « Salaire : 980,00 € ; Chômage : 150,00 € »."""
        lignes = []
        for cle, libelle in self.connues:
            mots = {nom: self.en_mots(f"{cle}__{nom}", reponses.get(f"{cle}__{nom}")) for nom in self.colonnes}
            dites = [f"{self.colonnes[nom].label}\N{NO-BREAK SPACE}: {texte}" for nom, texte in mots.items() if texte]
            if len(self.colonnes) == 1:
                dites = [texte for texte in mots.values() if texte]
            lignes.append((libelle, " ; ".join(dites) or "Rien"))
        return lignes


def _lu(valeur: Any) -> Decimal:
    """What a cell shows, as a number; nothing readable counts for nothing."""
    if isinstance(valeur, Decimal):
        return valeur
    try:
        return montant.lire(str(valeur or "0"))
    except (Illisible, InvalidOperation):
        return Decimal(0)
