"""Two mistakes that PostgreSQL forgives too often: locking joined rows by accident, and a datetime cut to a date."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import models
from django.db.models.query import QuerySet


@pytest.fixture(autouse=True)
def verrous_et_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    selection, conversion = QuerySet._fetch_all, models.DateField.to_python

    def exiger_of(self: QuerySet) -> None:
        requete = self.query
        if requete.select_for_update and requete.select_related and not requete.select_for_update_of:
            raise TypeError("select_for_update() with select_related() needs of=(…): it would lock the joined rows too")
        selection(self)

    def refuser_l_heure(self: models.DateField, value):
        if isinstance(value, datetime) and type(self) is models.DateField:
            raise TypeError(f"{self}: a datetime would silently lose its time")
        return conversion(self, value)

    monkeypatch.setattr(QuerySet, "_fetch_all", exiger_of)
    monkeypatch.setattr(models.DateField, "to_python", refuser_l_heure)
