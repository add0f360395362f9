"""The columns of the product that are of one kind, wherever they stand."""

from __future__ import annotations

from typing import TypeVar

from django.apps import apps
from django.db import models

C = TypeVar("C", bound=models.Field)


def colonnes(genre: type[C]) -> list[C]:
    """Every column of this class in the tables that are ours to write."""
    tables = [modele._meta for modele in apps.get_models() if modele._meta.managed and not modele._meta.proxy]
    return [champ for table in tables for champ in table.local_fields if isinstance(champ, genre)]
