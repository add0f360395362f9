"""An older browser, made of Chromium: each feature of docs/navigateurs.md can be taken from it before a page runs."""

from __future__ import annotations

import re
from typing import ClassVar

from playwright.sync_api import Page, Route

from tests.navigateurs.chromium import Chromium
from tests.parcours.site import Site

FICHIERS = re.compile(r"/static/.+\.(css|js)(\?|$)")
# What is done to the scripts' world. A property of `navigator` goes by its name.
SCRIPTS = {
    ".at(": "delete Array.prototype.at; delete String.prototype.at;",
    "submitter": "Object.defineProperty(SubmitEvent.prototype, 'submitter', { get: () => undefined });",
    "requestSubmit": "delete HTMLFormElement.prototype.requestSubmit;",
    "parseCreationOptionsFromJSON": "for (const nom of ['parseCreationOptionsFromJSON', 'parseRequestOptionsFromJSON']) "
    "delete PublicKeyCredential[nom]; delete PublicKeyCredential.prototype.toJSON;",
    "keepalive": "{ const avant = fetch; globalThis.fetch = (ou, dits) => avant(ou, { ...dits, keepalive: false }); }",
    "new DataTransfer": "delete globalThis.DataTransfer;",
    "BarcodeDetector": "delete globalThis.BarcodeDetector;",
}
SANS_OUVRIER = "ServiceWorkerContainer.prototype.register = () => new Promise(() => {});"  # it asks for files by itself
SYNTAXE = "?."  # a script that holds what it cannot read does not run at all


def sans_le_trait(css: str, trait: str) -> str:
    """This style sheet as a browser reads it that does not know the feature: a block, a rule or a declaration is lost."""
    if trait.startswith("@"):
        return _sans_les_blocs(css, trait)
    marque = re.escape(trait)
    if trait.startswith(":"):
        return re.sub(rf"[^{{}};]*{marque}[^{{}};]*{{[^{{}}]*}}", "", css)
    declaration = (
        rf"(?<=[{{;\s]){marque}\s*:[^;}}]*|(?<=[{{;\s])[\w-]+\s*:[^;{{}}]*(?<![\w-]){marque}(?![\w-])[^;{{}}]*(?=[;}}])"
    )
    return re.sub(declaration, "", css)


def _sans_les_blocs(css: str, regle: str) -> str:
    while trouve := re.search(rf"{regle}[^{{;]*([{{;])", css):
        fin = trouve.end()
        if trouve[1] == "{":
            ouverts = 1
            while ouverts:
                ouverts += {"{": 1, "}": -1}.get(css[fin], 0)
                fin += 1
        css = css[: trouve.start()] + css[fin:]
    return css


def couper(page: Page, traits: frozenset[str]) -> None:
    """From now on this page knows none of these features."""
    for trait in traits:
        if trait.startswith("navigator."):
            page.add_init_script(f"delete Navigator.prototype.{trait.removeprefix('navigator.')};")
        elif trait in SCRIPTS:
            page.add_init_script(SCRIPTS[trait])

    page.add_init_script(SANS_OUVRIER)

    def servir(route: Route) -> None:
        reponse = route.fetch()
        corps = reponse.text()
        if ".css" in route.request.url:
            corps = re.sub(r"/\*.*?\*/", "", corps, flags=re.DOTALL)
            for trait in traits - SCRIPTS.keys():
                corps = sans_le_trait(corps, trait)
        elif SYNTAXE in traits and SYNTAXE in corps:
            corps = "("
        route.fulfill(response=reponse, body=corps)

    page.route(FICHIERS, servir)


class Ancien(Chromium):
    """In front of a browser without `sans`."""

    sans: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, page: Page, site: Site, *, javascript: bool = True) -> None:
        couper(page, self.sans)
        super().__init__(page, site, javascript=javascript)

    def _rien_ne_depasse(self) -> None:
        """Without style sheets a page has the width of its widest word."""
