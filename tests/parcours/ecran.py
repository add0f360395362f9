"""Somebody in front of a true browser: with mouse and keys, or by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from urllib.parse import urljoin

from playwright.sync_api import Locator, Page, expect

from tests.outils import axe, clavier
from tests.outils.nuit import c_est_la_nuit
from tests.parcours.pilote import Pilote, Texte, tel_quel
from tests.parcours.site import Site

ETROIT = 320


class PiloteAEcran(Pilote):
    """One gesture for both kinds of people: what is clicked can be reached by a mouse, and is pressed with a key.

    Each page is measured, narrowed to 320 px and measured again; one whose template or state was not met before is judged
    there by axe and walked with Tab; at night axe judges the wide one too, whose components `tests/look/` judges by day.
    A page met with the very same words was measured.
    """

    parcourues: ClassVar[axe.Vues] = axe.Vues("tab")
    vues: ClassVar[axe.Vues] = axe.Vues("pages")

    def __init__(self, page: Page, site: Site, *, javascript: bool = True) -> None:
        super().__init__(site)
        self.page, self.javascript = page, javascript

    def autre_onglet(self) -> Pilote:
        return type(self)(self.page.context.new_page(), self.site, javascript=self.javascript)

    def fermer(self) -> None:
        self.page.close()

    def aller(self, chemin: str) -> None:
        self.passer(chemin)
        self.verifier_la_page()

    def passer(self, chemin: str) -> None:
        self.page.goto(urljoin(self.adresse, chemin))

    def relire(self) -> None:
        self.page.reload()

    def revenir(self) -> None:
        self.page.go_back()

    def oublier_les_cookies(self, nom: str | None = None) -> None:
        self.page.context.clear_cookies(**({"name": nom} if nom else {}))

    def recevoir_un_cookie(self, nom: str, valeur: str) -> None:
        self.page.context.add_cookies([{"name": nom, "value": valeur, "url": self.adresse}])

    def demander(self, chemin: str, champs: dict[str, str] | None = None) -> tuple[int, str]:
        requete, origine = self.page.context.request, {"Origin": self.adresse}
        if champs is None:
            reponse = requete.get(self.adresse + chemin)
        else:
            reponse = requete.post(self.adresse + chemin, form=champs, max_redirects=0, headers=origine)  # type: ignore[arg-type]
        return reponse.status, reponse.text()

    def cliquer(self, nom: Texte, role: str = "button", exact: bool = True, dans: Any = None) -> None:
        self._partir_de(self._zone(dans).get_by_role(role, name=nom, exact=exact).first)  # type: ignore[arg-type]

    def cliquer_sur(self, css: str) -> None:
        self._partir_de(self.page.locator(css).first)

    def appuyer(self, nom: Texte) -> None:
        """A button whose script stays on the page."""
        self._activer(self.page.get_by_role("button", name=nom, exact=isinstance(nom, str)).first)

    def deplier(self, css: str = "main summary", texte: str = "") -> None:
        self._activer(self.page.locator(css, has_text=texte).first)

    def remplir(self, libelle: Texte, valeur: str) -> None:
        self._saisir(self.page.get_by_label(tel_quel(libelle)).first, valeur)

    def completer(self, libelle: str, debut: str, proposition: str) -> None:
        """Type these letters, and take this proposal with the arrows: the page's script is an ARIA combobox."""
        champ = self.page.get_by_role("combobox", name=libelle)
        self._saisir(champ, debut)
        option = self.page.get_by_role("option", name=proposition)
        expect(option).to_be_visible()
        expect(champ).to_have_attribute("aria-expanded", "true")
        self.verifier_la_page(au_clavier=False)
        champ.press("ArrowDown")
        expect(option).to_have_attribute("aria-selected", "true")
        champ.press("Enter")
        expect(champ).to_have_value(proposition)
        expect(champ).to_have_attribute("aria-expanded", "false")
        expect(self.page.get_by_role("button", name="Rechercher l’adresse")).to_have_count(0)

    def ecouter(self, css: str) -> float:
        """How many seconds the first sound lasts that the selector finds, once the browser plays it."""
        son = self.page.locator(css).first
        son.evaluate("e => { e.muted = true; return e.play(); }")  # a page may always play what is not heard
        return son.evaluate("e => { e.pause(); return e.duration; }")

    def choisir_la_ligne(self, libelle: Texte, rang: int) -> None:
        self.page.get_by_label(libelle).first.select_option(index=rang)

    def choisir(self, libelle: Texte, rang: int = 0) -> None:
        self._cocher(self.page.get_by_label(libelle).nth(rang))

    def cocher(self, css: str, rang: int = 0) -> None:
        self._cocher(self.page.locator(css).nth(rang))

    def decocher(self, libelle: Texte) -> None:
        self._decocher(self.page.get_by_label(libelle).first)

    def joindre(self, libelle: str, *fichiers: tuple[str, bytes]) -> None:
        champ = self.page.locator("input[type=file]").and_(self.page.get_by_label(libelle)).first
        champ.set_input_files([{"name": nom, "mimeType": "image/jpeg", "buffer": octets} for nom, octets in fichiers])

    def telecharger(self, nom: Texte = "", css: str = "a") -> bytes:
        lien = self.page.locator(css).and_(self.page.get_by_role("link", name=nom)).first
        with self.page.expect_download() as attendu:
            self._activer(lien)
        return attendu.value.path().read_bytes()

    def lire(self, texte: Texte) -> None:
        expect(self.page.locator("body")).to_contain_text(texte)

    def ne_plus_lire(self, texte: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(texte)

    @property
    def titre(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def titre_de_la_fenetre(self) -> str:
        return self.page.title()

    @property
    def ou(self) -> str:
        return self.page.url

    @property
    def html(self) -> str:
        return self.page.content()

    def nombre(self, css: str, texte: Texte = "") -> int:
        return self.page.locator(css, has_text=texte).count()

    def boutons(self, nom: Texte, role: str = "button") -> int:
        return self.page.get_by_role(role, name=nom).count()  # type: ignore[arg-type]

    def textes(self, css: str) -> list[str]:
        return self.page.locator(css).all_inner_texts()

    def attribut(self, css: str, nom: str) -> list[str]:
        valeurs = (element.get_attribute(nom) for element in self.page.locator(css).all())
        return [valeur for valeur in valeurs if valeur is not None]

    def liens(self, nom: Texte) -> list[str]:
        return [lien.get_attribute("href") or "" for lien in self.page.get_by_role("link", name=nom).all()]

    def valeur(self, libelle: Texte) -> str:
        return self.page.get_by_label(libelle).first.input_value()

    def est_coche(self, libelle: Texte) -> bool:
        return self.page.get_by_label(libelle).first.is_checked()

    def patienter(self, millisecondes: int) -> None:
        self.page.wait_for_timeout(millisecondes)

    # What holds on every page

    def verifier_la_page(self, *, au_clavier: bool = True) -> None:
        """`au_clavier`: false where the page is looked at in the middle of a gesture, which Tab would end."""
        etat = self._mesurer()
        telle_quelle = etat, self.javascript, au_clavier
        if telle_quelle in self.vues:
            return
        if c_est_la_nuit():
            self._juger(etat)
        with self._etroite():
            etroit = self._mesurer()
            self._juger(etroit)
            if au_clavier and self.javascript:
                self._parcourir(etroit)
        self.vues.add(telle_quelle)

    def _mesurer(self) -> axe.Etat:
        etat = axe.lire(self.page)
        assert etat.titres == 1, f"{self.ou}: one h1 is wanted"
        assert etat.largeur <= etat.ecran, f"{self.ou}: {etat.largeur} px wide on a screen of {etat.ecran} px"
        return etat

    def _juger(self, etat: axe.Etat) -> None:
        if self.javascript:  # axe waits on promises, which never end where scripts are off; the page is the same
            trouvees = axe.violations(self.page, etat)
            assert not trouvees, f"{self.ou}: {trouvees}"

    def _parcourir(self, etat: axe.Etat) -> None:
        if etat.forme not in self.parcourues:
            fautes = clavier.fautes(self.page)
            assert not fautes, f"{self.ou}: {fautes}"
            self.parcourues.add(etat.forme)

    @contextmanager
    def _etroite(self) -> Iterator[None]:
        taille = self.page.viewport_size
        assert taille is not None
        if taille["width"] == ETROIT:
            yield
            return
        self.page.set_viewport_size({"width": ETROIT, "height": taille["height"]})
        yield
        self.page.set_viewport_size(taille)

    # How: a mouse could, and a key does

    def _zone(self, dans: Any) -> Page | Locator:
        return self.page.locator(dans) if isinstance(dans, str) else dans or self.page

    def _partir_de(self, cible: Locator) -> None:
        with self.page.expect_navigation():
            self._activer(cible)
        self.verifier_la_page()

    def _activer(self, cible: Locator) -> None:
        cible.click(trial=True)  # seen, still, enabled, and nothing lies over it
        cible.press("Enter")

    def _saisir(self, champ: Locator, valeur: str) -> None:
        if champ.evaluate("e => e.tagName === 'SELECT'"):
            champ.select_option(label=valeur)
        else:
            champ.fill(valeur)

    def _cocher(self, case: Locator) -> None:
        case.check(force=True)

    def _decocher(self, case: Locator) -> None:
        case.uncheck(force=True)
