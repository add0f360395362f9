"""A large table out of a small one, inside PostgreSQL: every file with its people and payments, again and again, under new numbers.

What a copy points to is the copy of what its model points to. Secondary indexes and foreign keys leave first and come back
at the end, built in one go, which also checks every row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction

ATELIER = {"maintenance_work_mem": "1GB", "max_parallel_maintenance_workers": "2", "synchronous_commit": "off"}


def multiplier(copies: int) -> None:
    """`copies` more of each file. Nothing else writes meanwhile."""
    from accounts.models import Assure, Personne
    from ameli.noyau.journal import auteur
    from paiements.models import Paiement, Prestation, Retenue, RevenuRemplacement

    gens = (Personne, Assure)
    argent = (Paiement, Prestation, RevenuRemplacement, Retenue)
    with connection.cursor() as curseur:
        for nom, valeur in ATELIER.items():
            curseur.execute(f"SET {nom} = '{valeur}'")
        pas = {modele: _dernier(curseur, modele) for modele in (*gens, *argent)}
        with auteur("systeme:bench"), transaction.atomic():
            for modele in gens:
                _copier(curseur, modele, copies, pas)
        with _sans_index(curseur, argent):
            for modele in argent:
                _copier(curseur, modele, copies, pas)
        for modele in (*gens, *argent):
            if modele is not RevenuRemplacement:
                sequence = f"pg_get_serial_sequence('{_table(modele)}', 'id')"
                curseur.execute(f"SELECT setval({sequence}, max(id)) FROM {_table(modele)}")
            curseur.execute(f"VACUUM (ANALYZE) {_table(modele)}")
        for nom in ATELIER:
            curseur.execute(f"RESET {nom}")


def _copier(curseur, modele: type[models.Model], copies: int, pas: dict[type[models.Model], int]) -> None:
    """Rows of one file stay together on disk, as the generator writes them."""
    champs = modele._meta.concrete_fields
    colonnes = ", ".join(f'"{champ.column}"' for champ in champs)
    valeurs = ", ".join(_valeur(champ, pas) for champ in champs)
    cle = modele._meta.pk.column
    curseur.execute(
        f"INSERT INTO {_table(modele)} ({colonnes}) SELECT {valeurs} FROM generate_series(1, {copies}) AS k, {_table(modele)} AS t "
        f"WHERE t.{cle} <= {pas[modele]} ORDER BY k, t.{cle}"
    )


def _valeur(champ, pas: dict[type[models.Model], int]) -> str:
    """What a copy holds in this column: a new number, a new opaque identifier, the copy of whom it names, or the same."""
    vise = champ.related_model if champ.remote_field else champ.model if champ.primary_key else None
    if vise in pas:
        return f"t.{champ.column} + k * {pas[vise]}"
    if champ.column in ("public_id", "nir_empreinte"):
        return f"left(md5(k || ':' || t.{champ.column}) || md5(t.{champ.column}), {champ.max_length})"
    return f"t.{champ.column}"


@contextmanager
def _sans_index(curseur, modeles: tuple[type[models.Model], ...]) -> Iterator[None]:
    """Without the foreign keys, unique constraints and plain indexes of these tables; primary keys stay."""
    tables = [_table(modele) for modele in modeles]
    curseur.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('u', 'f') ORDER BY contype DESC, conname",
        [tables],
    )
    contraintes = curseur.fetchall()
    for table, nom, _ in contraintes:
        curseur.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{nom}"')
    curseur.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid::regclass::text = ANY(%s) AND NOT indisprimary",
        [tables],
    )
    index = curseur.fetchall()
    for nom, _ in index:
        curseur.execute(f"DROP INDEX {nom}")
    yield
    for _, definition in index:
        curseur.execute(definition)
    for table, nom, definition in contraintes:
        curseur.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{nom}" {definition}')


def _dernier(curseur, modele: type[models.Model]) -> int:
    curseur.execute(f"SELECT coalesce(max({modele._meta.pk.column}), 0) FROM {_table(modele)}")
    return curseur.fetchone()[0]


def _table(modele: type[models.Model]) -> str:
    return modele._meta.db_table
