"""A person in front of the browser. The same journey is told once and played with a mouse or by keyboard alone."""

from __future__ import annotations

import re
from typing import ClassVar

from playwright.sync_api import Locator, Page, expect

from tests.outils.axe import violations
from tests.parcours.site import Site

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


class Pilote:
    """Does what a person does: reads labels, clicks buttons, types. Checks every page on the way."""

    # Mails opened in this journey, by anybody: a second code is in the mail that was not there before.
    courriels_ouverts: ClassVar[set[str]] = set()

    def __init__(self, page: Page, site: Site, *, javascript: bool = True) -> None:
        self.page = page
        self.site, self.adresse = site, site.adresse
        self.javascript = javascript

    def autre_onglet(self) -> Pilote:
        """A second tab of the same browser."""
        return type(self)(self.page.context.new_page(), self.site, javascript=self.javascript)

    # What the person does

    def aller(self, chemin: str) -> None:
        self.page.goto(self.adresse + chemin)
        self.verifier_la_page()

    def devenir_formateur(self) -> None:
        """By the link that the start of the site prints: the clock and the switches are the trainer's."""
        self.aller(f"/bac-a-sable/formateur/?cle={self.site.env['AMELI_CLE_FORMATEUR']}")

    def cliquer(self, nom: str, role: str = "button", exact: bool = True, dans: Locator | None = None) -> None:
        cible = (dans or self.page).get_by_role(role, name=nom, exact=exact).first  # type: ignore[arg-type]
        with self.page.expect_navigation():
            self._activer(cible)
        self.verifier_la_page()

    def suivre(self, nom: str, exact: bool = False, dans: Locator | None = None) -> None:
        self.cliquer(nom, role="link", exact=exact, dans=dans)

    def remplir(self, libelle: str, valeur: str) -> None:
        champ = self.page.get_by_label(re.compile(re.escape(libelle))).first
        self._saisir(champ, valeur)

    def choisir(self, libelle: str | re.Pattern[str]) -> None:
        """Tick a radio button or a box by its label."""
        self._cocher(self.page.get_by_label(libelle).first)

    def decocher(self, libelle: str | re.Pattern[str]) -> None:
        """Untick a box by its label."""
        self._decocher(self.page.get_by_label(libelle).first)

    def se_connecter(self, persona: dict, bouton: str = "Me connecter") -> None:
        """From the sign-in page into the account, by the code that a device never seen is asked for."""
        self.remplir("Numéro de Sécurité sociale", persona["nir"])
        self.remplir("Mot de passe", persona["mot_de_passe"])
        self.cliquer(bouton)
        if self.titre == "Vérifions que c’est bien vous":
            self.donner_le_code(persona["cle"])

    def donner_le_code(self, cle: str) -> None:
        """The code of sign-in, read in the practice letter box of the person `cle`."""
        courriel = self.ouvrir_le_courriel(cle, "Votre code de connexion")
        code = re.search(r"code de connexion\s: (\d{3} \d{3})", courriel.page.locator("main").inner_text())
        assert code is not None
        courriel.page.close()
        self.remplir("Code de connexion", code.group(1))
        self.choisir(re.compile("Se souvenir de cet appareil"))
        self.cliquer("Continuer")

    def recopier_le_captcha(self) -> None:
        """As somebody who reads it, on a page that asks for it: the site of the journeys has the keys of this process."""
        from accounts.securite.captcha import defi  # models, which exist once Django is set up

        champ = self.page.locator("input[name=captcha_defi]")
        if not champ.count():
            return
        lu = defi.lire(champ.get_attribute("value") or "")
        assert lu is not None
        self.remplir("Recopiez les six caractères", lu.texte)

    def ouvrir_le_courriel(self, cle: str, objet: str) -> Pilote:
        """The practice letter box of the person `cle`, in a second tab, at the newest unopened mail of that subject."""
        onglet = self.autre_onglet()
        for _ in range(80):  # looked at without being judged, until the mail is there
            onglet.page.goto(f"{self.adresse}/bac-a-sable/courrier/?personne={cle}")
            for lien in onglet.page.get_by_role("link", name=objet).all():
                adresse = f"{self.adresse}{lien.get_attribute('href')}"
                if adresse not in self.courriels_ouverts:
                    self.courriels_ouverts.add(adresse)
                    with onglet.page.expect_navigation():
                        onglet._activer(lien)
                    onglet.verifier_la_page()
                    return onglet
            onglet.page.wait_for_timeout(150)
        raise AssertionError(f"{cle} received no new mail: {objet}")

    def lire(self, texte: str | re.Pattern[str]) -> None:
        """Wait until the text can be read on the page."""
        expect(self.page.locator("body")).to_contain_text(texte)

    @property
    def titre(self) -> str:
        return self.page.locator("h1").inner_text()

    # What holds on every page

    def verifier_la_page(self) -> None:
        assert self.page.locator("h1").count() == 1, f"{self.page.url}: one h1 is wanted"
        largeur = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert largeur[0] <= largeur[1], f"{self.page.url}: {largeur[0]} px wide on a screen of {largeur[1]} px"
        if self.javascript:  # axe waits on promises, which never end where scripts are off; the page is the same
            trouvees = violations(self.page)
            assert not trouvees, f"{self.page.url}: {trouvees}"

    # How: with a mouse

    def _activer(self, cible: Locator) -> None:
        cible.click()

    def _saisir(self, champ: Locator, valeur: str) -> None:
        champ.fill(valeur)

    def _cocher(self, case: Locator) -> None:
        case.check(force=True)

    def _decocher(self, case: Locator) -> None:
        case.uncheck(force=True)


class PiloteAuClavier(Pilote):
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
        raise AssertionError(f"{self.page.url}: {cible} cannot be reached with Tab")

    def _le_focus_se_voit(self, cible: Locator) -> None:
        for _ in range(20):  # the page may still be scrolling to it
            if cible.evaluate(SE_VOIT):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{self.page.url}: the focus on {cible} cannot be seen")

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
        raise AssertionError(f"{self.page.url}: the group of {case} cannot be reached with Tab")
