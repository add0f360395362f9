"""The wizard's storage: one encrypted draft row, read once, written once, never reset by a GET."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from formtools.wizard.storage.base import BaseStorage

from demarches.moteur.declaration import Etape, Groupe, Item
from demarches.moteur.etapes import PIECES
from demarches.moteur.listes import ITEMS, cles
from demarches.moteur.lues import PasEncore
from demarches.moteur.models import Brouillon
from demarches.moteur.parcours import Parcours
from demarches.moteur.registre import celui_de


class StockageBrouillon(BaseStorage):
    """Holds the answers of `request.brouillon` for formtools; files never pass here (`pieces_du_brouillon` gives them rows of their own)."""

    def __init__(self, prefix: str, request: HttpRequest, file_storage: Any = None) -> None:
        super().__init__(prefix, request, file_storage)
        self.brouillon: Brouillon = request.brouillon  # type: ignore[attr-defined]
        contenu = self.brouillon.contenu or {}
        self.reponses: dict[str, dict[str, Any]] = contenu.setdefault("reponses", {})
        self.saisies: dict[str, dict[str, Any]] = contenu.setdefault("saisies", {})
        self.tours: dict[str, int] = contenu.setdefault("tours", {})
        self.brouillon.contenu = contenu
        self.data = {
            self.step_key: None, self.step_data_key: self.reponses, self.step_files_key: {}, self.extra_data_key: {}
        }  # fmt: skip

    def reset(self) -> None:
        """Nothing: a draft is deleted by a POST of its own, never as a side effect."""

    def modifiee_ailleurs(self, etape: str, tour_lu: int, reponses: dict[str, Any] | None) -> bool:
        """Was this place answered otherwise, or removed, in another tab or on another device, since `tour_lu` was shown?"""
        return self.repondue_depuis(etape, tour_lu) and self.reponses.get(etape) != reponses

    def repondue_depuis(self, etape: str, tour_lu: int) -> bool:
        """Was this place answered, here or on another device, since `tour_lu` was shown?"""
        return self.tours.get(etape, 0) > tour_lu

    def changee_depuis(self, tour_lu: int) -> bool:
        """Did any answer change since the check page of `tour_lu` was shown?"""
        return any(tour > tour_lu for tour in self.tours.values())

    def retenir_la_saisie(self, etape: Etape, saisie: dict[str, Any]) -> None:
        """Keep what was typed but not accepted yet; an item joins its list with the first thing typed."""
        self.saisies[etape.nom] = saisie
        if isinstance(etape, Item):
            self._rouvrir(etape.groupe, ajoute=etape.cle)

    def retenir(self, parcours: Parcours, etape: Etape, reponses: dict[str, Any]) -> list[str]:
        """Keep the answers of `etape`. Gives the steps whose former answers fell with the change."""
        tombees = []
        if self.reponses.get(etape.nom) != reponses:
            tombees = self._faire_tomber(parcours, etape)
            self.tours[etape.nom] = self.brouillon.tour + 1
            if isinstance(etape, Item):
                self._rouvrir(etape.groupe, ajoute=etape.cle)
        self.set_step_data(etape.nom, reponses)
        self.saisies.pop(etape.nom, None)
        return tombees

    def laisser_les_pieces(self, parcours: Parcours) -> list[str]:
        """The documents of the check page that the answers ask for no more leave the draft; their keys."""
        place, recues = parcours.teleservice.des_pieces, self.reponses.get(PIECES, {})
        if place is None or not recues:
            return []
        try:
            voulues = {voulue.cle for voulue in place.liste(parcours.contexte)}
        except PasEncore:
            return []
        tombees = [cle for cle in recues if cle not in voulues]
        if tombees:
            self.reponses[PIECES] = {cle: cles for cle, cles in recues.items() if cle in voulues}
            self.tours[PIECES] = self.brouillon.tour + 1
        return tombees

    def retirer(self, parcours: Parcours, item: Item) -> list[str]:
        """The item leaves its list with all that was typed on it. Gives the steps whose answers fell with it."""
        tombees = self._faire_tomber(parcours, item)
        self.reponses.pop(item.nom, None)
        self.saisies.pop(item.nom, None)
        self.tours[item.nom] = self.brouillon.tour + 1  # an old page of it does not bring it back unseen
        self._rouvrir(item.groupe, retire=item.cle)
        return tombees

    def _faire_tomber(self, parcours: Parcours, etape: Etape) -> list[str]:
        """What was answered in view of `etape` goes. A Groupe falls whole and is told once."""
        tombees = []
        for nom in parcours.dependantes(etape.nom):
            siens = [lieu for lieu in {*self.reponses, *self.saisies} if lieu == nom or lieu.startswith(f"{nom}/")]
            if any(lieu in self.reponses for lieu in siens):
                tombees.append(nom)
            for lieu in siens:
                for contenu in (self.reponses, self.saisies, self.tours):
                    contenu.pop(lieu, None)
        return tombees

    def _rouvrir(self, groupe: Groupe, *, ajoute: str = "", retire: str = "") -> None:
        """The list is to be closed again, with what it has now."""
        siens = [cle for cle in cles(groupe.nom, {"saisies": self.saisies, "reponses": self.reponses}) if cle != retire]
        if ajoute and ajoute not in siens:
            siens.append(ajoute)
        self.reponses.pop(groupe.nom, None)
        self.saisies[groupe.nom] = {ITEMS: siens}

    def enregistrer(self, le: Any) -> None:
        """One write for the whole request."""
        self.brouillon.tour += 1
        self.brouillon.enregistre_le = le
        self.brouillon.expire_le = celui_de(self.brouillon.teleservice).conservation.brouillon.apres(le)
        self.brouillon.save(update_fields=["contenu", "sujet", "tour", "enregistre_le", "expire_le"])
