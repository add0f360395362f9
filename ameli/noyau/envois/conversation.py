"""A mail on its way, in a thread of its own: a relay may take minutes to answer, and a sweep has other things to do.

Whoever delivers waits a little, as most answers come at once. Then the conversation is left to itself: it renews the claim
on its message while it waits, and marks it when the answer has come. One of the two marks, never both.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import structlog
from django.db import DatabaseError, connection

from ameli.noyau.envois.models import Envoi
from ameli.noyau.envois.plans import Cause, EchecEnvoi
from ameli.noyau.envois.transports import Transporteur
from ameli.noyau.horloge import temps_reel
from ameli.noyau.journalisation import decrire_panne

log = structlog.get_logger(__name__)

PATIENCE = 15.0  # seconds that a delivery waits for one mail
PATIENCE_COURTE = 1.0  # the same while others are long to come: the relay is slow today
AU_PLUS = 8  # conversations left to themselves, by process

Issue = EchecEnvoi | None
_seules: set[Conversation] = set()


class Conversation(threading.Thread):
    """`envoi` with the mail server; `conclure` marks it, when nobody waits for it any more."""

    def __init__(self, envoi: Envoi, transporteur: Transporteur, conclure: Callable[[Envoi, Issue], Any]) -> None:
        super().__init__(name=f"envoi-{envoi.pk}", daemon=True)
        self.envoi, self.transporteur = envoi, transporteur
        self.issue: Issue = None
        self._conclure = conclure
        self._verrou, self._finie, self._seule = threading.Lock(), False, False
        transporteur.pendant = self._vivre

    def run(self) -> None:
        issue = essayer(self.envoi, self.transporteur)
        with self._verrou:
            self.issue, self._finie = issue, True
            if not self._seule:
                return
        try:
            self.transporteur.fermer()
            self._conclure(self.envoi, issue)
        except Exception as panne:  # noqa: BLE001  nobody is above this thread; the rescue finds the message
            log.error("conversation_sans_suite", envoi=self.envoi.pk, cause=decrire_panne(panne))
        finally:
            _seules.discard(self)
            connection.close()

    def attendre(self) -> bool:
        """True when it is over; False when it goes on alone, and its result is its own business."""
        self.join(PATIENCE_COURTE if _seules else PATIENCE)
        with self._verrou:
            if self._finie:
                return True
            self._seule = True
            _seules.add(self)
        log.info("relais_lent", envoi=self.envoi.pk, conversations=len(_seules))
        return False

    def _vivre(self) -> None:
        """Said every half minute of waiting: the message is ours still, no rescue should give it to somebody else."""
        if not self._seule:
            return
        le = temps_reel()
        try:
            if encore_a_nous(self.envoi).update(en_vol_depuis=le):
                self.envoi.en_vol_depuis = le
        except DatabaseError as panne:
            log.warning("bail_non_renouvele", envoi=self.envoi.pk, cause=type(panne).__name__)
            connection.close()


def essayer(envoi: Envoi, transporteur: Transporteur) -> Issue:
    """How the attempt at a message that waits for no answer ended; None when it left."""
    try:
        transporteur.envoyer(envoi)
    except EchecEnvoi as echec:
        return echec
    except Exception as panne:  # noqa: BLE001  our own fault: visible, tried again, and stops nobody else
        return EchecEnvoi(Cause.PASSAGERE, decrire_panne(panne))
    return None


def complet() -> bool:
    """Has this process as many slow conversations as it may?"""
    return len(_seules) >= AU_PLUS


def encore_a_nous(envoi: Envoi):
    """The row, as long as no rescue has given it to somebody else."""
    return Envoi.objects.filter(pk=envoi.pk, etat=Envoi.Etat.EN_VOL, en_vol_depuis=envoi.en_vol_depuis)
