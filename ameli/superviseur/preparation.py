"""What the database and the static files need before the demo opens: one process, quick when it is already done."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sys
from pathlib import Path

from ameli.configuration import ou_sortir


def preparer(*, statiques_seules: bool = False) -> None:
    """Migrate, gather static files when they have changed, install the practice people once; or those files alone."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    reunir_les_statiques(Path(settings.STATIC_ROOT))
    if statiques_seules:
        return
    call_command("migrate", interactive=False, verbosity=0)
    if settings.BAC_A_SABLE:
        call_command("installer_bac_a_sable")


def reunir_les_statiques(destination: Path) -> None:
    """Two that start at once share the folder of static files: the second finds them ready."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    with open(destination.parent / "static.verrou", "w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        _reunir(destination)


def _reunir(destination: Path) -> None:
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    marque = hashlib.sha256()
    for chercheur in get_finders():
        for chemin, stockage in chercheur.list([]):
            etat = os.stat(stockage.path(chemin))
            marque.update(f"{chemin} {etat.st_size} {etat.st_mtime_ns}\n".encode())
    temoin = destination.parent / "static.empreinte"
    if temoin.exists() and temoin.read_text() == marque.hexdigest() and destination.exists():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    temoin.write_text(marque.hexdigest())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ameli.settings")
    with ou_sortir():
        preparer(statiques_seules="statiques" in sys.argv[1:])
