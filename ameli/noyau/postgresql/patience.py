"""How long a process waits for PostgreSQL, and what it tells the server about it."""

from __future__ import annotations

from dataclasses import dataclass

from ameli.noyau import processus
from ameli.noyau.processus import Genre


@dataclass(frozen=True, kw_only=True)
class Patience:
    """Seconds; None: no end.

    Kept by the server: `requete` (statement_timeout), `verrou` (lock_timeout), `transaction`
    (idle_in_transaction_session_timeout). Kept by this side: `silence` (an answer, which must be longer than `requete`),
    `connexion` (one try), `place` (tries again for a server that is full or restarts; None: one try).
    """

    requete: float | None
    verrou: float | None
    transaction: float | None
    silence: float | None
    connexion: float
    place: float | None

    def gardees_par_le_serveur(self) -> dict[str, float]:
        """Parameters of PostgreSQL, in seconds; those that have no end are absent."""
        limites = {
            "statement_timeout": self.requete,
            "lock_timeout": self.verrou,
            "idle_in_transaction_session_timeout": self.transaction,
        }
        return {nom: secondes for nom, secondes in limites.items() if secondes is not None}

    def options(self) -> str:
        """The same as the first packet of a connection says them."""
        return " ".join(f"-c {nom}={secondes * 1000:.0f}" for nom, secondes in self.gardees_par_le_serveur().items())


# Settled in November 2026. A page: its slowest query takes a tenth of a second; a PDF is printed inside a transaction. A
# worker: a purge reads whole tables, a long paper takes minutes. A command is watched by whoever typed it.
PATIENCES = {
    Genre.WEB: Patience(requete=2.5, verrou=2, transaction=60, silence=4, connexion=2, place=2),
    Genre.OUVRIER: Patience(requete=60, verrou=10, transaction=600, silence=75, connexion=5, place=None),
    Genre.COMMANDE: Patience(requete=None, verrou=None, transaction=3600, silence=None, connexion=10, place=None),
}


def patience() -> Patience:
    """That of this kind of process."""
    return PATIENCES[processus.genre()]
