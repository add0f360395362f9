"""« Paramètres »: services that somebody switches on for themselves before they are offered. One switch each, kept with the account."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import Compte
from ameli.noyau.journal import declarer_genre, journaliser

CHANGE = "parametre.change"
declarer_genre(CHANGE, "{acteur} : un service a été activé ou arrêté dans les paramètres")


@dataclass(frozen=True)
class Parametre:
    """A switch: its code, what it is called, and what it opens (a French sentence)."""

    code: str
    libelle: str
    detail: str


@dataclass(frozen=True)
class Reglage:
    """A switch as one account has set it."""

    parametre: Parametre
    actif: bool


_parametres: dict[str, Parametre] = {}


def declarer(parametre: Parametre) -> Parametre:
    """At start, by whoever has something to switch on. Raises ValueError for a code that is taken."""
    if _parametres.setdefault(parametre.code, parametre) != parametre:
        raise ValueError(f"{parametre.code!r} is another switch")
    return parametre


def lire(compte: Compte) -> list[Reglage]:
    """Every switch, by its name. No query."""
    siens = sorted(_parametres.values(), key=lambda un: un.libelle)
    return [Reglage(un, actif(compte, un.code)) for un in siens]


def actif(compte: Compte, code: str) -> bool:
    """Has this account switched it on? No query."""
    return code in compte.services_actives


def regler(compte: Compte, code: str, *, actif: bool) -> None:
    """Switch it on or off; twice the same is once. Raises KeyError for a switch that nobody declared."""
    parametre = _parametres[code]
    siens = [un for un in compte.services_actives if un != code]
    siens += [code] if actif else []
    if siens == compte.services_actives:
        return
    compte.services_actives = siens
    compte.save(update_fields=["services_actives"])
    assert compte.assure is not None  # an agent has no such page
    journaliser(
        CHANGE, acteur=compte.acteur, assure_ref=compte.assure.public_id, objet=f"compte:{compte.public_id}",
        motif=f"{parametre.code} : {'activé' if actif else 'arrêté'}",
    )  # fmt: skip
