"""Which rules a country has on a day: the table is pays.toml. Pure."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("pays.toml")


class Zone(Enum):
    """The value is its name in the table."""

    EUROPE = "europe"
    SUISSE_RU = "suisse_ru"
    CONVENTION = "convention"
    AILLEURS = "ailleurs"

    @property
    def coordonnee(self) -> bool:
        """Does its State pay back as it pays back its own insured people?"""
        return self in (Zone.EUROPE, Zone.SUISSE_RU)


def zone(pays: str, le: date) -> Zone:
    """Of an ISO code on the day of the care; before the first row, as it says."""
    periodes = _periodes()
    rang = max(1, bisect_right([une["du"] for une in periodes], le))
    une = periodes[rang - 1]
    return next((zone for zone in Zone if pays in une.get(zone.value, ())), Zone.AILLEURS)


@cache
def _periodes() -> list[Mapping[str, Any]]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))["periode"]
