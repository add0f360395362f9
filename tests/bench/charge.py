"""The load: a few persistent connections, each in a thread, as fast as the answers come."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

CONNEXIONS = 8
ECHAUFFEMENT, DUREE = 1.0, 2.0  # seconds


@dataclass(frozen=True)
class Requete:
    """One request: what to send and the status that it must have."""

    methode: str
    chemin: str
    entetes: dict[str, str]
    corps: bytes = b""
    statut: int = 200


@dataclass(frozen=True)
class Debit:
    par_seconde: float
    p95_ms: float
    requetes: int


class ReponseInattendue(RuntimeError):
    """A request was not answered as it should: figures would mean nothing."""


def mesurer(port: int, fabriques: list[Callable[[], Requete]], duree: float = DUREE) -> Debit:
    """One connection for each maker of requests; the first second is not counted."""
    durees: list[list[float]] = [[] for _ in fabriques]
    fautes: list[Exception] = []
    debut = time.monotonic() + ECHAUFFEMENT
    fils = [
        threading.Thread(target=_boucler, args=(port, fabrique, debut, debut + duree, durees[rang], fautes))
        for rang, fabrique in enumerate(fabriques)
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    if fautes:
        raise fautes[0]
    toutes = sorted(d for liste in durees for d in liste)
    return Debit(len(toutes) / duree, toutes[int(len(toutes) * 0.95)] * 1000, len(toutes))


def _boucler(
    port: int, fabrique: Callable[[], Requete], debut: float, fin: float, durees: list[float], fautes: list[Exception]
) -> None:
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        while (depart := time.monotonic()) < fin and not fautes:
            requete = fabrique()
            connexion.request(requete.methode, requete.chemin, requete.corps or None, requete.entetes)
            reponse = connexion.getresponse()
            reponse.read()
            if reponse.status != requete.statut:
                raise ReponseInattendue(f"{requete.methode} {requete.chemin}: {reponse.status}, not {requete.statut}")
            if depart >= debut:
                durees.append(time.monotonic() - depart)
    except Exception as faute:  # noqa: BLE001  told by the thread that waits
        fautes.append(faute)
    finally:
        connexion.close()
