"""Durable due dates. `from ameli.noyau import echeances`; `echeances.planifier(...)`.

Names are resolved at first use, so that an app may import this package before the models are loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ameli.noyau.echeances.balayage import balayer, prochaine
    from ameli.noyau.echeances.planification import EcheanceHorsTransaction, annuler, planifier
    from ameli.noyau.echeances.registre import gestionnaire

_OU = {
    "EcheanceHorsTransaction": "planification",
    "annuler": "planification",
    "balayer": "balayage",
    "gestionnaire": "registre",
    "planifier": "planification",
    "prochaine": "balayage",
}
__all__ = ["EcheanceHorsTransaction", "annuler", "balayer", "gestionnaire", "planifier", "prochaine"]


def __getattr__(nom: str) -> Any:
    if nom not in _OU:
        raise AttributeError(nom)
    return getattr(import_module(f"{__name__}.{_OU[nom]}"), nom)
