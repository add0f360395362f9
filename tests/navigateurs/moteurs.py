"""Firefox ESR and WebKitGTK as Debian packages them, each started for one visitor, with an empty profile and a screen of its own size."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from ameli.superviseur.demo import port_libre
from tests.bench.attente import attendre
from tests.bench.site import repond
from tests.navigateurs.fil import Fil, FilHttp, FilMarionette

HAUTEUR = 900
LANGUE = {"LANG": "fr_FR.UTF-8", "LANGUAGE": "fr", "TZ": "Europe/Paris"}
# What a visitor has chosen or what would come between them and the page; and files that are kept without a question.
PREFERENCES: dict[str, Any] = {
    "marionette.port": 0, "intl.accept_languages": "fr-FR,fr", "ui.prefersReducedMotion": 1, "ui.useOverlayScrollbars": 1,
    "browser.download.folderList": 2, "browser.download.always_ask_before_handling_new_types": False, "pdfjs.disabled": True,
    "browser.helperApps.neverAsk.saveToDisk": "application/pdf,image/jpeg", "browser.download.alwaysOpenPanel": False,
    "toolkit.legacyUserProfileCustomizations.stylesheets": True, "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False, "browser.aboutwelcome.enabled": False, "app.update.auto": False,
    "browser.tabs.unloadOnLowMemory": False, "network.captive-portal-service.enabled": False, "signon.rememberSignons": False,
    "media.navigator.streams.fake": True, "media.navigator.permission.disabled": True,
    "security.webauth.webauthn_enable_softtoken": True, "security.webauth.webauthn_enable_usbtoken": False,
}  # fmt: skip
# A camera that films nothing real, to whoever asks; a device that asks for a finger, and gets it.
CAMERA = ["--enable-media-stream=true", "--enable-mock-capture-devices=true"]
AUTHENTIFICATEUR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserConsenting": True,
    "isUserVerified": True,
}  # fmt: skip
# The window of Firefox is never narrower than 450 px; what it shows may be.
ETROIT = "#tabbrowser-tabpanels browser {{ max-width: {largeur}px !important; max-height: {hauteur}px !important; }}"


@contextmanager
def firefox(largeur: int, recus: Path) -> Iterator[Fil]:
    """Without geckodriver: Firefox speaks Marionette by itself. `recus`: where what it downloads goes."""
    with ExitStack() as pile:
        profil = Path(pile.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        preferences = PREFERENCES | {"browser.download.dir": str(recus)}
        lignes = (f"user_pref({json.dumps(nom)}, {json.dumps(valeur)});\n" for nom, valeur in preferences.items())
        (profil / "user.js").write_text("".join(lignes))
        (profil / "chrome").mkdir()
        (profil / "chrome" / "userChrome.css").write_text(ETROIT.format(largeur=largeur, hauteur=HAUTEUR))
        ecran = {"MOZ_HEADLESS_WIDTH": "1280", "MOZ_HEADLESS_HEIGHT": str(HAUTEUR + 200), "HOME": str(profil)}
        commande = ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", str(profil)]
        _lancer(pile, [*commande, "--width", "1280", "--height", str(HAUTEUR + 200)], profil / "journal", **ecran)
        port = profil / "MarionetteActivePort"
        attendre(lambda: port.exists() and bool(port.read_text()), (profil / "journal").read_text)
        fil = FilMarionette(int(port.read_text()), {"unhandledPromptBehavior": "accept"})
        pile.callback(fil.fermer)
        fil.commander("WebAuthn:AddVirtualAuthenticator", **AUTHENTIFICATEUR)
        yield fil


@contextmanager
def webkit(largeur: int, recus: Path) -> Iterator[Fil]:
    """Debian's WebKitWebDriver and its MiniBrowser, which fills a screen that nobody sees."""
    with ExitStack() as pile:
        maison = Path(pile.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        (maison / ".config" / "gtk-3.0").mkdir(parents=True)
        (maison / ".config" / "gtk-3.0" / "settings.ini").write_text("[Settings]\ngtk-enable-animations=0\n")
        (maison / ".config" / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{recus}"\n')
        taille = f"{largeur}x{HAUTEUR}x24"
        ecran = _lancer(
            pile, ["Xvfb", "-displayfd", "1", "-screen", "0", taille, "-nolisten", "tcp"], maison / "ecran", dit=True
        )
        assert ecran.stdout is not None
        numero = ecran.stdout.readline().decode().strip()
        port = port_libre("127.0.0.1")
        reglages = {"DISPLAY": f":{numero}", "HOME": str(maison), "XDG_CONFIG_HOME": str(maison / ".config")}
        reglages |= {"NO_AT_BRIDGE": "1", "GDK_BACKEND": "x11"}
        _lancer(pile, ["WebKitWebDriver", f"--port={port}"], maison / "journal", **reglages)
        adresse = f"http://127.0.0.1:{port}"
        attendre(lambda: repond(f"{adresse}/status"), (maison / "journal").read_text)
        binaire = next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
        fil = FilHttp(
            adresse,
            {"webkitgtk:browserOptions": {"binary": str(binaire), "args": ["--automation", "--full-screen", *CAMERA]}},
        )
        pile.callback(fil.fermer)
        fil.commander("SetWindowRect", x=0, y=0, width=largeur, height=HAUTEUR)
        yield fil


def _lancer(
    pile: ExitStack, commande: list[str], journal: Path, *, dit: bool = False, **env: str
) -> subprocess.Popen[bytes]:
    """A process that ends with the visit, and those that it starts too."""
    trace: IO[bytes] = pile.enter_context(journal.open("wb"))
    sortie = subprocess.PIPE if dit else trace
    enfant = subprocess.Popen(
        commande, env={**os.environ, **LANGUE, **env}, stdout=sortie, stderr=trace, start_new_session=True
    )
    pile.callback(_finir, enfant)
    return enfant


def _finir(enfant: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, subprocess.TimeoutExpired):
        os.killpg(enfant.pid, signal.SIGTERM)
        enfant.wait(5)
    with suppress(ProcessLookupError):
        os.killpg(enfant.pid, signal.SIGKILL)  # what it started, too
    enfant.wait()
    if enfant.stdout is not None:
        enfant.stdout.close()
