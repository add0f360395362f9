"""What only a browser can tell: accessibility in each mode, width, targets, focus, and the small scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.outils.axe import violations

pytestmark = pytest.mark.navigateur

ESPACEMENT = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
CIBLES_PETITES = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
    .filter(e => e.offsetParent && !e.closest('.evitement, [aria-hidden=true]') && getComputedStyle(e).display !== 'inline')
    .map(e => [e.outerHTML.slice(0, 90), e.closest('.choix__carte') ?? e])
    .map(([html, e]) => [html, e.getBoundingClientRect()])
    .filter(([, r]) => r.height < 24 || r.width < 24)
    .map(([html]) => html)"""


@pytest.mark.parametrize("largeur", [1280, 320])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_nothing(ouvrir, largeur, mode):
    assert violations(ouvrir(width=largeur, color_scheme=mode)) == []
    assert violations(ouvrir(width=largeur, color_scheme=mode, connecte=True)) == []


def test_axe_finds_nothing_in_forced_colours(ouvrir):
    assert violations(ouvrir(forced_colors="active")) == []


@pytest.mark.parametrize(("largeur", "hauteur"), [(320, 640), (320, 256), (390, 844), (768, 1024), (1280, 900)])
def test_nothing_is_wider_than_the_screen(ouvrir, largeur, hauteur):
    page = ouvrir(width=largeur, height=hauteur)
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur


@pytest.mark.parametrize("largeur", [768, 961])
def test_a_tablet_shows_the_five_tabs_on_one_line(ouvrir, largeur):
    page = ouvrir(width=largeur, connecte=True)
    hauts = page.evaluate("() => [...document.querySelectorAll('.onglets li')].map(e => e.offsetTop)")
    assert len(hauts) == 5 and len(set(hauts)) == 1


def test_wider_text_spacing_cuts_nothing(ouvrir):
    page = ouvrir(width=320, bypass_csp=True)
    page.add_style_tag(content=ESPACEMENT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    coupes = page.evaluate(
        "() => [...document.querySelectorAll('a, button, label, p, h2, dd, td')].filter(e => e.offsetParent"
        " && getComputedStyle(e).overflow === 'hidden' && e.scrollHeight > e.clientHeight + 1).map(e => e.outerHTML.slice(0, 80))"
    )
    assert [html for html in coupes if "hors-ecran" not in html] == []


@pytest.mark.parametrize("largeur", [1280, 320])
def test_targets_are_large_enough(ouvrir, largeur):
    assert ouvrir(width=largeur).evaluate(CIBLES_PETITES) == []


def test_main_buttons_are_48_pixels_high(ouvrir):
    hauteurs = ouvrir(width=390).evaluate(
        "() => [...document.querySelectorAll('.bouton:not(.bouton--petit), .champ input[type=text], .champ select')]"
        ".map(e => e.getBoundingClientRect().height)"
    )
    assert min(hauteurs) >= 48


def test_the_error_summary_has_the_focus_and_leads_to_the_field(ouvrir):
    page = ouvrir()
    assert page.evaluate("document.activeElement.id") == "resume-erreurs"
    page.get_by_role("link", name="Le numéro de série comporte 10 chiffres. Vous en avez saisi 6.").click()
    expect(page.locator("#id_faux-serie")).to_be_focused()


def test_the_page_is_whole_without_script(ouvrir):
    page = ouvrir(java_script_enabled=False)
    expect(page.get_by_label("Mot de passe").first).to_be_visible()
    expect(page.get_by_role("button", name="Imprimer cette page")).to_have_count(0)
    expect(page.get_by_text("1 85 •• •• ••• •••")).to_be_visible()


def test_a_password_can_be_shown_then_hidden(ouvrir):
    page = ouvrir()
    champ = page.locator("#id_vierge-mot_de_passe")
    bouton = page.get_by_role("button", name="Afficher le mot de passe").first
    bouton.click()
    assert champ.get_attribute("type") == "text"
    cacher = page.get_by_role("button", name="Masquer le mot de passe")
    expect(cacher).to_have_text("Masquer")
    cacher.click()
    assert champ.get_attribute("type") == "password"


@pytest.mark.parametrize(
    ("saisi", "dit"),
    [
        ("fr7630004001230000123456705", "✓ IBAN valide"),
        ("FR14 2004 1010 0505 0001 3M02 606", "✓ IBAN valide"),
        ("DE89370400440532013000", "✓ IBAN valide"),
        ("FR7630004001230000123456706", "Cet IBAN comporte une erreur."),
        ("FR4930004001230000123456706", "La clé de ce RIB ne correspond pas."),
        ("FR76300040012300001234567", "Il manque des caractères : cet IBAN en compte 27, vous en avez saisi 25."),
        ("FR76300040012300001234567055", "Il y a trop de caractères"),
        ("US76300040012300001234567", "Cet IBAN n’est pas d’un pays de la zone SEPA."),
    ],
)
def test_an_iban_is_checked_while_typing(ouvrir, saisi, dit):
    page = ouvrir()
    champ = page.locator("#id_vierge-iban")
    champ.press_sequentially(saisi)
    champ.blur()
    expect(page.locator("#id_vierge-iban_controle")).to_contain_text(dit)


def test_an_iban_is_grouped_and_the_caret_stays_where_it_was(ouvrir):
    page = ouvrir()
    champ = page.locator("#id_vierge-iban")
    champ.press_sequentially("FR7630004001")
    assert champ.input_value() == "FR76 3000 4001"
    for _ in range(4):
        champ.press("ArrowLeft")
    champ.press_sequentially("9")
    assert champ.input_value() == "FR76 3000 9400 1"
    assert champ.evaluate("e => e.selectionStart") == len("FR76 3000 9")


def test_what_is_left_to_write_is_counted(ouvrir):
    page = ouvrir()
    champ = page.locator("#id_vierge-message")
    champ.fill("Bonjour")
    expect(champ.locator("+ p")).to_have_text("Il reste 493 caractères.")


def test_a_reference_can_be_copied(ouvrir):
    page = ouvrir(permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copier la référence").click()
    expect(page.get_by_text("Copié", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "IBAN-2611-7K4Q"


def test_a_masked_number_is_revealed_by_keyboard(ouvrir):
    page = ouvrir()
    page.locator("#reveler summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reveler")).to_contain_text(re.compile(r"1\s85\s05\s40\s999\s001"))


def test_the_focus_is_always_seen_above_the_bottom_bar(ouvrir):
    page = ouvrir(width=390, height=700, connecte=True)
    assert page.locator(".onglets").evaluate("e => getComputedStyle(e).position") == "fixed"
    page.evaluate("document.activeElement.blur()")
    invisibles = []
    for _ in range(45):
        page.keyboard.press("Tab")
        invisibles += page.evaluate(
            """() => {
                const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
                const barre = document.querySelector('.onglets');
                const bas = barre.contains(e) ? innerHeight : barre.getBoundingClientRect().top;
                const vu = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && r.bottom > 0 && r.top < bas - 8;
                return vu || e === document.body ? [] : [e.outerHTML.slice(0, 90)];
            }"""
        )
    assert invisibles == []


def test_at_400_percent_the_tabs_stay_in_the_flow_and_hide_nothing(ouvrir):
    page = ouvrir(width=320, height=256, connecte=True)
    assert page.locator(".onglets").evaluate("e => getComputedStyle(e).position") == "static"


def test_a_warning_comes_150_seconds_ahead_and_one_key_extends(ouvrir):
    page = ouvrir(connecte=True, horloge=True)
    page.route("**/composants/", lambda route: route.fulfill(json={"expire_dans": 1200}))
    avertissement = page.get_by_role("alertdialog", name="Êtes-vous toujours là ?")
    page.clock.fast_forward((1200 - 160) * 1000)
    expect(avertissement).to_have_count(0)
    page.clock.fast_forward(11_000)
    expect(avertissement.get_by_role("button", name="Rester connecté")).to_be_focused()
    with page.expect_request(lambda requete: requete.method == "POST"):
        page.keyboard.press("Enter")
    expect(avertissement).to_have_count(0)


@pytest.mark.parametrize(
    "refus",
    [{"status": 204}, {"body": "<!doctype html>"}, {"json": {}}, {"json": {"expire_dans": 0}}],
    ids=["nothing", "not what was asked", "empty", "over"],
)
def test_a_warning_stays_and_says_so_when_nothing_was_extended(ouvrir, refus):
    page = ouvrir(connecte=True, horloge=True)
    page.route("**/composants/", lambda route: route.fulfill(**refus))
    avertissement = page.get_by_role("alertdialog", name="Êtes-vous toujours là ?")
    page.clock.fast_forward((1200 - 149) * 1000)
    avertissement.get_by_role("button").press("Enter")
    expect(avertissement).to_contain_text("n’a pas pu être prolongée")
    page.unroute("**/composants/")
    page.route("**/composants/", lambda route: route.fulfill(json={"expire_dans": 1200}))
    avertissement.get_by_role("button").press("Enter")
    expect(avertissement).to_have_count(0)


def test_the_end_of_a_session_hides_the_page_is_said_and_leads_back_with_what_was_typed(ouvrir):
    page = ouvrir(connecte=True, horloge=True)
    page.route("**/composants/", lambda route: route.fulfill(json={"expire_dans": 0}))
    page.locator("#champ form").evaluate("f => f.method = 'post'")
    page.locator("#champ form textarea").fill("à ne pas perdre")
    page.clock.fast_forward((1200 - 149) * 1000)
    page.clock.fast_forward(151_000)
    fin = page.get_by_role("alertdialog", name="Vous êtes déconnecté")
    expect(fin.get_by_role("button", name="Me reconnecter")).to_be_focused()
    expect(fin).to_contain_text("avec ce que vous avez écrit")
    assert not page.locator("main").is_visible()
    page.evaluate(
        """() => new Promise(parti => {
            HTMLFormElement.prototype.submit = function () { parti([...new FormData(this).values()].join()); };
            document.activeElement.click();
        }).then(envoye => { if (!envoye.includes('à ne pas perdre')) throw new Error(envoye); })"""
    )


def test_typing_keeps_the_session_at_most_once_a_minute(ouvrir):
    page = ouvrir(connecte=True, horloge=True)
    prolongees = []
    page.route("**/composants/", lambda route: (prolongees.append(1), route.fulfill(json={"expire_dans": 1200})))
    champ = page.locator("#champ form input[type=text]").first
    for _ in range(3):
        page.clock.fast_forward(61_000)
        champ.press_sequentially("abc")
    page.wait_for_timeout(100)
    assert len(prolongees) == 3
    page.clock.fast_forward((1200 - 170) * 1000)
    expect(page.get_by_role("alertdialog")).to_have_count(0)


def test_a_form_leaves_once_and_wakes_when_the_page_comes_back(ouvrir):
    departs = ouvrir().evaluate(
        """() => {
            const f = document.querySelector('#champ form'); let n = 0;
            f.addEventListener('submit', e => { if (!e.defaultPrevented) n += 1; e.preventDefault(); });
            f.requestSubmit(); f.requestSubmit();
            dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
            f.requestSubmit();
            return n;
        }"""
    )
    assert departs == 2


UN_AUTRE_BOUTON = """() => document.querySelector('#depot form').insertAdjacentHTML(
    'beforeend', '<button name="suite" value="autre">Ajouter un autre</button>')"""
SANS_REQUEST_SUBMIT = """() => {
    delete HTMLFormElement.prototype.requestSubmit;
    Object.defineProperty(SubmitEvent.prototype, 'submitter', {get: () => undefined});
}"""


@pytest.mark.parametrize("navigateur", ["d’aujourd’hui", "de 2021"])
def test_a_form_leaves_after_its_files_in_any_browser(ouvrir, navigateur):
    """Before Safari 16 there is no requestSubmit, and before 15.4 nobody says which button was pressed: it is the one that answers."""
    page = ouvrir()
    page.evaluate(UN_AUTRE_BOUTON)
    page.add_script_tag(type="module", url="/static/js/fichiers.js")
    page.locator("#depot [data-sans-script]").wait_for(state="detached")
    if navigateur == "de 2021":
        page.evaluate(SANS_REQUEST_SUBMIT)
    en_route = []
    page.route("**/fichiers/", lambda route: en_route.append(route))
    with page.expect_request("**/fichiers/"):
        page.set_input_files("#depot input[type=file]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"a"})
    page.locator("#depot button", has_text="Ajouter un autre").dispatch_event("click")
    expect(page.locator("#depot [role=status]")).to_have_text("Vos fichiers partent : le formulaire suivra.")
    recu = {"id": "a", "nom": "a.jpg", "voir": "", "retirer": "/", "image": False, "poids": "1 ko"}
    with page.expect_request(lambda requete: requete.method == "POST" and requete.is_navigation_request()) as partie:
        en_route[0].fulfill(json=recu)
    assert b"suite" in (partie.value.post_data_buffer or b"")


def test_paper_has_neither_navigation_nor_buttons(ouvrir):
    page = ouvrir()
    page.emulate_media(media="print")
    assert page.locator(".bac-a-sable strong").is_visible(), "a printed page says that it is an exercise"
    for selecteur in (".bac-a-sable a", ".evitement", ".pied", ".fil-ariane", "#bouton .bouton"):
        assert not page.locator(selecteur).first.is_visible()
    assert page.locator("#tableau table").is_visible()


def test_the_agents_sign_in_breaks_no_rule_of_the_content_policy(ouvrir, site):
    page = ouvrir()
    page.goto(f"{site}/agents/login/")
    assert page.locator("input[type=password]").is_visible()
    assert violations(page) == []
