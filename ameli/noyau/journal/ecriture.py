"""Write the journal, and name the author of a change to the database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from ameli.noyau.horloge import maintenant, temps_reel
from ameli.noyau.journal.models import Entree
from ameli.noyau.journal.types import genre_de
from ameli.noyau.journalisation import caviarder

ACTEUR = re.compile(r"(?:assure|mandataire|tiers):[\w-]+|agent:[\w.-]+|horloge|systeme:.+")


class ActeurInvalide(ValueError):
    """An author reads "assure:<public id>", "mandataire:<public id>" (who acts for the owner of the file), "tiers:<public id>" (who answers what it waits for), "agent:<matricule>", "horloge" or "systeme:<why>"."""


def journaliser(
    genre: str, *, acteur: str, assure_ref: str = "", objet: str = "", motif: str = "", donnees: dict | None = None
) -> Entree:
    """Add an entry, in the caller's transaction; PostgreSQL chains it at commit.

    `assure_ref` is the public id of the Assure. What looks like personal data in `motif` or `donnees` is masked.
    Raises GenreInconnu, ActeurInvalide.
    """
    genre_de(genre)
    _exiger_acteur(acteur)
    return Entree.objects.create(
        genre=genre, acteur=acteur, assure_ref=assure_ref, objet=objet, motif=caviarder(motif)[:200],
        donnees={cle: caviarder(v) if isinstance(v, str) else v for cle, v in (donnees or {}).items()},
        le=maintenant(), ecrite_le=temps_reel(),
    )  # fmt: skip


def journaliser_pour_tous(genre: str, *, acteur: str, assures: Iterable[str], motif: str = "") -> None:
    """The same entry in many files, `assures` being their public ids: one statement. Raises as `journaliser` does."""
    genre_de(genre)
    _exiger_acteur(acteur)
    instants = {"le": maintenant(), "ecrite_le": temps_reel()}
    Entree.objects.bulk_create(
        Entree(genre=genre, acteur=acteur, assure_ref=ref, motif=caviarder(motif)[:200], **instants) for ref in assures
    )


@contextmanager
def auteur(acteur: str, motif: str = "") -> Iterator[None]:
    """Name the author of the changes made inside: identity, bank details, address and rights refuse any other.

    Opens a transaction when there is none; inside one, the former author comes back at the end.
    """
    _exiger_acteur(acteur)
    if not connection.in_atomic_block:
        with transaction.atomic():
            _nommer(acteur, motif)
            yield
        return
    precedent = _nommer(acteur, motif)
    try:
        yield
    finally:
        if _utilisable():
            _nommer(*precedent)


def auteur_courant() -> str:
    """The author named in this transaction, or an empty string."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT coalesce(current_setting('ameli.auteur', true), '')")
        return curseur.fetchone()[0]


def _exiger_acteur(acteur: str) -> None:
    if not ACTEUR.fullmatch(acteur):
        raise ActeurInvalide(
            f"{acteur!r}: expected assure:, mandataire: or tiers:<public id>, agent:<matricule>, horloge or systeme:<why>"
        )


def _nommer(acteur: str, motif: str) -> tuple[str, str]:
    """Set the author until the end of the transaction; the former one, in the same query."""
    with connection.cursor() as curseur:
        curseur.execute(
            "WITH avant AS MATERIALIZED (SELECT current_setting('ameli.auteur', true) AS a, current_setting('ameli.motif', true) AS m)"
            " SELECT a, m, set_config('ameli.auteur', %s, true), set_config('ameli.motif', %s, true) FROM avant",
            [acteur, motif],
        )
        ligne: Any = curseur.fetchone()
    return ligne[0] or "", ligne[1] or ""


def _utilisable() -> bool:
    """False once the transaction is lost: its settings go with it."""
    brute = connection.connection
    return (
        brute is not None
        and not brute.closed
        and not connection.needs_rollback
        and brute.info.transaction_status is not TransactionStatus.INERROR
    )
