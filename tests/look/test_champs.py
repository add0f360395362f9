"""A field: label, hint, error and control, in this order, tied to each other for a screen reader."""

from __future__ import annotations

import re

from django import forms
from django.template.loader import render_to_string

from ameli.noyau.templatetags.composants import attributs, erreurs_de
from tests.noyau.saisie.test_champs import champs_du_produit

HOSTILE = '"><script>'


class Essai(forms.Form):
    code = forms.CharField(
        label="Code",
        help_text="4 chiffres",
        error_messages={"required": "Saisissez le code."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    qui = forms.ChoiceField(
        label="Pour qui ?",
        choices=[("a", "Léa"), ("b", "Tom")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une personne."},
    )
    compte = forms.CharField(label="IBAN", required=False, widget=forms.TextInput(attrs={"data-controle": "iban"}))
    honneur = forms.BooleanField(label="Je certifie", error_messages={"required": "Cochez la case."})
    cache = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("Les deux réponses se contredisent.")


def test_label_hint_error_and_control_come_in_this_order():
    html = str(Essai({"code": ""})["code"].as_field_group())
    places = [html.index(marque) for marque in ("<label", "4 chiffres", "Saisissez le code.", "<input")]
    assert places == sorted(places)


def test_the_control_is_described_by_its_hint_and_its_error():
    html = str(Essai({"code": ""})["code"].as_field_group())
    assert 'aria-describedby="id_code_helptext id_code_error"' in html
    assert 'id="id_code_helptext"' in html and 'id="id_code_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'inputmode="numeric"' in html and 'autocomplete="one-time-code"' in html


def test_what_must_be_answered_is_said_and_nothing_is_invalid_before():
    """A browser says an empty list, date, box or choice invalid as soon as it is natively required."""
    html = str(Essai())
    assert " required" not in html and "aria-invalid" not in html
    assert '<fieldset role="radiogroup" aria-required="true">' in html
    assert html.count('aria-required="true"') == 3, "the code, the choice and the box; not the IBAN"


def test_what_was_typed_does_not_leave_its_quotes():
    html = str(Essai({"code": HOSTILE})["code"].as_field_group()) + attributs({"data-vu": HOSTILE})
    assert "<script" not in html
    assert 'value="&quot;&gt;&lt;script&gt;"' in html and 'data-vu="&quot;&gt;&lt;script&gt;"' in html


def test_choices_are_cards_in_a_fieldset_with_a_legend():
    html = str(Essai()["qui"].as_field_group())
    assert re.search(r"<fieldset role=\"radiogroup\" aria-required=\"true\">\s*<legend>Pour qui\s\?</legend>", html)
    assert html.count('class="choix__carte"') == 2
    assert '<label for="id_qui_1">Tom</label>' in html


def test_an_optional_field_says_so_in_words():
    assert "(facultatif)" in str(Essai()["compte"].as_field_group())
    assert "(facultatif)" not in str(Essai()["code"].as_field_group())


def test_an_iban_field_brings_its_live_check():
    html = str(Essai()["compte"].as_field_group())
    assert 'id="id_compte_controle" role="status"' in html
    assert 'type="module"' in html and "js/iban.js" in html


def test_a_single_box_has_its_label_at_its_side():
    html = str(Essai()["honneur"].as_field_group())
    assert html.index("<input") < html.index("<label")
    assert html.count("Je certifie") == 1


def test_hidden_fields_come_without_a_frame():
    assert str(Essai()).count('type="hidden"') == 1


def test_the_summary_lists_what_to_correct_and_leads_to_the_first_control():
    liste = erreurs_de(Essai({}))
    assert liste == [
        {"cible": "", "texte": "Les deux réponses se contredisent."},
        {"cible": "id_code", "texte": "Saisissez le code."},
        {"cible": "id_qui_0", "texte": "Choisissez une personne."},
        {"cible": "id_honneur", "texte": "Cochez la case."},
    ]


def test_the_summary_takes_several_forms_and_counts_in_words():
    html = render_to_string("composants/resume_erreurs.html", {"formulaire": [Essai({}), Essai()]})
    assert "4 informations sont à corriger" in html
    assert 'role="alert"' in html and 'tabindex="-1"' in html


def test_a_form_without_error_has_no_summary():
    assert "resume-erreurs" not in render_to_string("composants/resume_erreurs.html", {"formulaire": Essai()})


MASCULIN = re.compile(
    r"\b(salarié|étudiant|retraité|indépendant|expatrié|demandeur|commerçant|artisan|pensionné|détaché|marié|divorcé|séparé|pacsé|veuf"
    r"|hébergé|logé|né)\b(?!\(e\))",
    re.IGNORECASE,
)


def test_no_choice_calls_a_woman_a_man():
    """« Salarié ou salariée », « Marié(e) », « À la retraite »; what is said of a job or of a child is no word about her."""
    dits = {
        (ou, str(libelle))
        for ou, champ in champs_du_produit()
        if isinstance(champ, forms.ChoiceField) and not ou.startswith(("accounts.importation", "paiements.importation"))
        for _, libelle in champ.choices
        if MASCULIN.search(str(libelle)) and not re.search(r" ou |enfant|emploi salarié", str(libelle), re.IGNORECASE)
    }
    assert not dits


def test_two_fields_of_which_the_same_is_said_are_two_links_in_the_summary():
    class Sejour(forms.Form):
        du = forms.CharField(label="Du", error_messages={"required": "Écrivez la date."})
        au = forms.CharField(label="Au", error_messages={"required": "Écrivez la date."})
        seul = forms.CharField(label="Seul ?", error_messages={"required": "Répondez."})

    dites = [une["texte"] for une in erreurs_de(Sejour({}))]
    assert dites == ["Du\N{NO-BREAK SPACE}: écrivez la date.", "Au\N{NO-BREAK SPACE}: écrivez la date.", "Répondez."]
