"""Do the guards bite? `python -m tests.mutations [name …]` breaks the code in each place of the table, one at a time.

It works on a copy of this checkout. The tests that a mutation names are green before it, and one of them must be red
with it: it is named. 1 when a mutation survives, cannot be tried, or finds no longer the text that it changes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ameli.superviseur.environnement import RACINE
from ameli.superviseur.serveurs import Postgres, Redis
from tests.mutations.mutation import Mutation, TexteIntrouvable
from tests.mutations.table import MUTATIONS

SANS_DISQUE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
PYTEST = [
    sys.executable,
    "-m",
    "pytest",
    "-q",
    "-n",
    "0",
    "-p",
    "no:randomly",
    "-p",
    "no:cacheprovider",
    "--tb=no",
    "-rfE",
]
VERT, ROUGE = 0, 1  # pytest's exit codes; any other says that nothing was tried
ROUGES = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)


@dataclass(frozen=True)
class Copie:
    """The checkout once more, where anything may be broken, and the servers of its tests."""

    racine: Path
    env: dict[str, str]

    def tester(self, tests: Sequence[str], *options: str) -> tuple[int, str]:
        """(exit code, what pytest said)."""
        fini = subprocess.run(
            [*PYTEST, *options, *tests], cwd=self.racine, env=self.env, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return fini.returncode, fini.stdout

    @contextmanager
    def mutee(self, mutation: Mutation) -> Iterator[None]:
        """Broken inside, whole again after. Raises TexteIntrouvable."""
        fichier, sain = self.racine / mutation.fichier, mutation.texte(self.racine)
        fichier.write_text(mutation.mute(self.racine), encoding="utf-8")
        try:
            yield
        finally:
            fichier.write_text(sain, encoding="utf-8")


@contextmanager
def copie() -> Iterator[Copie]:
    """What Git follows or would follow, without its history, in a folder that goes away with its servers."""
    suivis = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=RACINE, text=True, check=True,
        capture_output=True,
    ).stdout.split("\0")  # fmt: skip
    with ExitStack() as pile:
        dossier = Path(
            pile.enter_context(tempfile.TemporaryDirectory(prefix="ameli-mutations-", ignore_cleanup_errors=True))
        )
        dossier.chmod(0o711)
        for nom in suivis:
            if (RACINE / nom).is_file():
                (dossier / "code" / nom).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(RACINE / nom, dossier / "code" / nom)
        postgres, redis = Postgres(dossier / "pg", SANS_DISQUE), Redis(dossier / "redis")
        for serveur in (postgres, redis):
            pile.callback(serveur.arreter)
            serveur.demarrer()
        env = {
            **os.environ, "DATABASE_URL": postgres.url(), "REDIS_URL": redis.url(), "AMELI_BAC_A_SABLE": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        yield Copie(dossier / "code", env)


def essayer(une: Copie, mutation: Mutation) -> bool:
    """Try one, say in one line what became of it. True when a test has seen it."""
    try:
        with une.mutee(mutation):
            code, dit = une.tester(mutation.tests, "-x", "--reuse-db")
    except TexteIntrouvable as absent:
        return _dire("LOST", mutation, str(absent))
    if code == VERT:
        return _dire("SURVIVES", mutation, mutation.mal)
    if code != ROUGE:
        return _dire("NOT TRIED", mutation, dit.strip()[-1000:])
    return _dire("caught", mutation, ROUGES.findall(dit)[0])


def _dire(sort: str, mutation: Mutation, suite: str) -> bool:
    print(f"  {sort:<10}{mutation.nom:<48}{suite}", flush=True)
    return sort == "caught"


def main(noms: Sequence[str]) -> int:
    choisies = [une for une in MUTATIONS if not noms or une.nom in noms]
    inconnus = set(noms) - {une.nom for une in MUTATIONS}
    if inconnus:
        print(f"Unknown: {', '.join(sorted(inconnus))}. Known: {', '.join(une.nom for une in MUTATIONS)}.")
        return 2
    with copie() as une:
        code, dit = une.tester(sorted({test for mutation in choisies for test in mutation.tests}), "--create-db")
        if code != VERT:
            print(f"The tests must be green before anything is broken:\n{dit[-3000:]}")
            return 1
        vues = [essayer(une, mutation) for mutation in choisies]
    print(f"\n{sum(vues)} caught of {len(vues)}.")
    return 0 if all(vues) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
