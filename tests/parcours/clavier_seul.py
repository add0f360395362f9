"""Somebody who never touches the mouse: Tab, arrows, Space, Enter, and a focus that can be seen."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.parcours.ecran import PiloteAEcran

TABULATIONS_AU_PLUS = 120
# How many stops of Tab there are between what has the focus and the element; at least those that are certain.
ENTRE_LES_DEUX = """e => {
    const ici = document.activeElement, suit = (a, b) => Boolean(a.compareDocumentPosition(b) & 4);
    return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(n =>
        n.tabIndex >= 0 && !n.disabled && n.type !== 'radio' && n.type !== 'hidden' && n.checkVisibility()
        && (ici === document.body || suit(ici, n)) && suit(n, e)).length;
}"""

# Is what has the focus marked, and on the screen?
SE_VOIT = """e => {
    const boite = e.closest('label') || e, r = boite.getBoundingClientRect();
    const style = getComputedStyle(e), autour = getComputedStyle(boite);
    const marque = [style, autour].some(s => (s.outlineStyle !== 'none' && s.outlineWidth !== '0px')
        || s.boxShadow !== 'none');
    return marque && r.bottom > 0 && r.top < innerHeight;
}"""


class PiloteAuClavier(PiloteAEcran):
    """Never touches the mouse: Tab, arrows, Space, Enter, and a focus that can be seen."""

    def _rejoindre(self, cible: Locator) -> None:
        expect(cible).to_be_attached()
        for _ in range(cible.evaluate(ENTRE_LES_DEUX) - 1):  # most of the way, without a look at each stop
            self.page.keyboard.press("Tab")
        for _ in range(TABULATIONS_AU_PLUS):
            if cible.evaluate("e => e === document.activeElement"):
                self._le_focus_se_voit(cible)
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.ou}: {cible} cannot be reached with Tab")

    def _le_focus_se_voit(self, cible: Locator) -> None:
        for _ in range(100):  # the page may still be scrolling to it
            if cible.evaluate(SE_VOIT):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{self.ou}: the focus on {cible} cannot be seen")

    def _activer(self, cible: Locator) -> None:
        self._rejoindre(cible)
        self.page.keyboard.press("Enter")

    def _saisir(self, champ: Locator, valeur: str) -> None:
        if champ.evaluate("e => e.tagName === 'SELECT'"):
            champ.focus()
            champ.select_option(label=valeur)
            return
        self._rejoindre(champ)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(valeur)

    def _cocher(self, case: Locator) -> None:
        if case.get_attribute("type") == "radio":
            self._rejoindre_le_groupe(case)
            for _ in range(20):
                if case.evaluate("e => e === document.activeElement"):
                    break
                self.page.keyboard.press("ArrowDown")
            self.page.keyboard.press("Space")
        else:
            self._rejoindre(case)
            self.page.keyboard.press("Space")
        expect(case).to_be_checked()

    def _decocher(self, case: Locator) -> None:
        self._rejoindre(case)
        self.page.keyboard.press("Space")
        expect(case).not_to_be_checked()

    def _rejoindre_le_groupe(self, case: Locator) -> None:
        for _ in range(TABULATIONS_AU_PLUS):
            if case.evaluate("e => document.activeElement && document.activeElement.name === e.name"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.ou}: the group of {case} cannot be reached with Tab")
