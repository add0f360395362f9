"""One row for one key, however often and from however many places it is asked for."""

from __future__ import annotations

from typing import TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def inserer_une_fois(ligne: M) -> tuple[M, bool]:
    """Insert `ligne` unless a row with the same `cle` exists: (the row, True when it is new). One query when it is.

    Waits for another transaction that is writing the same key, instead of failing.
    """
    modele = type(ligne)
    champs = [champ for champ in modele._meta.concrete_fields if not champ.primary_key]
    nommer = connection.ops.quote_name
    colonnes = ", ".join(nommer(str(champ.column)) for champ in champs)
    valeurs = [champ.get_db_prep_save(champ.pre_save(ligne, add=True), connection) for champ in champs]
    with connection.cursor() as curseur:
        curseur.execute(
            f"INSERT INTO {nommer(modele._meta.db_table)} ({colonnes}) VALUES ({', '.join(['%s'] * len(champs))}) "
            f"ON CONFLICT ({nommer('cle')}) DO NOTHING RETURNING {nommer('id')}",
            valeurs,
        )
        nouvelle = curseur.fetchone()
    if nouvelle is None:
        return modele._base_manager.get(cle=vars(ligne)["cle"]), False
    ligne.pk = nouvelle[0]
    ligne._state.adding = False
    ligne._state.db = connection.alias
    return ligne, True
