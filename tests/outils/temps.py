"""Two answers that must take the same time: their difference, on a machine that does other things too."""

from __future__ import annotations

import statistics
from collections.abc import Callable

ECART_PERMIS_MS = 5.0
SERIES, PAIRES = 6, 15

Mesure = Callable[[], float]


def ecart_ms(avec: Mesure, sans: Mesure) -> float:
    """Milliseconds between the low quartiles of two measures taken in turn, first and second: another process can only
    add to a duration. Series go on until the difference is allowed, six at most, each added to those before.
    """
    durees: tuple[list[float], list[float]] = ([], [])
    ecart = float("inf")
    for _ in range(SERIES):
        for rang in range(PAIRES):
            tour = [(durees[0], avec), (durees[1], sans)]
            for liste, mesure in tour[:: -1 if rang % 2 else 1]:
                liste.append(mesure())
        bas_avec, bas_sans = (statistics.quantiles(liste)[0] for liste in durees)
        ecart = abs(bas_avec - bas_sans)
        if ecart <= ECART_PERMIS_MS:
            break
    return ecart
