"""A draft seen through its declaration: which steps are asked, which are answered, what the answers say.

Pure but for what the forms themselves look up. `contenu` is the draft's: {"reponses": …, "saisies": …, "tours": …}.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from ameli.noyau.saisie import interdits
from demarches.moteur.declaration import Contexte, Etape, Teleservice
from demarches.moteur.formulaires import FormulaireEtape


@dataclass(frozen=True)
class Section:
    """The answers of one step, as (label, text)."""

    etape: Etape
    lignes: list[tuple[str, str]]


class Parcours:
    """The steps of one draft, in order. Build a new one when an answer has changed."""

    def __init__(self, teleservice: Teleservice, contexte: Contexte) -> None:
        self.teleservice = teleservice
        contenu = contexte.brouillon.contenu if contexte.brouillon else {}
        self.reponses: dict[str, dict[str, Any]] = contenu.get("reponses", {})
        self.saisies: dict[str, dict[str, Any]] = contenu.get("saisies", {})
        self.contexte = replace(contexte, reponses=self.reponses)
        self.etapes = teleservice.etapes_posees(self.contexte)

    def etape(self, nom: str) -> Etape | None:
        """The step of this name if this person is asked it."""
        return next((etape for etape in self.etapes if etape.nom == nom), None)

    def numero(self, etape: Etape) -> int:
        """1 for the first step."""
        return self.etapes.index(etape) + 1

    def precedente(self, etape: Etape) -> Etape | None:
        rang = self.etapes.index(etape)
        return self.etapes[rang - 1] if rang else None

    def suivante(self, etape: Etape) -> Etape | None:
        """The next step, or None when what follows is the check of the answers."""
        rang = self.etapes.index(etape) + 1
        return self.etapes[rang] if rang < len(self.etapes) else None

    def premiere_sans_reponse(self, avant: Etape | None = None) -> Etape | None:
        """The first step not answered yet, before `avant` when given: nothing opens past it."""
        for etape in self.etapes:
            if etape == avant:
                return None
            if etape.nom not in self.reponses:
                return etape
        return None

    def premiere_a_finir(self) -> Etape | None:
        """The first step without an answer, or where something was typed that was not sent yet."""
        return next((e for e in self.etapes if e.nom not in self.reponses or e.nom in self.saisies), None)

    def premiere_a_reprendre(self) -> Etape | None:
        """The first step whose answer is missing or no longer holds, everything being checked anew."""
        for etape in self.etapes:
            if etape.nom not in self.reponses or not self._tient(etape):
                return etape
        return None

    def _tient(self, etape: Etape) -> bool:
        if etape.preuve:
            return self.teleservice.preuve_valable(etape.nom, self.contexte)
        return etape.formulaire(data=en_saisie(self.reponses[etape.nom]), contexte=self.contexte).is_valid()

    def reponses_posees(self) -> dict[str, dict[str, Any]]:
        """The answers of the steps that are asked, and of no other: nothing stale is ever sent."""
        return {etape.nom: self.reponses[etape.nom] for etape in self.etapes}

    def sections(self, *, figees: bool = False) -> list[Section]:
        """The answers to check, step by step; `figees`: as they are kept once sent. Steps of proof show nothing."""
        lire = "au_recapitulatif" if figees else "a_verifier"
        return [
            Section(etape, getattr(etape.formulaire(contexte=self.contexte), lire)(self.reponses[etape.nom]))
            for etape in self.etapes
            if etape.au_recapitulatif and etape.nom in self.reponses
        ]

    def dependantes(self, nom: str) -> list[str]:
        """The steps, near and far, whose answers no longer stand when those of `nom` change."""
        touchees = [nom]
        for etape in self.teleservice.etapes:
            if set(etape.depend_de) & set(touchees) and etape.nom not in touchees:
                touchees.append(etape.nom)
        return touchees[1:]

    def valeurs_affichees(self, etape: Etape) -> dict[str, Any]:
        """What the step shows: what was typed last, else the answer, else what the caisse already knows."""
        if etape.preuve:
            return {}
        valeurs: Mapping[str, Any] | None = self.saisies.get(etape.nom) or self.reponses.get(etape.nom)
        if valeurs is None:
            return self.teleservice.initiales(etape.nom, self.contexte)
        return en_initiales(etape.formulaire, valeurs)


def en_saisie(reponses: Mapping[str, Any]) -> MultiValueDict:
    """Stored answers as a browser would post them."""
    donnees: MultiValueDict = MultiValueDict()
    for nom, valeur in reponses.items():
        if valeur is None or valeur is False:
            continue
        valeurs = valeur if isinstance(valeur, list) else [valeur]
        donnees.setlist(nom, ["on" if v is True else str(v) for v in valeurs])
    return donnees


def en_initiales(formulaire: type[FormulaireEtape], valeurs: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers as first values of the fields: a date is written in French again."""
    initiales = dict(valeurs)
    for nom, champ in formulaire.base_fields.items():
        if isinstance(champ, forms.DateField) and isinstance(valeurs.get(nom), str):
            try:
                initiales[nom] = date.fromisoformat(valeurs[nom])
            except ValueError:
                continue
    return initiales


def saisie_brute(formulaire: forms.Form, donnees: Any) -> dict[str, Any]:
    """What was typed in the declared fields, and nothing else that a request may carry nor that this site may not hold."""
    saisie: dict[str, Any] = {}
    for nom, champ in formulaire.fields.items():
        valeur = champ.widget.value_from_datadict(donnees, {}, formulaire.add_prefix(nom))
        if isinstance(valeur, (str, bool, list)) and not interdits.refus(valeur):
            saisie[nom] = valeur
    return saisie
