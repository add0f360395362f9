"""Between two tests that really commit, Django empties every table; the journal refuses, so its triggers are asleep then."""

from __future__ import annotations

import pytest
from django.db import connections, transaction
from django.db.backends.postgresql.operations import DatabaseOperations


def _vider(self: DatabaseOperations, sql_list: list[str]) -> None:
    with transaction.atomic(using=self.connection.alias), connections[self.connection.alias].cursor() as curseur:
        curseur.execute("SET LOCAL session_replication_role = replica")
        for sql in sql_list:
            curseur.execute(sql)


@pytest.fixture(autouse=True, scope="session")
def le_journal_se_laisse_vider_entre_les_tests():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", _vider)
        yield
