"""Tests of what a migration does with rows of the version before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@pytest.fixture
def migrer(transactional_db: None) -> Iterator[Callable[[list[tuple[str, str]]], Any]]:
    """Go to these migrations, backwards or forwards, and have their models; the last ones are there again at the end.

    Not in a transaction: an index that is made while people work cannot be.
    """
    yield lambda vers: MigrationExecutor(connection).migrate(vers).apps
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
