"""The practice geocoder in the place of the network: same questions, same answers, failures on demand."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.locmem import LocMemCache

from ameli.bac_a_sable.monde import adresses
from demarches.catalogue.adresse import geocodage


class Geocodeur:
    def __init__(self, monkeypatch: Any) -> None:
        self.panne = False
        self.questions: list[str] = []
        self.memoire = LocMemCache(f"geocodeur-{id(self)}", {})
        self.memoire.clear()
        monkeypatch.setattr(geocodage, "cache", self.memoire)
        monkeypatch.setattr(geocodage, "_lire", self._lire)

    def _lire(self, url: str) -> list[dict[str, Any]]:
        self.questions.append(url)
        if self.panne:
            raise TimeoutError
        return [trouve["properties"] for trouve in adresses.repondre(url)["features"]]
