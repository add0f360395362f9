"""A queryset without an order comes back shuffled, so that no test passes by luck of the heap."""

from __future__ import annotations

import random

import pytest
from django.db.models.query import QuerySet


@pytest.fixture(autouse=True)
def les_requetes_sans_ordre_reviennent_melangees(monkeypatch: pytest.MonkeyPatch) -> None:
    origine = QuerySet._fetch_all

    def melanger(self: QuerySet) -> None:
        neuve = self._result_cache is None
        origine(self)
        if neuve and not self.ordered and self._result_cache is not None:
            random.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", melanger)
