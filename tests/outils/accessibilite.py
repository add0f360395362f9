"""What a page says to whoever cannot see it, read in its HTML: each rule gives one sentence for each fault.

Sizes, colours and focus need a browser: `tests/look/test_navigateur.py`, `tests/look/test_toutes_les_pages.py`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from lxml.html import HtmlElement, fromstring

# What a field asks of the person herself, and the purposes by which a browser may know it (HTML § 4.10.18.7).
OBJETS = {
    r"courriel": {"email", "username"},
    r"t[ée]l[ée]phone|mobile": {"tel"},
    r"^nom\b": {"family-name"},
    r"^pr[ée]nom\b": {"given-name"},
    r"date de naissance": {"bday"},
    r"code postal": {"postal-code"},
    r"^(commune|ville)\b": {"address-level2"},
    r"^(votre nouvelle )?adresse$|type et nom de la voie": {"address-line1", "street-address"},
    r"num[ée]ro de s[ée]curit[ée] sociale": {"username"},
    r"mot de passe": {"current-password", "new-password"},
    r"^code (de|re[çc]u)": {"one-time-code"},
}
D_UN_AUTRE = re.compile(
    r"^(?:Son|Sa) |de l’employeur|second titulaire|mandataire|cette clé|du document|vérification|de l’enfant|du second parent"
)
CHAMPS = "//*[self::input[not(@type) or not(@type='hidden' or @type='submit' or @type='button')] or self::select or self::textarea]"


def lire(html: str) -> HtmlElement:
    """The page, ready for the rules."""
    return fromstring(html)


def texte(element: HtmlElement, *, cache: bool = True) -> str:
    """The words of an element, as they are read; without those that are only heard when `cache` is false."""
    return " ".join("".join(_mots(element, cache)).split())


def _mots(element: HtmlElement, cache: bool) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.get("aria-hidden") == "true" or element.tag in ("script", "style"):
        return
    if not cache and "hors-ecran" in (element.get("class") or ""):
        return
    yield element.text or ""
    if element.tag in ("svg", "img"):
        yield element.get("aria-label") or element.get("alt") or ""
    for enfant in element:
        yield from _mots(enfant, cache)
        yield enfant.tail or ""


def nom(element: HtmlElement) -> str:
    """The accessible name of a link or a button."""
    return " ".join((element.get("aria-label") or texte(element) or element.get("title") or "").split())


def libelle(champ: HtmlElement) -> str:
    """The label of a field."""
    pour = [e for e in champ.getroottree().iter("label") if champ.get("id") and e.get("for") == champ.get("id")]
    pour += champ.iterancestors("label")
    return champ.get("aria-label") or " ".join(texte(e) for e in pour)


def _un_titre(page: HtmlElement) -> Iterator[str]:
    nombre = len(page.findall(".//h1"))
    if nombre != 1:
        yield f"{nombre} h1"
    if not texte(page.find(".//title")).partition("·")[0].strip():
        yield "a page without a title of its own"


def _le_nom_contient_ce_qui_est_ecrit(page: HtmlElement) -> Iterator[str]:
    for element in page.xpath("//*[@aria-label and (self::a or self::button or self::summary)]"):
        ecrit = texte(element, cache=False)
        if ecrit.casefold() not in nom(element).casefold():
            yield f"« {ecrit} » is named « {nom(element)} »"


def _un_nom_mene_a_un_endroit(page: HtmlElement) -> Iterator[str]:
    """Two links of one name lead to one page: what differs between them is said."""
    adresses: dict[str, set[str]] = defaultdict(set)
    for lien in page.xpath("//a[@href]"):
        adresses[nom(lien).casefold()].add((lien.get("href") or "").partition("#")[0])
    yield from (f"« {lu} » leads to {sorted(ou)}" for lu, ou in adresses.items() if len(ou) > 1)
    yield from ("a link without a name" for lu in adresses if not lu)


def _un_bouton_se_distingue(page: HtmlElement) -> Iterator[str]:
    comptes = Counter(
        (nom(bouton), bouton.get("value") or "", _envoi(bouton))
        for bouton in page.xpath("//main//button[not(@type='button')]")
    )
    par_nom = Counter(lu for lu, _, _ in comptes)
    yield from (
        f"« {lu} » is the name of {combien} buttons that do different things"
        for lu, combien in par_nom.items()
        if combien > 1
    )


def _envoi(bouton: HtmlElement) -> str:
    formulaire = next(bouton.iterancestors("form"), None)
    return bouton.get("formaction") or (formulaire.get("action") or "" if formulaire is not None else "")


def _rien_n_est_faux_avant_une_erreur(page: HtmlElement) -> Iterator[str]:
    """A native `required` makes an empty list, date or box invalid before anybody answered."""
    for champ in page.xpath(CHAMPS):
        if "required" in champ.attrib:
            yield f"{champ.get('name')}: native required"
        if champ.get("aria-invalid") == "true" and not page.xpath(
            "//*[contains(concat(' ', @class, ' '), ' erreur ')]|//*[@class='errorlist']|//*[@id='resume-erreurs']"
        ):
            yield f"{champ.get('name')}: invalid, and nothing says why"


def _une_date_s_ecrit(page: HtmlElement) -> Iterator[str]:
    """As papers print it, everywhere: no calendar of the browser in some forms, a line of text in others."""
    yield from (f"{champ.get('name')}: a date that is picked" for champ in page.xpath("//input[@type='date']"))


def _chaque_champ_a_un_nom(page: HtmlElement) -> Iterator[str]:
    for champ in page.xpath(CHAMPS):
        if not libelle(champ) and not champ.get("aria-labelledby"):
            yield f"{champ.get('name')}: no label"


def _l_objet_est_dit(page: HtmlElement) -> Iterator[str]:
    """Only in pages where people speak of themselves: agents write of others."""
    for champ in page.xpath(CHAMPS):
        if champ.get("type") in ("radio", "checkbox", "search", "file"):
            continue
        ecrit = libelle(champ)
        for motif, attendus in OBJETS.items():
            if re.search(motif, ecrit, re.IGNORECASE) and not D_UN_AUTRE.search(ecrit):
                if champ.get("autocomplete") not in attendus:
                    yield (
                        f"« {ecrit} » has autocomplete {champ.get('autocomplete')!r}, not {' or '.join(sorted(attendus))}; "
                        "about somebody else, its label says whose it is (D_UN_AUTRE): « Son nom »"
                    )
                break


def _une_figure_a_un_role_et_un_nom(page: HtmlElement) -> Iterator[str]:
    for figure in page.xpath("//figure[.//figcaption]"):
        legende = figure.find(".//figcaption")
        if figure.get("role") != "figure":
            yield "a figure without a role"
        if legende is None or texte(legende) not in " ".join((figure.get("aria-label") or "").split()):
            yield f"a figure whose name « {figure.get('aria-label')} » does not hold its caption"
    for dessin in page.iter("svg"):
        if (
            dessin.get("aria-hidden") != "true"
            and dessin.find(".//symbol") is None
            and not (dessin.get("role") == "img" and (dessin.get("aria-label") or dessin.get("aria-labelledby")))
        ):
            yield "a drawing that is neither silent nor named"


def _un_cadre_a_un_titre(page: HtmlElement) -> Iterator[str]:
    yield from ("a frame without a title" for cadre in page.iter("iframe") if not cadre.get("title"))


def _le_document_se_declare(page: HtmlElement) -> Iterator[str]:
    if page.getroottree().docinfo.doctype.lower() != "<!doctype html>":
        yield "no type of document"
    if page.get("lang") != "fr":
        yield f"language {page.get('lang')!r}"


def _les_reperes_sont_la(page: HtmlElement) -> Iterator[str]:
    """Head, main part and foot once each, and a first link that goes past the head."""
    for repere in ("main", "body/header", "body/footer"):
        if len(page.findall(f".//{repere}" if "/" not in repere else repere)) != 1:
            yield f"not one {repere}"
    premier = next(page.iter("a"), None)
    if premier is None or not page.xpath("//*[@id=$cible]", cible=(premier.get("href") or "").removeprefix("#")):
        yield "no link goes to the content first"


def _les_titres_se_suivent(page: HtmlElement) -> Iterator[str]:
    niveaux = [int(titre.tag[1]) for titre in page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
    yield from (f"h{apres} after h{avant}" for avant, apres in pairwise(niveaux) if apres > avant + 1)


def _les_tableaux_se_lisent(page: HtmlElement) -> Iterator[str]:
    for tableau in page.iter("table"):
        if tableau.find("caption") is None and not tableau.get("aria-labelledby"):
            yield "a table without a title"
        if any(not tete.get("scope") for tete in tableau.iter("th")):
            yield "a header of a table that does not say of what"


def _une_case_dit_sa_colonne(page: HtmlElement) -> Iterator[str]:
    """On a phone a row of a table is a card, without the head of the table."""
    for case in page.xpath("//table[contains(concat(' ', @class, ' '), ' tableau ')]//tbody//td"):
        if case.get("data-label") is None:
            yield f"« {texte(case)[:40]} » does not say of which column it is on a phone"


def _les_images_ont_un_texte(page: HtmlElement) -> Iterator[str]:
    yield from (f"{image.get('src')}: no text" for image in page.iter("img") if image.get("alt") is None)


def _les_choix_ont_une_question(page: HtmlElement) -> Iterator[str]:
    """Radio buttons, and boxes of one name, stand under the legend of their group."""
    noms = Counter(champ.get("name") for champ in page.xpath("//input[@type='radio' or @type='checkbox']"))
    for champ in page.xpath("//input[@type='radio' or @type='checkbox']"):
        if noms[champ.get("name")] > 1 and next(champ.iterancestors("fieldset"), None) is None:
            yield f"{champ.get('name')}: choices without a question"


POUR_TOUS: tuple[Callable[[HtmlElement], Iterator[str]], ...] = (
    _un_titre, _le_nom_contient_ce_qui_est_ecrit, _un_bouton_se_distingue, _rien_n_est_faux_avant_une_erreur,
    _une_date_s_ecrit, _chaque_champ_a_un_nom, _une_figure_a_un_role_et_un_nom, _un_cadre_a_un_titre,
)  # fmt: skip


# Agents write of others; their frame is Django's, and their lists of filters have a heading that says what « Tout » is of.
POUR_LES_ASSURES = (
    _un_nom_mene_a_un_endroit, _l_objet_est_dit, _le_document_se_declare, _les_reperes_sont_la, _les_titres_se_suivent,
    _les_tableaux_se_lisent, _une_case_dit_sa_colonne, _les_images_ont_un_texte, _les_choix_ont_une_question,
)  # fmt: skip


# What two things of a life may have in common: two payments of one day, two telephones of one kind.
DES_JUMEAUX = (_un_bouton_se_distingue, _un_nom_mene_a_un_endroit)


def fautes(html: str, *, agents: bool = False, jumeaux: bool = False) -> list[str]:
    """What is wrong in a page, in words.

    `agents`: a page where an agent writes of other people. `jumeaux`: whether things of somebody may bear one name.
    """
    page = lire(html)
    regles = POUR_TOUS if agents else (*POUR_TOUS, *POUR_LES_ASSURES)
    return [faute for regle in regles if not (jumeaux and regle in DES_JUMEAUX) for faute in regle(page)]


def titres_partages(pages: Iterable[tuple[str, str]]) -> list[str]:
    """Titles that several pages have, among (kind of address, HTML)."""
    ou: dict[str, set[str]] = defaultdict(set)
    for adresse, html in pages:
        ou[texte(lire(html).find(".//title"))].add(adresse)
    return [f"« {titre} » is the title of {sorted(adresses)}" for titre, adresses in ou.items() if len(adresses) > 1]
