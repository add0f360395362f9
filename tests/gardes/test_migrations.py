"""A version is deployed while the one before still serves: what a migration takes away, nobody reads any more, and it says so.

The first version adds, the second one takes away (docs/exploitation/grandir.md). A migration that drops, renames or rewrites
has an attribute `contracte`: since when nobody reads what goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

APPS = ("noyau", "accounts", "paiements", "documents", "demarches", "bac_a_sable")
RETRAITS = (migrations.RemoveField, migrations.DeleteModel, migrations.RenameField, migrations.RenameModel, migrations.AlterModelTable)  # fmt: skip
SQL = re.compile(
    r"\b(DROP\s+(TABLE|COLUMN)|RENAME|TRUNCATE|ALTER\s+COLUMN\s+\S+\s+(SET\s+NOT\s+NULL|TYPE))\b", re.IGNORECASE
)
# Numbers up to these are of before the first deployment beside a running version: nobody served meanwhile.
ANCIENNES = {"noyau": 9, "accounts": 59, "paiements": 29, "documents": 19, "demarches": 49, "bac_a_sable": 19}


def retraits(operations: list) -> Iterator[str]:
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from retraits(operation.database_operations)
        elif isinstance(operation, RETRAITS):
            yield operation.describe()
        elif isinstance(operation, migrations.RunSQL) and SQL.search(str(operation.sql)):
            yield "SQL that takes away"
        elif isinstance(operation, migrations.AddField) and not _vide_permis(operation.field):
            yield f"{operation.describe()}, which the former version leaves empty"


def _vide_permis(champ: models.Field) -> bool:
    """The former version writes rows without it: Python's default is not there for them, PostgreSQL's is."""
    return champ.null or champ.many_to_many or champ.has_db_default()


def fautes(migrations_lues: dict, anciennes: dict[str, int]) -> list[str]:
    return [
        f"{app}.{nom}: {quoi}"
        for (app, nom), migration in sorted(migrations_lues.items())
        if app in APPS and int(nom[:4]) > anciennes.get(app, 0) and not getattr(migration, "contracte", "")
        for quoi in retraits(migration.operations)
    ]


def test_no_migration_takes_away_what_the_version_before_reads():
    assert not fautes(MigrationLoader(None).disk_migrations, ANCIENNES)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("demarche", "verrou"),
        migrations.DeleteModel("Verrou"),
        migrations.RenameField("attente", "recue_le", "close_le"),
        migrations.SeparateDatabaseAndState(database_operations=[migrations.DeleteModel("Verrou")]),
        migrations.RunSQL("ALTER TABLE x DROP COLUMN y"),
        migrations.RunSQL("alter table x alter column y set not null"),
        migrations.AddField("demarche", "jalon", models.CharField(max_length=40, default="")),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_the_version_before_cannot_live_with_is_seen(operation):
    migration = migrations.Migration("0099_essai", "demarches")
    migration.operations = [operation]
    lues = {("demarches", "0099_essai"): migration}
    assert len(fautes(lues, ANCIENNES)) == 1
    migration.contracte = "0.4: nobody reads it since 0.3"
    assert fautes(lues, ANCIENNES) == []


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("demarche", "jalon", models.CharField(max_length=40, null=True)),
        migrations.AddField("demarche", "jalon", models.CharField(max_length=40, db_default="")),
        migrations.CreateModel("Essai", [("id", models.BigAutoField(primary_key=True))]),
        migrations.RunSQL("CREATE INDEX CONCURRENTLY x ON y (z)"),
    ],
    ids=("null", "default of PostgreSQL", "table", "index"),
)
def test_what_only_adds_passes(operation):
    assert list(retraits([operation])) == []
