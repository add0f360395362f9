"""How long things last, and what a recent change forbids. Pure; figures of November 2026 (hypotheses of chapter 2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

LIEN_VALABLE = timedelta(hours=24)  # chapter 2 § 3
CODE_VALABLE, CODE_CHIFFRES = timedelta(minutes=10), 6
# Who takes over a mailbox changes the address, then the IBAN. The owner has ten days to undo the first, and reads the mails
# of a week before the second can be asked for.
ANNULABLE = timedelta(days=10)
STABLE = timedelta(days=7)
JETABLES = Path(__file__).parent / "jetables.txt"


def stable_le(change_le: datetime | None) -> datetime | None:
    """From when the contacts may confirm something important; None when they never changed."""
    return None if change_le is None else change_le + STABLE


def trop_recent(change_le: datetime | None, le: datetime) -> bool:
    """Did a contact change less than seven days before `le`?"""
    fin = stable_le(change_le)
    return fin is not None and le < fin


def est_jetable(courriel: str) -> bool:
    """Is it an address of a mailbox that is thrown away after use, or that everybody can read?"""
    domaine = courriel.rpartition("@")[2].lower()
    morceaux = domaine.split(".")
    return any(".".join(morceaux[i:]) in _jetables() for i in range(len(morceaux) - 1))


@cache
def _jetables() -> frozenset[str]:
    lignes = (ligne.strip() for ligne in JETABLES.read_text().splitlines())
    return frozenset(ligne for ligne in lignes if ligne and not ligne.startswith("#"))
