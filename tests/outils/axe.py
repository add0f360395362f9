"""axe-core over a page: what a machine can say of accessibility (WCAG 2.2 A and AA, best practices)."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parent.parent / "tiers" / "axe.min.js"
COMMUN = "TESTS_COMMUN"  # a folder that the processes of one run share
REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


# Elements, what they are for and in which state, one after the other; rows and items that are alike count once. Of a text
# there is only whether it is there: what it says changes neither its contrast nor its name.
FORME = r"""() => {
    const muets = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT']);
    const etats = ['class', 'role', 'type', 'hidden', 'disabled', 'checked', 'open', 'scope', 'autocomplete', 'lang', 'tabindex', 'for'];
    const lire = e => {
        if (muets.has(e.tagName)) return '';
        const dits = [...e.attributes].filter(a => etats.includes(a.name) || a.name.startsWith('aria-') || a.name === 'id')
            .map(a => `${a.name}=${a.value.replace(/\b[0-9a-z]{16}\b|\d+/g, '')}`).sort().join(' ');
        if (e.tagName === 'svg') return `<svg ${dits}>`;
        const texte = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) ? '…' : '';
        const enfants = [...e.children].map(lire);
        return `<${e.tagName} ${dits}>${texte}${enfants.filter((f, i) => f !== enfants[i - 1]).join('')}</>`;
    };
    return lire(document.documentElement);
}"""


# What a page is at this width and in these colours, in one question to the browser.
ETAT = f"""() => ({{
    titres: document.querySelectorAll('h1').length,
    largeur: document.documentElement.scrollWidth,
    ecran: innerWidth,
    sombre: matchMedia('(prefers-color-scheme: dark)').matches,
    forcees: matchMedia('(forced-colors: active)').matches,
    forme: ({FORME})(),
    mots: document.body.textContent,
}})"""


class Etat(NamedTuple):
    """`forme`: the same for a page and for itself with other people, dates and amounts, its template and its state."""

    titres: int
    largeur: int
    ecran: int
    sombre: bool
    forcees: bool
    forme: str
    mots: str

    @property
    def vue(self) -> tuple[int, bool, bool, str]:
        return self.ecran, self.sombre, self.forcees, self.forme


def lire(page: Page) -> Etat:
    return Etat(**page.evaluate(ETAT))


class Vues:
    """What was judged already in this run of the tests, by any of its processes."""

    def __init__(self, nom: str) -> None:
        self.nom = nom
        self.ici: set[str] = set()

    def __contains__(self, quoi: object) -> bool:
        return (
            (marque := self._marque(quoi)) in self.ici
            or self._dossier is not None
            and (self._dossier / marque).exists()
        )

    def add(self, quoi: object) -> None:
        self.ici.add(marque := self._marque(quoi))
        if self._dossier is not None:
            self._dossier.mkdir(exist_ok=True)
            (self._dossier / marque).touch()

    @property
    def _dossier(self) -> Path | None:
        return Path(os.environ[COMMUN]) / self.nom if COMMUN in os.environ else None

    def _marque(self, quoi: object) -> str:
        return hashlib.sha256(repr(quoi).encode()).hexdigest()


_jugees = Vues("axe")


def violations(page: Page, etat: Etat | None = None) -> list[str]:
    """One line per faulty element: rule, element, what axe says. Empty when there is nothing to say.

    The source is evaluated rather than added as a script tag: our content policy refuses the tag. A page is judged once in
    a run at each width and in each choice of colours: met again with other words alone, it has nothing new to say.
    `etat`: of the page, by whoever has just read it.
    """
    vue = (etat or lire(page)).vue
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
