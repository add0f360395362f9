"""Transactional outbox. `from ameli.noyau import envois`; `envois.deposer_courriel(...)`.

Names are resolved at first use, so that an app may import this package before the models are loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ameli.noyau.envois.depot import (
        CleDejaPrise,
        EnvoiHorsTransaction,
        GabaritIncomplet,
        SujetIndiscret,
        deposer_appel,
        deposer_courriel,
        deposer_lettre,
        deposer_sms,
        retirer_les_appels,
    )
    from ameli.noyau.envois.livraison import livrer
    from ameli.noyau.envois.reponses import reponse
    from ameli.noyau.envois.reprises import purger, relais_refuse, relancer, reprendre_les_perdus
    from ameli.noyau.envois.suivi import Trajet, trajet

_OU = {
    "CleDejaPrise": "depot",
    "Trajet": "suivi",
    "EnvoiHorsTransaction": "depot",
    "GabaritIncomplet": "depot",
    "SujetIndiscret": "depot",
    "deposer_appel": "depot",
    "deposer_courriel": "depot",
    "deposer_lettre": "depot",
    "deposer_sms": "depot",
    "livrer": "livraison",
    "purger": "reprises",
    "relais_refuse": "reprises",
    "relancer": "reprises",
    "reponse": "reponses",
    "reprendre_les_perdus": "reprises",
    "retirer_les_appels": "depot",
    "trajet": "suivi",
}
__all__ = [
    "CleDejaPrise",
    "Trajet",
    "EnvoiHorsTransaction",
    "GabaritIncomplet",
    "SujetIndiscret",
    "deposer_appel",
    "deposer_courriel",
    "deposer_lettre",
    "deposer_sms",
    "livrer",
    "purger",
    "relais_refuse",
    "relancer",
    "reponse",
    "reprendre_les_perdus",
    "retirer_les_appels",
    "trajet",
]


def __getattr__(nom: str) -> Any:
    if nom not in _OU:
        raise AttributeError(nom)
    return getattr(import_module(f"{__name__}.{_OU[nom]}"), nom)
