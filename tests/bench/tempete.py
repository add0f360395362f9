"""A storm of wrong passwords, each from another address: how long do pages take for those who only read?"""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from urllib.parse import urlencode

from tests.bench.charge import Requete
from tests.bench.visiteur import Visiteur

PAR_SECONDE, DUREE, AU_CALME = 200, 30.0, 10.0
AVANT = 3.0  # seconds of storm before the pages are measured: the buckets run dry
PAGES_PAR_SECONDE = 20
FILS = 16


@dataclass(frozen=True)
class Tempete:
    """p95 of the pages in milliseconds, in calm and in the storm; how many tries were sent a second, and their answers."""

    calme_ms: float
    tempete_ms: float
    essais_par_seconde: float
    statuts: dict[int, int]


def mesurer(port: int, pages: list[Callable[[], Requete]]) -> Tempete:
    calme = lire(port, pages, AU_CALME)
    visiteur = Visiteur(port)
    visiteur.demander("GET", "/connexion/")
    corps = urlencode(
        {"csrfmiddlewaretoken": visiteur.jeton(), "nir": "2900640999999", "mot_de_passe": "Un-faux-7"}
    ).encode()
    entetes = {**visiteur.lecture("/").entetes, "Content-Type": "application/x-www-form-urlencoded"}
    # Another process: thieves share the machine with the reader here, not their interpreter.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as ailleurs:
        attaque = ailleurs.submit(_attaquer_tous, port, corps, entetes, AVANT + DUREE + 1)
        time.sleep(AVANT)
        dessous = lire(port, pages, DUREE)
        statuts, duree = attaque.result()
    return Tempete(calme, dessous, sum(statuts.values()) / duree, statuts)


def lire(port: int, pages: list[Callable[[], Requete]], duree: float) -> float:
    """The p95 of pages that are asked for at a steady pace, as people do."""
    durees, debut = [], time.monotonic()
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    rang = 0
    while (retard := debut + rang / PAGES_PAR_SECONDE) < debut + duree:
        time.sleep(max(0.0, retard - time.monotonic()))
        requete = pages[rang % len(pages)]()
        depart = time.monotonic()
        connexion.request(requete.methode, requete.chemin, None, requete.entetes)
        reponse = connexion.getresponse()
        reponse.read()
        if reponse.status != requete.statut:
            raise RuntimeError(f"{requete.chemin}: {reponse.status}")
        durees.append(time.monotonic() - depart)
        rang += 1
    connexion.close()
    return sorted(durees)[int(len(durees) * 0.95)] * 1000


def _attaquer_tous(port: int, corps: bytes, entetes: dict[str, str], duree: float) -> tuple[dict[int, int], float]:
    """The answers by status, and how long it really took."""
    statuts: Counter[int] = Counter()
    debut = time.monotonic()
    fils = [
        threading.Thread(target=_attaquer, args=(port, rang, corps, entetes, debut + duree, statuts))
        for rang in range(FILS)
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return dict(statuts), time.monotonic() - debut


def _attaquer(port: int, rang: int, corps: bytes, entetes: dict[str, str], fin: float, statuts: Counter[int]) -> None:
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    debut, n = time.monotonic(), 0
    while time.monotonic() < fin:
        time.sleep(max(0.0, debut + n * FILS / PAR_SECONDE - time.monotonic()))
        n += 1
        adresse = f"203.{rang}.{n // 250 % 250}.{n % 250}"
        try:
            connexion.request("POST", "/connexion/", corps, {**entetes, "X-Forwarded-For": adresse})
            reponse = connexion.getresponse()
            reponse.read()
        except OSError:
            connexion.close()  # a thief comes back
            continue
        statuts[reponse.status] += 1
    connexion.close()
