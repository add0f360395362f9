"""A storm of wrong passwords, each from another address: how long do pages take for those who only read?"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.bench.charge import Requete
from tests.bench.visiteur import Visiteur

PAR_SECONDE, DUREE, AU_CALME = 200, 30.0, 10.0
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
    calme = _lire(port, pages, AU_CALME)
    arret, statuts = threading.Event(), {}
    visiteur = Visiteur(port)
    visiteur.demander("GET", "/connexion/")
    corps = urlencode(
        {"csrfmiddlewaretoken": visiteur.jeton(), "nir": "2900640999999", "mot_de_passe": "Un-faux-7"}
    ).encode()
    entetes = {**visiteur.lecture("/").entetes, "Content-Type": "application/x-www-form-urlencoded"}
    fils = [
        threading.Thread(target=_attaquer, args=(port, rang, corps, entetes, arret, statuts)) for rang in range(FILS)
    ]
    for fil in fils:
        fil.start()
    time.sleep(1)
    depart = time.monotonic()
    avant = sum(statuts.values())
    dessous = _lire(port, pages, DUREE)
    envoyes = (sum(statuts.values()) - avant) / (time.monotonic() - depart)
    arret.set()
    for fil in fils:
        fil.join()
    return Tempete(calme, dessous, envoyes, statuts)


def _lire(port: int, pages: list[Callable[[], Requete]], duree: float) -> float:
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


def _attaquer(
    port: int, rang: int, corps: bytes, entetes: dict[str, str], arret: threading.Event, statuts: dict[int, int]
) -> None:
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    debut, n = time.monotonic(), 0
    while not arret.is_set():
        time.sleep(max(0.0, debut + n * FILS / PAR_SECONDE - time.monotonic()))
        n += 1
        adresse = f"203.{rang}.{n // 250 % 250}.{n % 250}"
        connexion.request("POST", "/connexion/", corps, {**entetes, "X-Forwarded-For": adresse})
        reponse = connexion.getresponse()
        reponse.read()
        statuts[reponse.status] = statuts.get(reponse.status, 0) + 1
    connexion.close()
