"""Columns of keyed fingerprints (`chiffrement.empreinte`), and the turn of their key.

The new key stands first in AMELI_CLE_EMPREINTE, the old one after it: what is looked up is found under either, what is written
is written with the first. `manage.py tourner_empreintes` then writes again what can be made again from its row. What cannot
(a token, a device, an identity of FranceConnect: random, or unknown here) is found by the old key as long as that stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models import lookups

from ameli.noyau.chiffrement import Empreinte
from ameli.noyau.colonnes import colonnes
from ameli.noyau.journal import auteur, journaliser

ACTEUR = "systeme:rotation des empreintes"


class ChampEmpreinte(models.CharField):
    """For Django's migrations, a CharField of 64 signs. `refaire` makes it again from its row; None where nothing can."""

    def __init__(self, *args: Any, refaire: Callable[[Any], Empreinte | None] | None = None, **kwargs: Any) -> None:
        self.refaire = refaire
        super().__init__(*args, **{"max_length": 64, **kwargs})

    def deconstruct(self) -> Any:
        nom, _, args, kwargs = super().deconstruct()
        return nom, "django.db.models.CharField", args, kwargs


@ChampEmpreinte.register_lookup
class Parmi(lookups.In):
    """Under any key."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        directes = not hasattr(rhs, "resolve_expression") and not isinstance(rhs, models.QuerySet)
        super().__init__(lhs, [gardee for une in rhs for gardee in _toutes(une)] if directes else rhs)


@ChampEmpreinte.register_lookup
class Exacte(lookups.Exact):
    """Under any key."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if isinstance(self.rhs, Empreinte) and self.rhs.anciennes:
            return Parmi(self.lhs, [self.rhs]).as_sql(compiler, connection)
        return super().as_sql(compiler, connection)


def _toutes(une: Any) -> tuple[Any, ...]:
    return une.toutes if isinstance(une, Empreinte) else (une,)


# The turn

Tour = Callable[[int], Iterator[tuple[int, int]]]
_AUTRES: dict[str, Tour] = {}


def declarer(nom: str, tour: Tour) -> None:
    """Fingerprints that follow from more than their row: `tour` writes them again as `tourner` does."""
    _AUTRES[nom] = tour


def tours() -> dict[str, Tour]:
    """By the name of its column, what writes it again."""
    return {nom_de(champ): partial(tourner, champ) for champ in champs()} | dict(sorted(_AUTRES.items()))


def champs() -> list[ChampEmpreinte]:
    """Every column that can be made again from its row, in a stable order."""
    trouves = [champ for champ in colonnes(ChampEmpreinte) if champ.refaire is not None]
    return sorted(trouves, key=nom_de)


def nom_de(champ: ChampEmpreinte) -> str:
    return f"{champ.model._meta.label_lower}.{champ.name}"


def tourner(champ: ChampEmpreinte, lot: int) -> Iterator[tuple[int, int]]:
    """Write them again with the first key, `lot` rows in a transaction: (rows read, rows written) so far, after each.

    Stops and resumes anywhere: what is right is left alone. So is what no key of ours explains, as the name that was
    printed on a card and is no longer the person's.
    """
    assert champ.refaire is not None
    gestionnaire, dernier, lues, ecrites = champ.model._base_manager, None, 0, 0
    while True:
        with transaction.atomic(), auteur(ACTEUR):
            suite = gestionnaire.filter(pk__gt=dernier) if dernier is not None else gestionnaire.all()
            lignes = list(suite.order_by("pk").select_for_update(no_key=True)[:lot])
            a_ecrire = []
            for ligne in lignes:
                gardee, juste = getattr(ligne, champ.attname), champ.refaire(ligne)
                if gardee and juste is not None and gardee in juste.anciennes:
                    setattr(ligne, champ.attname, str(juste))
                    a_ecrire.append(ligne)
            if a_ecrire:
                gestionnaire.bulk_update(a_ecrire, [champ.name])
            lues, ecrites = lues + len(lignes), ecrites + len(a_ecrire)
            if len(lignes) < lot and ecrites:
                journaliser("empreintes.tournees", acteur=ACTEUR, objet=nom_de(champ), donnees={"valeurs": ecrites})
        yield lues, ecrites
        if len(lignes) < lot:
            return
        dernier = lignes[-1].pk
