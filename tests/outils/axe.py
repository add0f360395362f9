"""axe-core over a page: what a machine can say of accessibility (WCAG 2.2 A and AA, best practices)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parent.parent / "tiers" / "axe.min.js"
CE_QUI_CHANGE = re.compile(r' (?:nonce|value|href|action|src)="[^"]*"|\b[0-9a-z]{16}\b|\d+')
REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


_jugees: set[tuple[int, int]] = set()


def marque(page: Page) -> int:
    """The same for a page and for itself with other numbers, dates and addresses."""
    return hash(CE_QUI_CHANGE.sub("", page.content()))


def violations(page: Page) -> list[str]:
    """One line per faulty element: rule, element, what axe says. Empty when there is nothing to say.

    The source is evaluated rather than added as a script tag: our content policy refuses the tag. A page is judged once in
    a process at each width: met again with other numbers, dates and addresses alone, it has nothing new to say.
    """
    largeur = page.viewport_size["width"] if page.viewport_size else 0
    vue = (largeur, marque(page))
    if vue in _jugees:
        return []
    if not page.evaluate("() => typeof axe !== 'undefined'"):
        page.evaluate(_source())
    trouvees = page.evaluate(
        "regles => axe.run(document, {runOnly: {type: 'tag', values: regles}, resultTypes: ['violations'], preload: false})",
        REGLES,
    )["violations"]
    if not trouvees:
        _jugees.add(vue)
    return [
        f"{faute['id']}: {noeud['html'][:160]} ({noeud['failureSummary'].splitlines()[-1].strip()})"
        for faute in trouvees
        for noeud in faute["nodes"]
    ]
