"""A page walked once with Tab, from its first control to its last: each is reached, in its order, and is seen when it is."""

from __future__ import annotations

from playwright.sync_api import Page

# Where Tab must stop, and what becomes of each stop. How the focus is marked is read as it comes, where it stands on the
# screen when the next key is pressed: the browser scrolls in between. A group of radio buttons is one stop.
OBSERVER = """() => {
    const suite = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')];
    const voulus = suite.filter(e => e.tabIndex >= 0 && !e.disabled && e.type !== 'hidden' && !e.closest('[inert]')
        && e.checkVisibility({visibilityProperty: true})
        && (e.tagName !== 'SUMMARY' || e === e.parentElement.querySelector(':scope > summary')));
    const groupe = e => e.type === 'radio' && e.name ? `${e.form && suite.indexOf(e.form.elements[0])}:${e.name}` : null;
    const unParGroupe = voulus.filter((e, rang) => !groupe(e) || rang === voulus.findIndex(n => groupe(n) === groupe(e)));
    const boite = e => e.closest('label') || e;
    const marque = e => [e, boite(e)].some(n => {
        const style = getComputedStyle(n);
        return (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none';
    });
    const surEcran = e => {
        const r = boite(e).getBoundingClientRect();
        return r.bottom > 0 && r.top < innerHeight;
    };
    const depart = document.activeElement, hauteur = scrollY, arrets = [];
    const vient = ({target}) => arrets.push({element: target, marque: marque(target), vu: null});
    const suivante = () => {
        const dernier = arrets.at(-1);
        if (dernier && dernier.element === document.activeElement) dernier.vu = surEcran(dernier.element);
    };
    const seuil = document.createElement('span');
    seuil.tabIndex = -1;
    document.body.prepend(seuil);
    seuil.focus();
    document.addEventListener('focusin', vient);
    document.addEventListener('keydown', suivante, true);
    seuil.remove();
    const meme = (a, b) => a === b || (groupe(a) && groupe(a) === groupe(b));
    const manquants = () => unParGroupe.filter(e => !arrets.some(a => meme(a.element, e)));
    window.__clavier = {voulus, arrets, surEcran, manquants, finir() {
        document.removeEventListener('focusin', vient);
        document.removeEventListener('keydown', suivante, true);
        if (depart && depart !== document.body) depart.focus({preventScroll: true});
        else document.activeElement.blur();
        scrollTo({top: hauteur, behavior: 'instant'});
        delete window.__clavier;
    }};
    return unParGroupe.length;
}"""

JUGER = """() => {
    const {voulus, arrets, surEcran, manquants, finir} = window.__clavier, fautes = [];
    const dire = e => e.outerHTML.replace(/ (?:value|href|action)="[^"]*"/g, '').slice(0, 110);
    fautes.push(...manquants().map(e => `Tab never reaches ${dire(e)}`));
    fautes.push(...voulus.filter(e => e.tabIndex > 0).map(e => `${dire(e)} comes out of its turn`));
    arrets.forEach(({element, marque, vu}, rang) => {
        if (!marque) fautes.push(`the focus is not marked on ${dire(element)}`);
        if (!(vu ?? surEcran(element))) fautes.push(`the focus goes out of the screen at ${dire(element)}`);
        const avant = rang && arrets[rang - 1].element;
        if (avant && !(avant.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING))
            fautes.push(`after ${dire(avant)}, Tab goes back to ${dire(element)}`);
    });
    finir();
    return fautes;
}"""


# The browser scrolls to the focus when it draws: on a busy machine the next key may come first.
DESSINER = "new Promise(fait => requestAnimationFrame(() => requestAnimationFrame(fait)))"


def fautes(page: Page) -> list[str]:
    """What somebody with a keyboard alone meets on this page, in words; the focus and the scroll are given back.

    Keys follow each other as fast as they can; a page that seems at fault is walked again at the pace of what it draws, and
    judged by that.
    """
    return _marcher(page) and _marcher(page, apres_chaque=DESSINER)


def _marcher(page: Page, apres_chaque: str = "") -> list[str]:
    """A box that scrolls is a stop of its own, which nobody wrote: as many more as there were of them."""
    attendus = page.evaluate(OBSERVER)
    for _ in range(2):
        for _ in range(attendus):
            page.keyboard.press("Tab")
            if apres_chaque:
                page.evaluate(apres_chaque)
        attendus = page.evaluate("window.__clavier.manquants().length")
    return page.evaluate(JUGER)
