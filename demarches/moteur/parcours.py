"""A draft seen through its declaration: which steps are asked, which are answered, what the answers say.

Pure but for what the forms themselves look up. `contenu` is the draft's: {"reponses": …, "saisies": …, "tours": …}.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from ameli.noyau.saisie import interdits
from demarches.moteur.declaration import Apercu, Contexte, Etape, Groupe, Item, Teleservice
from demarches.moteur.etapes import PIECES, EtapeDesPieces, estimer
from demarches.moteur.listes import lignes


@dataclass(frozen=True)
class Section:
    """The answers of one step, as (label, text)."""

    etape: Etape
    lignes: list[tuple[str, str]]


class Parcours:
    """The steps of one draft, in order. Build a new one when an answer has changed.

    `etapes` are those that are counted; a Groupe is one of them. `lieux` are all the places where answers stand: the items
    of a Groupe come before their list, the documents of the check page (`des_pieces`) last.
    """

    def __init__(self, teleservice: Teleservice, contexte: Contexte) -> None:
        self.teleservice = teleservice
        self.contenu: Mapping[str, Any] = contexte.brouillon.contenu if contexte.brouillon else {}
        self.reponses: dict[str, dict[str, Any]] = self.contenu.get("reponses", {})
        self.saisies: dict[str, dict[str, Any]] = self.contenu.get("saisies", {})
        self.contexte = replace(contexte, reponses=self.reponses)
        self.etapes = teleservice.etapes_posees(self.contexte)

    @cached_property
    def des_pieces(self) -> EtapeDesPieces | None:
        """The documents of the check page, when the answers ask for some."""
        place = self.teleservice.des_pieces
        return place if place is not None and place.posee(self.contexte) else None

    @cached_property
    def lieux(self) -> list[Etape]:
        lieux = [lieu for etape in self.etapes for lieu in (*self.items(etape), etape)]
        return [*lieux, self.des_pieces] if self.des_pieces else lieux

    def items(self, etape: Etape) -> list[Etape]:
        """The items of a Groupe, in their order; none for a step."""
        return [ligne.item for ligne in lignes(etape, self.contenu)] if isinstance(etape, Groupe) else []

    def etape(self, nom: str) -> Etape | None:
        """The step of this name if this person is asked it. An item that is not in its list yet is its next one."""
        nom, _, cle = nom.partition("/")
        if nom == PIECES and not cle:
            return self.des_pieces
        etape = next((etape for etape in self.etapes if etape.nom == nom), None)
        if not cle or not isinstance(etape, Groupe):
            return etape if not cle else None
        items = self.items(etape)
        connu = next((item for item in items if item.nom == f"{nom}/{cle}"), None)
        return connu or etape.en_item(cle, len(items) + 1)

    def comptee(self, etape: Etape) -> Etape:
        """The step that is counted: the Groupe of an item."""
        return etape.groupe if isinstance(etape, Item) else etape

    def numero(self, etape: Etape) -> int:
        """1 for the first step; the documents stand with the check, after the last one."""
        return self._rang(etape) + 1

    def _rang(self, etape: Etape) -> int:
        return len(self.etapes) if etape.nom == PIECES else self.etapes.index(self.comptee(etape))

    def precedente(self, etape: Etape) -> Etape | None:
        """The step before; from an item, its list when that is a page: something else stands there, or it may be empty."""
        if isinstance(etape, Item):
            autres = any(item.nom != etape.nom for item in self.items(etape.groupe))
            if autres or not etape.groupe.minimum:
                return etape.groupe
        rang = self._rang(etape)
        return self.etapes[rang - 1] if rang else None

    def suivante(self, etape: Etape) -> Etape | None:
        """The next step, or None when what follows is the check of the answers. After an item comes its list."""
        if isinstance(etape, Item):
            return etape.groupe
        rang = self.etapes.index(etape) + 1
        return self.etapes[rang] if rang < len(self.etapes) else None

    def premiere_sans_reponse(self, avant: Etape | None = None) -> Etape | None:
        """The first step not answered yet, before `avant` when given: nothing opens past it."""
        for etape in self.etapes:
            if avant is not None and etape == self.comptee(avant):
                return None
            if etape.nom not in self.reponses:
                return etape
        return None

    def premiere_a_finir(self) -> Etape | None:
        """The first step without an answer, or where something was typed that was not sent yet."""
        return next((e for e in self.etapes if e.nom not in self.reponses or self._entamee(e)), None)

    def _entamee(self, etape: Etape) -> bool:
        return any(lieu.nom in self.saisies for lieu in (etape, *self.items(etape)))

    def premiere_a_reprendre(self, *, avec_pieces: bool = True) -> Etape | None:
        """The first place whose answer is missing or no longer holds, everything being checked anew."""
        for lieu in self.lieux:
            if lieu.nom == PIECES and not avec_pieces:
                continue
            if (lieu.nom not in self.reponses and lieu.nom != PIECES) or not self._tient(lieu):
                return lieu
        return None

    def _tient(self, etape: Etape) -> bool:
        if etape.preuve is not None:
            return etape.preuve(self.contexte)
        return etape.remplir(self.contexte, en_saisie(self.reponses.get(etape.nom, {}))).is_valid()

    def reponses_posees(self) -> dict[str, dict[str, Any]]:
        """The answers of the places that are asked, and of no other: nothing stale is ever sent."""
        return {
            lieu.nom: self.pieces_posees() if lieu.nom == PIECES else self.reponses[lieu.nom] for lieu in self.lieux
        }

    def pieces_posees(self) -> dict[str, list[str]]:
        """What came for the documents that the answers ask for today, by key."""
        recues = self.reponses.get(PIECES, {})
        voulues = self.des_pieces.voulues(self.contexte) if self.des_pieces else ()
        return {voulue.cle: recues[voulue.cle] for voulue in voulues if recues.get(voulue.cle)}

    def sections(self, *, figees: bool = False) -> list[Section]:
        """The answers to check, place by place, a Groupe's count before its items; `figees`: as they are kept once sent.
        Steps of proof show nothing; the documents of the check page stand below, on that page."""
        lire = "au_recapitulatif" if figees else "a_verifier"
        lieux = [lieu for etape in self.etapes for lieu in (etape, *self.items(etape))]
        lues = [
            Section(lieu, getattr(lieu.remplir(self.contexte), lire)(self.reponses[lieu.nom]))
            for lieu in (*lieux, *([self.des_pieces] if figees and self.des_pieces else ()))
            if lieu.au_recapitulatif and lieu.nom in self.reponses
        ]
        return [section for section in lues if section.lignes or not isinstance(section.etape, Groupe)]

    def apercu(self, etape: Etape) -> Apercu | None:
        """What a step comes to: with what was typed last on it, if that is right, else with its answer."""
        if etape.apercu is None:
            return None
        reponses = self.reponses.get(etape.nom)
        if etape.nom in self.saisies:
            form = etape.remplir(self.contexte, en_saisie(self.saisies[etape.nom]))
            reponses = form.a_conserver() if form.is_valid() else None
        if reponses is None:
            return None
        return etape.estimer(replace(self.contexte, reponses={**self.reponses, etape.nom: reponses}))

    def apercus(self) -> list[Apercu]:
        """What all the answers come to: that of the téléservice, or of each step that has one."""
        apercu = self.teleservice.apercu
        tous = [estimer(apercu, self.contexte)] if apercu else [etape.estimer(self.contexte) for etape in self.etapes]
        return [un for un in tous if un is not None]

    def dependantes(self, nom: str) -> list[str]:
        """The steps, near and far, whose answers no longer stand when those of `nom` (or of one of its items) change."""
        touchees = [nom.partition("/")[0]]
        for etape in self.teleservice.etapes:
            if set(etape.depend_de) & set(touchees) and etape.nom not in touchees:
                touchees.append(etape.nom)
        return touchees[1:]

    def valeurs_affichees(self, etape: Etape) -> Mapping[str, Any]:
        """What the step shows: what was typed last, else the answer, else what the caisse already knows."""
        if etape.preuve:
            return {}
        valeurs: Mapping[str, Any] | None = self.saisies.get(etape.nom) or self.reponses.get(etape.nom)
        if valeurs is not None:
            return valeurs
        return etape.initiales(self.contexte) if etape.initiales else {}


def en_saisie(reponses: Mapping[str, Any]) -> MultiValueDict:
    """Stored answers as a browser would post them. Raises TypeError for what no browser posts."""
    donnees: MultiValueDict = MultiValueDict()
    for nom, valeur in reponses.items():
        if valeur is None or valeur is False:
            continue
        valeurs = valeur if isinstance(valeur, list) else [valeur]
        if not all(isinstance(v, (str, int)) for v in valeurs):
            raise TypeError(f"{nom}: an answer is a text, a yes or no, or a list of texts")
        donnees.setlist(nom, ["on" if v is True else str(v) for v in valeurs])
    return donnees


def saisie_brute(formulaire: forms.Form, donnees: Any) -> dict[str, Any]:
    """What was typed in the declared fields, and nothing else that a request may carry nor that this site may not hold."""
    saisie: dict[str, Any] = {}
    for nom, champ in formulaire.fields.items():
        valeur = champ.widget.value_from_datadict(donnees, {}, formulaire.add_prefix(nom))
        if isinstance(valeur, (str, bool, list)) and not interdits.refus_du_champ(champ, valeur):
            saisie[nom] = valeur
    return saisie
