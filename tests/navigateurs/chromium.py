"""Somebody in front of Chromium, whose pages are kept as pictures: the journeys of every day judge them and walk them with Tab."""

from __future__ import annotations

from pathlib import Path

from tests.navigateurs import album
from tests.parcours.ecran import PiloteAEcran
from tests.parcours.pilote import Pilote


class Chromium(PiloteAEcran):
    """`album` is given before the first page."""

    album: Path

    def autre_onglet(self) -> Pilote:
        autre = super().autre_onglet()
        assert isinstance(autre, Chromium)
        autre.album = self.album
        return autre

    def verifier_la_page(self, *, au_clavier: bool = True) -> None:
        album.garder(self.album, self.titre, self.page.screenshot())
        self._mesurer()
