"""What the demo is made of: servers of its own or those of DATABASE_URL and REDIS_URL, outside world, worker, web."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

from ameli.superviseur import web
from ameli.superviseur.emplacements import dossier_de_donnees
from ameli.superviseur.enfants import Enfant, programme, serveur
from ameli.superviseur.environnement import ENV_LOCAL, RACINE
from ameli.superviseur.serveurs import Postgres, Redis, redis_repond
from ameli.superviseur.superviseur import ArretDemande, DejaEnRoute, Superviseur, dire

LOCAL = RACINE / ".local"
PREMIER_PORT = 8000
SOURD = 120  # seconds without a beat after which a worker is held deaf


class PortPris(Exception):
    """The port asked for serves something else."""


def demarrer() -> int:
    """Run until asked to stop; the status of the command."""
    superviseur = Superviseur(LOCAL)
    try:
        superviseur.prendre_le_dossier()
    except DejaEnRoute as ailleurs:
        dire(f"La démonstration de ce dossier tourne déjà : {ailleurs}\nArrêtez-la d’abord (Ctrl-C dans son terminal).")
        return 1
    superviseur.ecouter_les_signaux()
    try:
        demo = Demo(superviseur, os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "")
        demo.ouvrir()
        superviseur.tourner()
        dire("\nArrêt…")
    except ArretDemande:
        dire("\nArrêt pendant le démarrage…")
    except (PortPris, RuntimeError, subprocess.SubprocessError, OSError) as panne:
        dire(f"Démarrage impossible : {panne}")
        return 1
    finally:
        superviseur.arreter()
        ENV_LOCAL.unlink(missing_ok=True)
    return 0


class Demo:
    """The children and what ties them together."""

    def __init__(self, superviseur: Superviseur, hote: str, port: str) -> None:
        self.superviseur, self.hote = superviseur, hote
        self.port = port_voulu(hote, port) if port else port_libre(hote, PREMIER_PORT)
        self.noms = noms_servis(hote)
        self.adresse = f"http://{self.noms[0]}:{self.port}/"
        self.cle_formateur = os.environ.get("AMELI_CLE_FORMATEUR") or cle_gardee(LOCAL / "formateur")
        self.coeurs = len(os.sched_getaffinity(0))
        self.env: dict[str, str] = {}
        self.sans_redis = float("-inf")  # when Redis was last seen away

    def ouvrir(self) -> None:
        """Start everything and print where it is."""
        debut = time.monotonic()
        self._serveurs()
        self._environnement()
        self.superviseur.executer([sys.executable, "-m", "ameli.superviseur.preparation"], env=self.env, racine=RACINE)
        self._monde()
        self.ouvrier = self._programme("ouvrier", self._celery("worker", "-c", self.coeurs), rang=3, arret=5)
        self.horloge = self._programme("horloge", self._celery("beat", "--pidfile="), rang=2)
        serveur = web.commande(port=self.port, hote=self.hote, ouvriers=self.coeurs, arret=2)
        self._programme("web", serveur, rang=1)
        self.superviseur.attendre(self._web_repond, "Le site")
        self.superviseur.annoncer(self.adresse)
        self.superviseur.chaque(20, self._ecouter_l_ouvrier)
        self._presenter(time.monotonic() - debut)

    # Children

    def _serveurs(self) -> None:
        base, redis = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
        if not base:
            postgres = Postgres(dossier_de_donnees(LOCAL))
            dire("PostgreSQL démarre…" if postgres.donnees.exists() else "PostgreSQL : première installation…")
            self.superviseur.ajouter(serveur("postgres", postgres), rang=6)
            self.superviseur.attendre(postgres.repond, "PostgreSQL")
            (LOCAL / "emplacement-postgres").write_text(str(postgres.dossier))
            base = postgres.url()
        if not redis:
            embarque = Redis(LOCAL / "redis")
            self.superviseur.ajouter(serveur("redis", embarque), rang=5)
            self.superviseur.attendre(embarque.repond, "Redis")
            redis = embarque.url()
        self.env = {"DATABASE_URL": base, "REDIS_URL": redis}

    def _environnement(self) -> None:
        """What the children are told, and what a `manage.py` of another terminal reads."""
        self.smtp, self.http = port_libre("127.0.0.1"), port_libre("127.0.0.1")
        dehors = f"http://127.0.0.1:{self.http}"
        self.env |= {
            "AMELI_BAC_A_SABLE": "1",
            "AMELI_URL": self.adresse.rstrip("/"),
            "AMELI_HOTES": ",".join(self.noms),
            "AMELI_CLE_FORMATEUR": self.cle_formateur,
            "AMELI_MEDIA": os.environ.get("AMELI_MEDIA") or str(LOCAL / "media"),
            "AMELI_SMTP_URL": f"smtp://127.0.0.1:{self.smtp}",
            "AMELI_SMS_URL": f"{dehors}/sms",
            "AMELI_LETTRES_URL": f"{dehors}/lettres",
            "AMELI_BANQUE_URL": f"{dehors}/banque",
            "AMELI_GEOCODAGE_URL": f"{dehors}/adresses",
            "AMELI_ETAT_CIVIL_URL": f"{dehors}/etat-civil",
            "AMELI_PRELEVEMENTS_URL": f"{dehors}/prelevements",
            "AMELI_REVENUS_URL": f"{dehors}/particulier",
            # Its pages are opened by a browser, so it has the name by which the site is reached.
            "AMELI_FRANCECONNECT_URL": f"http://localhost:{self.http}/franceconnect",
            "AMELI_KIOSQUE_URL": f"http://localhost:{self.http}/kiosque",
        }
        ENV_LOCAL.touch(mode=0o600)
        ENV_LOCAL.write_text("".join(f"{nom}={valeur}\n" for nom, valeur in self.env.items()))

    def _monde(self) -> None:
        commande = [sys.executable, "manage.py", "monde_exterieur", "--smtp", str(self.smtp), "--http", str(self.http)]
        self._programme("monde", commande, rang=4)

    def _programme(self, nom: str, commande: list, *, rang: int, arret: float = 3) -> Enfant:
        enfant = programme(
            nom, [str(mot) for mot in commande], env=self.env, racine=RACINE, journaux=LOCAL / "journaux", arret=arret
        )
        return self.superviseur.ajouter(enfant, rang)

    def _celery(self, role: str, *options: object) -> list:
        sobre = ["--without-gossip", "--without-mingle"] if role == "worker" else []
        return [sys.executable, "-m", "celery", "-A", "ameli", role, "-l", "INFO", *sobre, *options]

    # Watch

    def _web_repond(self) -> bool:
        connexion = http.client.HTTPConnection(
            "127.0.0.1" if self.hote == "0.0.0.0" else self.hote, self.port, timeout=5
        )
        try:
            connexion.request("GET", "/healthz", headers={"Host": "localhost"})
            return connexion.getresponse().status == 200
        except OSError:
            return False
        finally:
            connexion.close()

    def _ecouter_l_ouvrier(self) -> None:
        """A worker that lives but hears no bell any more is started again, and the scheduler that rings with it.

        While Redis is away nobody rings: both are left alone, and for as long again after it came back.
        """
        if not redis_repond(self.env["REDIS_URL"]):
            self.sans_redis = time.monotonic()
        if min(self.ouvrier.age, self.horloge.age, time.monotonic() - self.sans_redis) < SOURD:
            return
        silence = silence_de_l_ouvrier(self.env["DATABASE_URL"])
        if silence is not None and silence > SOURD:
            dire(f"L’ouvrier n’entend plus rien depuis {silence:.0f} s : relancé.")
            for enfant in (self.horloge, self.ouvrier):
                enfant.tuer()

    def _presenter(self, secondes: float) -> None:
        table = subprocess.run(
            [sys.executable, "manage.py", "personas"], cwd=RACINE, env={**os.environ, **self.env}, check=False,
            capture_output=True, text=True,
        )  # fmt: skip
        dire(
            f"\n{table.stdout or table.stderr}\n"
            f"  Le compte        {self.adresse}\n"
            f"  Le bac à sable   {self.adresse}bac-a-sable/   (personnes, courriels, SMS, lettres)\n"
            f"  Le formateur     {self.adresse}bac-a-sable/formateur/?cle={self.cle_formateur}   (horloge, remise à zéro)\n"
            f"  Les agents       {self.adresse}agents/\n\n"
            f"Prêt en {secondes:.0f} s. Journaux : .local/journaux. Ctrl-C arrête tout."
        )


def cle_gardee(fichier: Path) -> str:
    """The trainer's secret of this folder: made at the first start, the same afterwards."""
    if not fichier.exists():
        fichier.touch(mode=0o600)
        fichier.write_text(secrets.token_urlsafe(24))
    return fichier.read_text().strip()


def silence_de_l_ouvrier(base: str) -> float | None:
    """Seconds since the worker last heard the bell; None when the database cannot say."""
    import psycopg

    try:
        with psycopg.connect(base, connect_timeout=2) as connexion:
            ligne = connexion.execute(
                "SELECT extract(epoch FROM now() - vu_le) FROM noyau_battement WHERE nom = 'ouvrier'"
            ).fetchone()
    except psycopg.Error:
        return None
    return float(ligne[0]) if ligne else None


# Names and ports


def noms_servis(hote: str) -> list[str]:
    """Names by which a demo that listens on `hote` is opened, the one to print first: AMELI_HOTES, or what this machine is called.

    A class opens it by the address of the trainer's machine on the local network (HOST=0.0.0.0, or that address).
    """
    voulus = [nom.strip() for nom in os.environ.get("AMELI_HOTES", "").split(",") if nom.strip()]
    if not voulus and hote in ("0.0.0.0", "::"):
        voulus = _adresse_locale()
    elif not voulus and hote != "localhost" and not hote.startswith("127."):
        voulus = [f"[{hote}]" if ":" in hote else hote]
    return [*voulus, *(nom for nom in ("localhost", "127.0.0.1", "[::1]") if nom not in voulus)]


def _adresse_locale() -> list[str]:
    """This machine's address on its network; none without a network. Nothing is sent: a route is asked for."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as prise:
        try:
            prise.connect(("192.0.2.1", 9))
        except OSError:
            return []
        return [prise.getsockname()[0]]


def port_voulu(hote: str, port: str) -> int:
    """The port asked for; `PortPris` names what stands in the way."""
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise PortPris(f"PORT={port} n’est pas un numéro de port (1 à 65535).")
    if not _prenable(hote, int(port)):
        raise PortPris(f"le port {port} est déjà pris. Choisissez-en un autre : make demo PORT={int(port) + 1}")
    return int(port)


def port_libre(hote: str, depuis: int = 0) -> int:
    """The first free port from `depuis`, or any when it is 0."""
    if depuis:
        return next(port for port in range(depuis, 65536) if _prenable(hote, port))
    with socket.socket() as prise:
        prise.bind((hote, 0))
        return prise.getsockname()[1]


def _prenable(hote: str, port: int) -> bool:
    with socket.socket() as prise:
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prise.bind((hote, port))
        except OSError:
            return False
    return True
