"""The whole product for the journeys: servers, outside world, sweeper and web, in a folder that goes away."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from ameli.superviseur import web
from ameli.superviseur.demo import port_libre
from ameli.superviseur.enfants import programme
from ameli.superviseur.environnement import RACINE
from ameli.superviseur.serveurs import Postgres, Redis
from tests.bench.attente import attendre
from tests.bench.site import repond
from tests.parcours import modele


@dataclass(frozen=True)
class Site:
    """Where it is and how to speak to it from a terminal."""

    adresse: str
    env: dict[str, str]
    postgres: Postgres
    redis: Redis
    _personas: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)

    def manage(self, *commande: str) -> str:
        """What `manage.py <commande>` prints."""
        fini = subprocess.run(
            [sys.executable, "manage.py", *commande], cwd=RACINE, env={**os.environ, **self.env}, check=False,
            capture_output=True, text=True,
        )  # fmt: skip
        assert fini.returncode == 0, fini.stderr
        return fini.stdout

    def personas(self) -> dict[str, dict[str, Any]]:
        """The practice people by their key ("lea"), as they are installed: asked once, they are always the same."""
        if not self._personas:
            self._personas.update((une["cle"], une) for une in json.loads(self.manage("personas", "--format", "json")))
        return self._personas


@contextmanager
def un_seul_web(port: int, env: dict[str, str], dossier: Path) -> Iterator[None]:
    """The web of an ordinary site."""
    enfant = programme("web", web.commande(port=port, ouvriers=1, arret=2), env=env, racine=RACINE, journaux=dossier)
    enfant.lancer()
    try:
        yield
    finally:
        enfant.arreter()


@contextmanager
def ouvrir(
    entre: Callable[[Postgres, Redis], dict[str, str]] = lambda postgres, redis: {},
    servir: Callable[[int, dict[str, str], Path], AbstractContextManager[None]] = un_seul_web,
    **reglages: str,
) -> Iterator[Site]:
    """Start everything; stop everything.

    `entre`: the variables that say what stands between the site and its servers; `servir`: who answers at its port;
    `reglages`: of PostgreSQL.
    """
    dossier = Path(tempfile.mkdtemp(prefix="ameli-parcours-"))
    dossier.chmod(0o711)
    port, smtp, http = (port_libre("127.0.0.1") for _ in range(3))
    sans_disque = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    postgres, redis = Postgres(dossier / "pg", sans_disque | reglages), Redis(dossier / "redis")
    with ExitStack() as pile:
        pile.callback(shutil.rmtree, dossier, ignore_errors=True)
        for serveur in (postgres, redis):
            pile.callback(serveur.arreter)
        redis.demarrer()
        env = {
            "DATABASE_URL": postgres.url(), "REDIS_URL": redis.url(), "AMELI_BAC_A_SABLE": "1",
            "AMELI_MEDIA": str(dossier / "media"), "AMELI_URL": f"http://localhost:{port}",
            "AMELI_CLE_FORMATEUR": "Kx7vQ2mZp9TbR4wLc8Ns",
            "AMELI_SMTP_URL": f"smtp://127.0.0.1:{smtp}", "AMELI_SMS_URL": f"http://127.0.0.1:{http}/sms",
            "AMELI_LETTRES_URL": f"http://127.0.0.1:{http}/lettres",
            "AMELI_BANQUE_URL": f"http://127.0.0.1:{http}/banque", "DJANGO_SETTINGS_MODULE": "ameli.settings",
            "AMELI_GEOCODAGE_URL": f"http://127.0.0.1:{http}/adresses",
            "AMELI_ETAT_CIVIL_URL": f"http://127.0.0.1:{http}/etat-civil",
            "AMELI_PRELEVEMENTS_URL": f"http://127.0.0.1:{http}/prelevements",
            "AMELI_REVENUS_URL": f"http://127.0.0.1:{http}/particulier",
            "AMELI_FRANCECONNECT_URL": f"http://localhost:{http}/franceconnect",
            "AMELI_KIOSQUE_URL": f"http://localhost:{http}/kiosque",
        }  # fmt: skip
        env |= entre(postgres, redis)
        python = [sys.executable, "manage.py"]
        preparation = [sys.executable, "-m", "ameli.superviseur.preparation"]
        peupler = partial(
            subprocess.run, preparation, cwd=RACINE, check=True, env={**os.environ, **env}, stdout=subprocess.DEVNULL
        )
        modele.demarrer(postgres, peupler)
        commandes = {
            "monde": [*python, "monde_exterieur", "--smtp", str(smtp), "--http", str(http)],
            "balayeur": [*python, "balayer", "--boucle"],
        }
        for nom, commande in commandes.items():
            enfant = programme(nom, commande, env=env, racine=RACINE, journaux=dossier)
            enfant.lancer()
            pile.callback(enfant.arreter)
        pile.enter_context(servir(port, env, dossier))
        for url in (f"http://127.0.0.1:{http}/healthz", f"http://127.0.0.1:{port}/healthz"):
            attendre(lambda url=url: repond(url), lambda url=url: f"{url} does not answer")
        yield Site(f"http://localhost:{port}", env, postgres, redis)
