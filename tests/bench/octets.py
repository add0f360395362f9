"""Bytes on the wire of a first and of a repeat visit, as Chromium counts them."""

from __future__ import annotations

from playwright.sync_api import Page, sync_playwright

from tests.outils.navigateur import OPTIONS, SANS_FENETRE


def mesurer(port: int) -> tuple[int, int]:
    """(first visit, repeat visit) of the sign-in page: headers and compressed bodies of every file, in bytes."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=SANS_FENETRE, args=OPTIONS)
        try:
            page = chromium.new_context(locale="fr-FR").new_page()
            return _visiter(page, port), _visiter(page, port)
        finally:
            chromium.close()


def _visiter(page: Page, port: int) -> int:
    recus: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda fait: recus.append(int(fait["encodedDataLength"])))
    page.goto(f"http://localhost:{port}/connexion/", wait_until="networkidle")
    session.detach()
    return sum(recus)
