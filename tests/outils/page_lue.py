"""A page as somebody without scripts has it in front of them: what is read, what is filled, what a button sends.

The parsed document is the state: what is typed and ticked is written into it, as a browser does behind the screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from cssselect2 import ElementWrapper
from lxml.html import HtmlElement, fromstring

from tests.outils.accessibilite import libelle, nom

SAISIES = ["input", "select", "textarea"]
COCHABLES = ("radio", "checkbox")
MUETS = ("script", "style", "template", "head", "title")
HORS_DU_HTML = "theme-toggle"  # Django's, which our style sheet shows when a script has chosen the theme
ROLES = {
    "link": "self::a[@href]",
    "button": "self::button or self::input[@type='submit' or @type='image']",
}
BLANCS = re.compile(r"[ \t\r\n\f]+")
Texte = str | re.Pattern[str]
Fichier = tuple[str, bytes]


@dataclass(frozen=True)
class Envoi:
    """What a form sends, and where."""

    methode: str
    adresse: str
    champs: list[tuple[str, str]]
    fichiers: list[tuple[str, Fichier]] | None  # None: the form does not send files


def correspond(texte: Texte, lu: str, *, exact: bool = False) -> bool:
    """As Playwright reads names: whole, or a part of it whatever the capitals; white space counts once."""
    lu = " ".join(lu.split())
    if isinstance(texte, re.Pattern):
        return texte.search(lu) is not None
    cherche = " ".join(texte.split())
    return cherche == lu if exact else cherche.casefold() in lu.casefold()


@dataclass
class PageLue:
    """A page, by its address and its HTML."""

    adresse: str
    html: str
    racine: HtmlElement = field(init=False)
    fichiers: dict[str, list[Fichier]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.racine = fromstring(self.html)

    # What is found

    def trouver(self, css: str) -> list[HtmlElement]:
        """Everything that the selector finds, shown or not, in the order of the page."""
        return [trouve.etree_element for trouve in ElementWrapper.from_html_root(self.racine).query_all(css)]

    def visibles(self, css: str) -> list[HtmlElement]:
        return [element for element in self.trouver(css) if se_voit(element)]

    def actionnable(self, role: str, texte: Texte, *, exact: bool = False, dans: str | None = None) -> HtmlElement:
        """The first link or button of this name that can be seen."""
        trouves = self.actionnables(role, texte, exact=exact, dans=dans)
        assert trouves, f"{self.adresse}: no {role} is named « {texte} »"
        return trouves[0]

    def actionnables(
        self, role: str, texte: Texte, *, exact: bool = False, dans: str | None = None
    ) -> list[HtmlElement]:
        zones = self.visibles(dans) if dans else [self.racine]
        possibles = (element for zone in zones for element in zone.xpath(f".//*[{ROLES[role]}]") if se_voit(element))
        return [e for e in possibles if correspond(texte, nom(e) or e.get("value") or "", exact=exact)]

    def champ(self, texte: Texte, *, rang: int = 0, cochable: bool = False) -> HtmlElement:
        """The `rang`-th field of this label that can be seen: of those that are ticked, or of the others."""
        voulus = [
            champ for champ in self.racine.iter(*SAISIES)
            if champ.get("type") != "hidden" and (champ.get("type") in COCHABLES) is cochable and se_voit(champ)
            and correspond(texte, self._libelle(champ))
        ]  # fmt: skip
        assert len(voulus) > rang, f"{self.adresse}: no field is labelled « {texte} »"
        assert "disabled" not in voulus[rang].attrib, f"{self.adresse}: « {texte} » cannot be filled"
        return voulus[rang]

    def _libelle(self, champ: HtmlElement) -> str:
        autres = (self.racine.xpath("//*[@id=$i]", i=i) for i in (champ.get("aria-labelledby") or "").split())
        return libelle(champ) or " ".join(lu(element) for trouves in autres for element in trouves)

    # What is done

    def ecrire(self, texte: Texte, valeur: str) -> None:
        champ = self.champ(texte)
        if champ.tag == "select":
            rangs = [rang for rang, o in enumerate(champ.iter("option")) if correspond(valeur, lu(o), exact=True)]
            assert rangs, f"{self.adresse}: « {texte} » has no line « {valeur} »"
            self.choisir_la_ligne(texte, rangs[0])
        elif champ.tag == "textarea":
            champ.text = valeur
        else:
            champ.set("value", valeur)

    def choisir_la_ligne(self, texte: Texte, rang: int) -> None:
        for celui_ci, option in enumerate(self.champ(texte).iter("option")):
            option.attrib.pop("selected", None)
            if celui_ci == rang:
                option.set("selected", "")

    def cocher(self, case: HtmlElement) -> None:
        if case.get("type") == "radio":
            for autre in self.racine.xpath("//input[@type='radio' and @name=$n]", n=case.get("name")):
                if _formulaire(autre) is _formulaire(case):
                    autre.attrib.pop("checked", None)
        case.set("checked", "")

    def joindre(self, texte: str, fichiers: list[Fichier]) -> None:
        champ = self.champ(texte)
        assert champ.get("type") == "file", f"{self.adresse}: « {texte} » takes no file"
        self.fichiers[champ.get("name") or ""] = fichiers

    def envoi(self, bouton: HtmlElement) -> Envoi:
        """What this button sends."""
        formulaire = _formulaire(bouton)
        assert formulaire is not None and bouton.get("type") != "button", (
            f"« {nom(bouton)} » sends nothing without script"
        )
        methode = (bouton.get("formmethod") or formulaire.get("method") or "get").upper()
        adresse = urljoin(self.adresse, bouton.get("formaction") or formulaire.get("action") or self.adresse)
        en_parties = formulaire.get("enctype") == "multipart/form-data" and methode == "POST"
        champs = [
            paire for champ in self.racine.iter(*SAISIES) if _formulaire(champ) is formulaire for paire in _dits(champ)
        ]
        if bouton.get("name"):
            champs.append((bouton.get("name") or "", bouton.get("value") or ""))
        return Envoi(methode, adresse, champs, list(self._joints(formulaire)) if en_parties else None)

    def _joints(self, formulaire: HtmlElement) -> Iterator[tuple[str, Fichier]]:
        for champ in self.racine.xpath("//input[@type='file' and @name]"):
            if _formulaire(champ) is formulaire:
                yield from (
                    (champ.get("name"), fichier) for fichier in self.fichiers.get(champ.get("name"), [("", b"")])
                )

    # What cannot be promised without scripts

    def promesses_vides(self) -> list[str]:
        """Buttons and links that can be seen and do nothing here."""
        boutons = (
            b for b in self.racine.iter("button")
            if se_voit(b) and "disabled" not in b.attrib and HORS_DU_HTML not in (b.get("class") or "")
        )  # fmt: skip
        muets = [f"« {nom(b)} » is a button that needs a script" for b in boutons
                 if b.get("type") in ("button", "reset") or _formulaire(b) is None]  # fmt: skip
        liens = (a for a in self.racine.iter("a") if se_voit(a) and (a.get("href") or "x").startswith("javascript:"))
        return muets + [f"« {nom(a)} » is a link that needs a script" for a in liens]


def se_voit(element: HtmlElement) -> bool:
    """Shown by the page itself: neither hidden until a script comes, nor folded."""
    suite = [element, *element.iterancestors()]
    if any("hidden" in e.attrib or "inert" in e.attrib or e.tag in MUETS for e in suite):
        return False
    plies = (
        (dessous, e)
        for dessous, e in zip(suite, suite[1:], strict=False)
        if e.tag == "details" and "open" not in e.attrib
    )
    return all(dessous.tag == "summary" for dessous, _ in plies)


def lu(element: HtmlElement) -> str:
    """The words of an element that are shown, white space counted once; no-break spaces are kept, as they are written."""
    return BLANCS.sub(" ", "".join(_mots(element))).strip(" ")


def _mots(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in MUETS or "hidden" in element.attrib:
        return
    yield element.text or ""
    replie = element.tag == "details" and "open" not in element.attrib
    for enfant in element:
        if not replie or enfant.tag == "summary":
            yield from _mots(enfant)
        yield (
            f" {enfant.tail or ''}"
            if enfant.tag in ("br", "p", "li", "dd", "dt", "td", "th", "h2")
            else enfant.tail or ""
        )


def _formulaire(champ: HtmlElement) -> HtmlElement | None:
    if champ.get("form"):
        return next((f for f in champ.getroottree().iter("form") if f.get("id") == champ.get("form")), None)
    return next(champ.iterancestors("form"), None)


def _dits(champ: HtmlElement) -> Iterator[tuple[str, str]]:
    """What a field says when its form leaves, buttons and files apart."""
    cle, genre = champ.get("name"), champ.get("type") or "text"
    eteint = "disabled" in champ.attrib or any("disabled" in f.attrib for f in champ.iterancestors("fieldset"))
    if not cle or eteint or genre in ("file", "submit", "button", "image", "reset"):
        return
    if champ.tag == "select":
        options = list(champ.iter("option"))
        choisies = [o for o in options if "selected" in o.attrib]
        if "multiple" not in champ.attrib:
            choisies = choisies[-1:] or options[:1]
        yield from ((cle, o.get("value", lu(o))) for o in choisies)
    elif champ.tag == "textarea":
        yield cle, (champ.text or "").removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n")
    elif genre in COCHABLES:
        if "checked" in champ.attrib:
            yield cle, champ.get("value", "on")
    else:
        yield cle, champ.get("value", "")
