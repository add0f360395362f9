"""Where the person can be reached, shown on a step where they check it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from accounts.informations import adresse, en_cours
from accounts.models import Adresse


class Coordonnees:
    """Mixed into a step where the person checks where they can be reached."""

    contexte: Any

    @cached_property
    def adresse(self) -> Adresse | None:
        return adresse.actuelle(self.contexte.assure)

    @cached_property
    def adresse_change(self) -> bool:
        """A move was declared and is not registered: a card would go to the former address."""
        return en_cours.annoncee(self.contexte.assure, "adresse")
