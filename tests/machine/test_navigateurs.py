"""The table of what browsers must know follows the style sheets and the scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.navigateurs import ancien

RACINE = Path(__file__).resolve().parents[2]
TABLE = RACINE / "docs" / "navigateurs.md"
PLANCHER = (15, 4)  # of Safari, an iPad of 2019


def mots(*lignes: str) -> frozenset[str]:
    return frozenset(" ".join(lignes).split())


# Known everywhere before that iPad: what is not here has a row of the table.
AT = mots("@supports @media @page")
PSEUDO = mots(
    "::after ::before ::-moz-progress-bar ::-webkit-details-marker ::-webkit-progress-bar ::-webkit-progress-value :checked",
    ":disabled :empty :first-child :focus :hover :last-child :link :not( :nth-child( :nth-of-type( :root :target :visited",
)
FONCTIONS = mots(
    "attr( calc( clamp( counter( drop-shadow( env( inset( linear-gradient( max( min( minmax( not( repeat( rotate( var("
)
FABRIQUES = mots(
    "AbortController DOMParser Error File FormData Map Option Promise Request Set URL URLSearchParams Uint8Array XMLHttpRequest"
)
# What came in or after 2019 and has no sign of its own to be found by.
PROPRIETES = mots(
    "accent-color anchor-name animation-timeline aspect-ratio container-type content-visibility field-sizing",
    "forced-color-adjust hyphenate-character hyphenate-limit-chars interpolate-size position-area print-color-adjust rotate scale scroll-behavior",
    "scrollbar-color scrollbar-gutter text-box-trim text-size-adjust text-wrap translate view-transition-name",
)
VALEURS = mots("color-mix cqi cqw dvh light-dark lvh masonry oklch subgrid svh")
SCRIPTS = mots(
    "?. ??= ||= &&= .at( AbortSignal. CompressionStream Intl. OffscreenCanvas checkVisibility createImageBitmap findLast groupBy",
    "hasOwn keepalive parseCreationOptionsFromJSON popover replaceAll replaceChildren requestSubmit setHTML showModal showPicker",
    "startViewTransition structuredClone submitter toReversed toSorted withResolvers",
)


def lire(motif: str) -> str:
    """Every file of a kind, without its comments."""
    textes = (chemin.read_text("utf-8") for chemin in sorted((RACINE / "static").glob(motif)))
    return re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", "\n".join(textes), flags=re.DOTALL)


def dans_les_feuilles(css: str) -> set[str]:
    """The features of style sheets that not every browser of 2019 knows."""
    pseudo = set(re.findall(r"(?<=[\w\s,>+~*)\]({}])::?[a-z-]+\(?(?=[^;{}]*\{)", css)) | set(
        re.findall(r"(?<=[\w)\]])::?[a-z-]+\(", css)
    )
    fonctions = {f"{nom}(" for nom in re.findall(r"(?<![\w:-])([a-z][a-z-]*)\(", css)}
    proprietes = {nom for nom in PROPRIETES if re.search(rf"[{{;]\s*{nom}:", css)}
    valeurs = {nom for nom in VALEURS if re.search(rf"(?<![\w-]){nom}\b|\d{nom}\b", css)}
    return (set(re.findall(r"@[a-z-]+", css)) - AT) | (pseudo - PSEUDO) | (fonctions - FONCTIONS) | proprietes | valeurs


def dans_les_scripts(js: str) -> set[str]:
    """Those of scripts."""
    fabriques = {nom for nom in re.findall(r"new ([A-Z]\w+)", js) if nom not in FABRIQUES}
    ecrites = {f"new {nom}" if nom == "DataTransfer" else nom for nom in fabriques}
    return ecrites | set(re.findall(r"navigator\.\w+", js)) | {nom for nom in SCRIPTS if nom in js}


def lignes() -> dict[str, list[str]]:
    return {
        cellules[0]: cellules[1:]
        for cellules in (
            [une.strip() for une in ligne.strip("|").split("|")] for ligne in TABLE.read_text("utf-8").splitlines() if ligne.startswith("| `")
        )
    }  # fmt: skip


def test_every_feature_of_the_code_is_in_the_table_and_the_table_holds_no_other():
    trouvees = dans_les_feuilles(lire("css/*.css")) | dans_les_scripts(lire("js/*.js"))
    assert {f"`{une}`" for une in trouvees} == set(lignes())


def test_each_row_says_what_is_shown_without_it():
    for nom, (chrome, firefox, safari, sinon) in lignes().items():
        assert all(re.fullmatch(r"\d+(\.\d+)?|—", une) for une in (chrome, firefox, safari)), nom
        assert len(sinon) > 10, nom


def test_what_draws_the_whole_page_is_known_by_an_ipad_of_2019():
    for nom in ("`@layer`", "`:is(`", "`:has(`", "`?.`"):
        assert tuple(map(int, lignes()[nom][2].split("."))) <= PLANCHER, nom


@pytest.mark.parametrize(("css", "attendue"), [
    ("@container (width > 3rem) { p { color: red; } }", "@container"), ("p:user-invalid { color: red; }", ":user-invalid"),
    ("a { color: color-mix(in srgb, red, blue); }", "color-mix("), ("a { block-size: 100dvh; }", "dvh"), ("dialog::backdrop { color: red; }", "::backdrop"),
    ("a { field-sizing: content; }", "field-sizing"),
])  # fmt: skip
def test_a_new_feature_of_a_style_sheet_is_seen(css, attendue):
    assert attendue in dans_les_feuilles(css)


@pytest.mark.parametrize(("js", "attendue"), [
    ("dialogue.showModal();", "showModal"), ("navigator.share({});", "navigator.share"), ("new EyeDropper();", "EyeDropper"),
    ("x ??= 1;", "??="),
])  # fmt: skip
def test_a_new_feature_of_a_script_is_seen(js, attendue):
    assert attendue in dans_les_scripts(js)


def test_each_feature_can_be_taken_from_a_browser():
    """What the journeys of an older browser stand on (tests/navigateurs): nothing of the table stays by mistake."""
    css = lire("css/*.css")
    for trait in dans_les_feuilles(css):
        assert trait not in dans_les_feuilles(ancien.sans_le_trait(css, trait)), trait
    for trait in dans_les_scripts(lire("js/*.js")) - {ancien.SYNTAXE}:
        assert trait in ancien.SCRIPTS or trait.startswith("navigator."), trait


@pytest.mark.parametrize(("trait", "reste"), [
    ("@layer", "a { color: red; }"), (":has(", "a { color: red; } @layer b { a { color: red; } }"),
    ("subgrid", "a { color: red; } @layer b { p:has(a) { ; gap: 1rem; } a { color: red; } }"),
])  # fmt: skip
def test_what_is_taken_leaves_the_rest(trait, reste):
    css = "a { color: red; } @layer b { p:has(a) { display: subgrid; gap: 1rem; } a { color: red; } }"
    assert " ".join(ancien.sans_le_trait(css, trait).split()) == reste
