"""What a tax notice says, as agents type it."""

from __future__ import annotations

from typing import Any

from ameli.noyau.saisie.champs import ChampDecimal, ChampEntier


class ChampAnneeDesRevenus(ChampEntier):
    """The year before that of the notice."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Avis d’imposition\N{NO-BREAK SPACE}: année des revenus")
        super().__init__(
            min_value=2020, max_value=2100, size="4", faute="Écrivez une année, par exemple 2025.", **options
        )


class ChampRfr(ChampEntier):
    """The reference income of a notice, in whole euros."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Revenu fiscal de référence")
        super().__init__(
            min_value=0, max_value=9_999_999, size="9", faute="Écrivez un nombre entier d’euros.", **options
        )


class ChampParts(ChampDecimal):
    """The parts of the household: 1, 1.5, 2.25 …"""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Parts")
        super().__init__(
            min_value=1, max_value=20, decimal_places=2, faute="Écrivez un nombre de parts, par exemple 1,5.",
            **options,
        )  # fmt: skip
