"""A server that failed is left alone for a while: without this, everybody would wait in turn for the same silence."""

from __future__ import annotations

import threading
import time

import structlog

log = structlog.get_logger(__name__)


class Disjoncteur:
    """Of one server, in one process. After a failure nobody asks it anything for `repos` seconds; then one caller tries for
    all, and the others go on without it until that one came back.

    Whoever asks says how it ended: `reussir()` or `echouer()`, after each `laisse_passer()` that was True.
    """

    def __init__(self, nom: str, repos: float) -> None:
        self.nom, self.repos = nom, repos
        self._en_panne = False
        self._pas_avant = 0.0
        self._verrou = threading.Lock()

    def laisse_passer(self) -> bool:
        """May the server be asked something now?"""
        if not self._en_panne:
            return True
        with self._verrou:
            instant = time.monotonic()
            if instant < self._pas_avant:
                return False
            self._pas_avant = instant + self.repos  # this caller tries; who comes meanwhile does not
            return True

    def reussir(self) -> None:
        """It answered."""
        if self._en_panne:
            self._en_panne = False
            log.info("serveur_revenu", serveur=self.nom)

    def echouer(self, panne: BaseException) -> None:
        """It did not answer, or too late."""
        with self._verrou:
            nouveau, self._en_panne = not self._en_panne, True
            self._pas_avant = time.monotonic() + self.repos
        if nouveau:
            log.warning("serveur_muet", serveur=self.nom, cause=type(panne).__name__)
