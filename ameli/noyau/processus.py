"""What kind of process this is. How long it may wait depends on who waits for it."""

from __future__ import annotations

from enum import StrEnum


class Genre(StrEnum):
    WEB = "web"  # a person looks at a page
    OUVRIER = "ouvrier"  # works behind: Celery's worker and scheduler, `balayer`
    COMMANDE = "commande"  # migrations, commands of an operator, benches, tests


_genre = Genre.COMMANDE


def declarer(genre: Genre) -> None:
    """Said once by the entrance, before the first connection."""
    global _genre
    _genre = genre


def genre() -> Genre:
    return _genre
