"""Long statements in the worker while people read: what do they cost to the home page, and to somebody who wants a short paper?"""

from __future__ import annotations

import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from ameli.superviseur.enfants import programme
from ameli.superviseur.environnement import RACINE
from tests.bench.charge import Requete
from tests.bench.tempete import lire
from tests.bench.visiteur import Visiteur

DUREE = 20.0  # seconds, in calm then under load
LECTEURS = 4  # people who ask for one long statement after the other
LIGNES, MOIS = 500, 12
PAUSE = 1.5  # seconds between two looks at a paper that is being made, as the page does
LIEN = re.compile(r'href="(/documents/\w+/telecharger/)"')


@dataclass(frozen=True)
class Mesure:
    """p95 of the home page, and the median wait for a short paper, in milliseconds; long statements made under load."""

    calme_ms: float
    charge_ms: float
    papier_calme_ms: float
    papier_charge_ms: float
    releves: int


def mesurer(port: int, dossier: Path, pages: list[Callable[[], Requete]], gens: list) -> Mesure:
    """`gens` are practice people who can sign in: the first one, who was paid allowances, wants short papers, others long ones."""
    lecteurs, pressee = gens[1 : LECTEURS + 1], _entrer(port, gens[0])
    for une in lecteurs:
        _payer_beaucoup(une.nir)
    entres = [_entrer(port, une) for une in lecteurs]
    with _ouvrier(dossier):
        _papier_court(pressee, 0)  # the first one pays the import
        calme, papiers_calme = _lire_et_demander(port, pages, pressee, 1)
        fin, faits = threading.Event(), [0] * len(entres)
        fils = [
            threading.Thread(target=_demander_sans_fin, args=(visiteur, fin, faits, rang))
            for rang, visiteur in enumerate(entres)
        ]
        for fil in fils:
            fil.start()
        try:
            charge, papiers_charge = _lire_et_demander(port, pages, pressee, 1000)
        finally:
            fin.set()
            for fil in fils:
                fil.join()
    return Mesure(calme, charge, papiers_calme, papiers_charge, sum(faits))


def _lire_et_demander(port: int, pages: list, pressee: Visiteur, depuis: int) -> tuple[float, float]:
    """p95 of the home page and median of the short papers asked for meanwhile."""
    attentes: list[float] = []
    fin = threading.Event()

    def demander() -> None:
        while not fin.wait(0.5):
            attentes.append(_papier_court(pressee, depuis + len(attentes)))

    fil = threading.Thread(target=demander)
    fil.start()
    try:
        p95 = lire(port, pages, DUREE)
    finally:
        fin.set()
        fil.join()
    return p95, sorted(attentes)[len(attentes) // 2] * 1000


def _papier_court(visiteur: Visiteur, rang: int) -> float:
    """Seconds from the button to the bytes of an attestation of allowances that nobody asked for yet: each period is new."""
    au = date.today() - timedelta(days=rang % 400)
    du = au - timedelta(days=300 + rang // 400)
    visiteur.demander("GET", "/documents/indemnites-journalieres/")
    debut = time.perf_counter()
    visiteur.demander(
        "POST", "/documents/indemnites-journalieres/",
        {"csrfmiddlewaretoken": visiteur.jeton(), "periode": "dates", "du": f"{du:%d/%m/%Y}", "au": f"{au:%d/%m/%Y}"},
    )  # fmt: skip
    _attendre_et_prendre(visiteur, threading.Event())
    return time.perf_counter() - debut


def _demander_sans_fin(visiteur: Visiteur, fin: threading.Event, faits: list[int], rang: int) -> None:
    visiteur.demander("GET", "/documents/releves/")
    jeton = visiteur.jeton()
    for periode in re.findall(r"/documents/releves/(\d{4}-\d\d)/", visiteur.page):
        if fin.is_set():
            return
        visiteur.demander("POST", f"/documents/releves/{periode}/", {"csrfmiddlewaretoken": jeton})
        if not visiteur.chemin.startswith("/documents/en-preparation/"):
            raise RuntimeError(f"a long statement was made by a page: {visiteur.chemin}")
        _attendre_et_prendre(visiteur, fin)
        faits[rang] += not fin.is_set()


def _attendre_et_prendre(visiteur: Visiteur, fin: threading.Event) -> None:
    """Look at the page until it gives the paper, as a browser does; then download it; give up at `fin`."""
    while not (lien := LIEN.search(visiteur.page)):
        if "Document en préparation" not in visiteur.page:
            raise RuntimeError(f"{visiteur.chemin}: no paper here")
        if fin.wait(PAUSE):
            return
        visiteur.demander("GET", visiteur.chemin)
    visiteur.demander("GET", lien[1])


def _entrer(port: int, une) -> Visiteur:
    visiteur = Visiteur(port)
    visiteur.connecter(une.nir, une.mot_de_passe)
    return visiteur


@contextmanager
def _ouvrier(dossier: Path) -> Iterator[None]:
    """The worker of the demo."""
    ouvrier = programme(
        "ouvrier", [sys.executable, "-m", "celery", "-A", "ameli", "worker", "-c", "2", "--without-gossip", "--without-mingle"],
        env={}, racine=RACINE, journaux=dossier,
    )  # fmt: skip
    ouvrier.lancer()
    try:
        yield
    finally:
        ouvrier.arreter()


def _payer_beaucoup(nir: str) -> None:
    """`LIGNES` lines in each of the last finished months."""
    from accounts.models import Assure
    from ameli.noyau.calendrier import ajouter_mois
    from ameli.noyau.chiffrement import empreinte
    from ameli.noyau.horloge import aujourdhui
    from paiements.models import Paiement, Prestation

    assure = Assure.objects.systeme("bench").get(personne__nir_empreinte=empreinte("nir", nir))
    for recul in range(1, MOIS + 1):
        le = ajouter_mois(aujourdhui().replace(day=10), -recul)
        paiement = Paiement.objects.create(
            assure=assure, emis_le=le, montant=Decimal(21) * LIGNES, famille=Paiement.Famille.SOINS, rangs=1, postes=1
        )
        Prestation.objects.bulk_create(
            Prestation(
                paiement=paiement, rang=rang, code="G", soins_le=le - timedelta(days=rang % 25), personne=assure.personne,
                paye=Decimal(30), base=Decimal(30), taux=70, verse=Decimal(21), motif_taux="HAB",
            )
            for rang in range(1, LIGNES + 1)
        )  # fmt: skip
