"""The wizard's storage: one encrypted draft row, read once, written once, never reset by a GET."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from formtools.wizard.storage.base import BaseStorage

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
        """Was this step answered otherwise, in another tab or on another device, since `tour_lu` was shown?"""
        return self.repondue_depuis(etape, tour_lu) and self.reponses.get(etape) != reponses

    def repondue_depuis(self, etape: str, tour_lu: int) -> bool:
        """Was this step answered, here or on another device, since `tour_lu` was shown?"""
        return self.tours.get(etape, 0) > tour_lu

    def changee_depuis(self, tour_lu: int) -> bool:
        """Did any answer change since the check page of `tour_lu` was shown?"""
        return any(tour > tour_lu for tour in self.tours.values())

    def retenir_la_saisie(self, etape: str, saisie: dict[str, Any]) -> None:
        """Keep what was typed but not accepted yet."""
        self.saisies[etape] = saisie

    def retenir(self, parcours: Parcours, etape: str, reponses: dict[str, Any]) -> list[str]:
        """Keep the answers of `etape`. Gives the steps whose former answers fell with the change."""
        tombees = []
        if self.reponses.get(etape) != reponses:
            for autre in parcours.dependantes(etape):
                self.saisies.pop(autre, None)
                self.tours.pop(autre, None)
                if self.reponses.pop(autre, None) is not None:
                    tombees.append(autre)
            self.tours[etape] = self.brouillon.tour + 1
        self.set_step_data(etape, reponses)
        self.saisies.pop(etape, None)
        return tombees

    def enregistrer(self, le: Any) -> None:
        """One write for the whole request."""
        self.brouillon.tour += 1
        self.brouillon.enregistre_le = le
        self.brouillon.expire_le = celui_de(self.brouillon.teleservice).conservation.brouillon.apres(le)
        self.brouillon.save(update_fields=["contenu", "tour", "enregistre_le", "expire_le"])
