"""axe-core over a page: what a machine can say of accessibility (WCAG 2.2 A and AA, best practices)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parent.parent / "tiers" / "axe.min.js"
REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """One line per faulty element: rule, element, what axe says. Empty when there is nothing to say.

    The source is evaluated rather than added as a script tag: our content policy refuses the tag.
    """
    if not page.evaluate("() => typeof axe !== 'undefined'"):
        page.evaluate(_source())
    trouvees = page.evaluate(
        "regles => axe.run(document, {runOnly: {type: 'tag', values: regles}, resultTypes: ['violations']})", REGLES
    )["violations"]
    return [
        f"{faute['id']}: {noeud['html'][:160]} ({noeud['failureSummary'].splitlines()[-1].strip()})"
        for faute in trouvees
        for noeud in faute["nodes"]
    ]
