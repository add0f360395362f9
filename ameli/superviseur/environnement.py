"""The environment of the product, made from nothing: `python3 ameli/superviseur/environnement.py demo|dev|navigateurs|pieces|films`.

Run by the system's Python, with the standard library alone. It fills `.venv` from the lock file (with uv when it is
there, with pip otherwise, each file checked against its hash) and looks for the system libraries. What it may not
install itself it names in one exact command, and stops. When nothing has changed it costs a few milliseconds.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent.parent
VENV = RACINE / ".venv"
TEMOIN = VENV / "verrou.json"
LOTS = ("demo", "dev")  # each holds the one before it
SUR = {"navigateurs": "dev", "pieces": "dev", "films": "dev"}  # lots without Python packages of their own
ENV_LOCAL = RACINE / ".local" / "env"

# Debian package: the library that WeasyPrint opens.
BIBLIOTHEQUES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz0b": "libharfbuzz.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
    "libfontconfig1": "libfontconfig.so.1",
}
POLICE = ("fonts-dejavu-core", Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"))
# Debian package: the command that the tests call.
OUTILS_DE_TEST = {
    "chromium": "chromium", "chromium-headless-shell": "chromium-headless-shell", "poppler-utils": "pdfinfo", "qpdf": "qpdf",
    "nginx-light": "nginx",
}  # fmt: skip
MOTEURS = {"firefox-esr": "firefox-esr", "webkit2gtk-driver": "WebKitWebDriver", "xvfb": "Xvfb"}
PIECES = {"pgbouncer": "pgbouncer", "redis-server": "redis-server"}  # servers that nobody here wrote
MONTAGE = {"ffmpeg": "ffmpeg"}
OUTILS = {
    "dev": OUTILS_DE_TEST, "navigateurs": OUTILS_DE_TEST | MOTEURS, "pieces": OUTILS_DE_TEST | PIECES,
    "films": OUTILS_DE_TEST | MONTAGE,
}  # fmt: skip


class Manque(Exception):
    """Something is missing that only the administrator can give; the message holds the command."""


def preparer(lot: str) -> None:
    """Everything that `lot` needs, or `Manque`. Two commands at once prepare it one after the other."""
    with chacun_son_tour():
        paquets_systeme(lot)
        lot = SUR.get(lot, lot)
        if not est_a_jour(lot):
            dire(f"Environnement Python ({lot}) : première installation ou verrou changé…")
            creer_venv()
            TEMOIN.unlink(missing_ok=True)  # an installation that is cut short begins again
            remplir_venv(lot)
            TEMOIN.write_text(json.dumps({"lot": lot, "verrou": empreinte(lot)}))


@contextmanager
def chacun_son_tour() -> Iterator[None]:
    """Alone in this checkout. The lock is on its folder: nothing to create or to clean, and a death gives it back."""
    dossier = os.open(RACINE, os.O_RDONLY)
    try:
        try:
            fcntl.flock(dossier, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            dire("Une autre commande prépare l’environnement : attendons qu’elle ait fini…")
            fcntl.flock(dossier, fcntl.LOCK_EX)
        yield
    finally:
        os.close(dossier)


def dire(texte: str) -> None:
    print(texte, flush=True)


# What is already there


def empreinte(lot: str) -> str:
    """Changes with the lock file, the Python and the place: a moved folder needs its scripts made again."""
    marque = f"{sys.version_info[:2]} {RACINE}".encode()
    return hashlib.sha256(verrou(lot).read_bytes() + marque).hexdigest()


def verrou(lot: str) -> Path:
    return RACINE / "requirements" / f"{lot}.txt"


def est_a_jour(lot: str) -> bool:
    """The environment holds this lot, or a larger one."""
    try:
        temoin = json.loads(TEMOIN.read_text())
        suffit = LOTS.index(temoin["lot"]) >= LOTS.index(lot)
        return suffit and temoin["verrou"] == empreinte(temoin["lot"]) and (VENV / "bin" / "python").exists()
    except (OSError, ValueError, KeyError):
        return False


# System packages


def paquets_systeme(lot: str) -> None:
    manquants = [paquet for paquet, nom in BIBLIOTHEQUES.items() if not _s_ouvre(nom)]
    if not POLICE[1].exists():
        manquants.append(POLICE[0])
    manquants += [paquet for paquet, commande in OUTILS.get(lot, {}).items() if not trouver(commande)]
    if not est_a_jour(SUR.get(lot, lot)) and not uv() and importlib.util.find_spec("ensurepip") is None:
        manquants.append("python3-venv")
        if not Path("/etc/ssl/certs/ca-certificates.crt").exists():
            manquants.append("ca-certificates")
    if manquants:
        installer_paquets(manquants)


def trouver(commande: str) -> str | None:
    """Where a command is. Debian keeps those of administrators out of the others' PATH."""
    return shutil.which(commande) or shutil.which(commande, path="/usr/sbin:/sbin")


def _s_ouvre(bibliotheque: str) -> bool:
    try:
        ctypes.CDLL(bibliotheque)
    except OSError:
        return False
    return True


def installer_paquets(paquets: list[str]) -> None:
    """With apt when we are root; otherwise the command to give to someone who is."""
    commande = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(paquets)
    if not shutil.which("apt-get"):
        raise Manque(f"Il manque au système : {', '.join(paquets)} (noms Debian). Installez-les, puis recommencez.")
    if os.geteuid() != 0:
        raise Manque(
            f"Il manque des paquets du système. Lancez ceci, puis recommencez :\n\n  sudo sh -c '{commande}'\n"
        )
    dire(f"Paquets du système : {' '.join(paquets)}…")
    executer(["sh", "-c", commande], DEBIAN_FRONTEND="noninteractive")


# The Python environment


def uv() -> str | None:
    return shutil.which("uv")


def creer_venv() -> None:
    """An environment that works is kept and completed; one that does not is made again.

    A link leads to the environment of another checkout, which must be neither emptied nor changed: it is replaced.
    """
    if VENV.is_symlink():
        VENV.unlink()
    python = VENV / "bin" / "python"
    usage = ["-c", ""] if uv() else ["-m", "pip", "-V"]
    if python.exists() and subprocess.run([python, *usage], check=False, capture_output=True).returncode == 0:
        return
    if importlib.util.find_spec("ensurepip") is None:
        executer([uv(), "venv", "--quiet", "--clear", "--no-config", "--python", sys.executable, VENV])
    else:
        executer([sys.executable, "-m", "venv", "--clear", VENV])


def remplir_venv(lot: str) -> None:
    """uv is quicker; it does not read pip's configuration, so pip takes over when uv cannot reach what pip can."""
    python = VENV / "bin" / "python"
    if uv() and _essayer([uv(), "pip", "sync", "--quiet", "--require-hashes", "--python", python, verrou(lot)]):
        return
    executer(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes",
         "--only-binary", ":all:", "-r", verrou(lot)]
    )  # fmt: skip


def _essayer(commande: list) -> bool:
    return subprocess.run(commande, check=False, cwd=RACINE).returncode == 0


def executer(commande: list, **env: str) -> None:
    """Run, show only what goes wrong, stop there."""
    fait = subprocess.run(
        commande, check=False, cwd=RACINE, env={**os.environ, **env}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if fait.returncode:
        lignes = "\n".join(fait.stdout.splitlines()[-25:])
        raise Manque(f"{lignes}\n\nCette commande a échoué : {shlex.join(map(str, commande))}")


# What another terminal reads


def charger() -> None:
    """Let a `manage.py` of another terminal find the running demo: its addresses, unless the environment has some."""
    if "DATABASE_URL" in os.environ or not ENV_LOCAL.exists():
        return
    for ligne in ENV_LOCAL.read_text().splitlines():
        nom, _, valeur = ligne.partition("=")
        os.environ.setdefault(nom, valeur)


def main(arguments: list[str]) -> int:
    lot = arguments[0] if arguments else "demo"
    if lot not in (*LOTS, *SUR):
        print(f"Lot inconnu : {lot}. Connus : {', '.join((*LOTS, *SUR))}.", file=sys.stderr)
        return 2
    try:
        preparer(lot)
    except Manque as manque:
        print(manque, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
