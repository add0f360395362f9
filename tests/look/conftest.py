"""A real browser over the living page, which needs no database."""

from __future__ import annotations

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread


@pytest.fixture(scope="session")
def site():
    """Address of a server of our own pages and static files."""
    serveur = LiveServerThread("127.0.0.1", StaticFilesHandler)
    serveur.daemon = True
    serveur.start()
    serveur.is_ready.wait()
    if serveur.error:
        raise serveur.error
    yield f"http://127.0.0.1:{serveur.port}"
    serveur.terminate()


@pytest.fixture
def ouvrir(chromium, site):
    """`ouvrir(width=320, color_scheme="dark", …)` opens /composants/ and fails on any message of the console."""
    contextes = []
    plaintes: list[str] = []

    def _ouvrir(width: int = 1280, height: int = 900, connecte: bool = False, horloge: bool = False, **options):
        contexte = chromium.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", locale="fr-FR", **options
        )
        contextes.append(contexte)
        page = contexte.new_page()
        page.on("console", lambda m: plaintes.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: plaintes.append(str(e)))
        if horloge:
            page.clock.install()
        page.goto(f"{site}/composants/{'?connecte=1' if connecte else ''}")
        return page

    yield _ouvrir
    for contexte in contextes:
        contexte.close()
    assert not plaintes
