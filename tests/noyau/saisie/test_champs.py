"""Every field of the product reads with the one reader, cuts nothing, and is judged on what it read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from unittest.mock import Mock

import pytest
from django import forms
from django.contrib.admin import site
from django.core.exceptions import ValidationError
from django.urls import get_resolver
from hypothesis import given
from hypothesis import strategies as st

from ameli.bac_a_sable.vrais_numeros import PHRASE
from ameli.noyau.calendrier import PARIS
from ameli.noyau.saisie import interdits
from ameli.noyau.saisie.champs import (
    ChampCode,
    ChampCourriel,
    ChampDecimal,
    ChampEntier,
    ChampLigne,
    ChampMobile,
    ChampMontant,
    ChampMotDePasse,
    ChampNir,
    ChampSerie,
)
from ameli.noyau.saisie.champs_choses import ChampCodeBarres, ChampNumero
from ameli.noyau.saisie.champs_dates import ChampDate, ChampMoment, ChampNaissance
from ameli.noyau.saisie.champs_noms import ChampNom, ChampPrenoms
from ameli.noyau.saisie.champs_textes import ChampTexte
from demarches.moteur.parcours import saisie_brute
from tests.noyau.saisie import papiers
from tests.noyau.saisie.papiers import habillees

RACINE = Path(__file__).resolve().parents[3]
PRODUIT = ("accounts", "demarches", "documents", "paiements", "ameli")
FICHIERS = "accounts.importation"  # what another system writes in a file, nobody types
LECTEURS = (ChampLigne, ChampCourriel, ChampMotDePasse, ChampDate, ChampMoment, ChampMontant, ChampEntier, ChampDecimal)
# A number of calls, drawn by a trainer; what a radio button or a script gives is nobody's typing.
SANS_LECTEUR = {"ameli.bac_a_sable.formulaires.FormulaireMode.fois"}


def champs_du_produit(classe: type = forms.BaseForm) -> Iterator[tuple[str, forms.Field]]:
    get_resolver().url_patterns  # noqa: B018  every room is imported
    for fille in classe.__subclasses__():
        yield from champs_du_produit(fille)
        if fille.__module__.startswith(PRODUIT) and not fille.__module__.startswith(FICHIERS):
            for nom, champ in getattr(fille, "base_fields", {}).items():
                yield f"{fille.__module__}.{fille.__qualname__}.{nom}", champ


def test_every_line_that_is_typed_has_its_reader():
    lignes = {
        nom: champ
        for nom, champ in champs_du_produit()
        if isinstance(champ.widget, forms.TextInput | forms.DateInput | forms.PasswordInput)
        and not champ.widget.is_hidden
        and getattr(champ.widget, "template_name", "").startswith("django/")
    }
    assert len(lignes) > 50
    assert {nom for nom, champ in lignes.items() if not isinstance(champ, LECTEURS)} == SANS_LECTEUR


def test_every_text_of_several_lines_has_its_reader():
    textes = [(nom, champ) for nom, champ in champs_du_produit() if isinstance(champ.widget, forms.Textarea)]
    assert len(textes) > 10
    assert [nom for nom, champ in textes if not isinstance(champ, ChampTexte)] == []


def test_a_text_loses_what_nobody_sees_and_nothing_else():
    ecrit = "\u202eBonjour\u202c,\r\n\r\n\x00je\u00a0paie 12\u202f€ \u200b🙂 "
    assert ChampTexte(max_length=28).clean(ecrit) == "Bonjour,\n\nje\u00a0paie 12\u202f€ 🙂"
    with pytest.raises(ValidationError, match="obligatoire"):
        ChampTexte().clean(" \u3164\u200b\u00a0\r\n")


def test_what_is_typed_into_a_table_of_the_agents_is_read_as_elsewhere(rf):
    """Each line, text and date that a table of the agents' site takes, on its page to add a row."""
    demande = rf.get("/")
    demande.user = Mock(is_superuser=True, has_perm=lambda *_: True)
    tables = [
        table
        for table in site._registry.values()
        if table.model.__module__.startswith(PRODUIT) and table.has_add_permission(demande)
    ]
    lus = {
        f"{type(table).__name__}.{nom}": champ
        for table in tables
        for nom, champ in table.get_form(demande).base_fields.items()
        if isinstance(champ.widget, forms.TextInput | forms.Textarea | forms.DateInput)
        and not isinstance(champ, forms.IntegerField)
    }
    assert len(lus) > 10
    assert [nom for nom, champ in lus.items() if not isinstance(champ, (*LECTEURS, ChampTexte))] == []


def test_a_day_that_no_calendar_has_is_said_so_whatever_the_field_says_of_its_form():
    for champ, ecrite in ((ChampDate(), "31/02/2027"), (ChampNaissance(), "31/02/1985"), (ChampDate(), "31/12/9999")):
        with pytest.raises(ValidationError, match="une date qui existe"):
            champ.clean(ecrite)
    with pytest.raises(ValidationError, match="en chiffres"):
        ChampDate().clean("onze février 2030")


def test_an_amount_that_is_too_great_is_said_so():
    with pytest.raises(ValidationError, match="trop grand"):
        ChampMontant().clean("12 000 000,00")


def test_no_field_is_cut_by_the_browser():
    for nom, champ in champs_du_produit():
        if not isinstance(champ, forms.FileField | forms.ModelChoiceField):
            formulaire = type("Un", (forms.Form,), {"champ": champ})()
            assert "maxlength" not in str(formulaire["champ"]), nom
    gabarits = [g for racine in ("templates", *PRODUIT) for g in (RACINE / racine).rglob("*.html")]
    assert not [str(g) for g in gabarits if "maxlength=" in g.read_text("utf-8")]


def test_a_length_is_that_of_what_was_read_and_its_sentence_says_how_many_are_too_many():
    champ = ChampLigne(max_length=10)
    assert champ.clean("\u200b  Dax \u00a0 sud\u200b\u200b\u200b\u200b ") == "Dax sud"
    with pytest.raises(ValidationError, match="10 caractères au plus. Il y en a 14"):
        champ.clean("Mont-de-Marsan")


@pytest.mark.django_db
@pytest.mark.parametrize("ecrite", papiers.DATES)
def test_a_field_of_dates_reads_those_of_papers(ecrite):
    assert ChampDate().clean(ecrite) == date(2030, 2, 11)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ecrite",
    ["12/05/1985", "12 05 1985", "12.05.1985", "12051985", "1985-05-12", "12 mai 1985", "12 / 05 / 1985", "12/05/85"],
)
def test_a_birth_is_read_as_papers_and_browsers_give_it(ecrite):
    assert ChampNaissance().clean(ecrite) == date(1985, 5, 12)


@pytest.mark.parametrize(
    "ecrite",
    [
        "11/02/2030 9 h 30",
        "11/02/2030 9h30",
        "11/02/2030 à 09:30",
        "11 février 2030 à 9\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30",
    ],
)
def test_a_moment_is_a_day_and_an_hour_in_paris(ecrite):
    assert ChampMoment().clean(ecrite) == datetime(2030, 2, 11, 9, 30, tzinfo=PARIS)
    assert ChampMoment().clean("11/02/2030 9 h") == datetime(2030, 2, 11, 9, tzinfo=PARIS)


@pytest.mark.parametrize("ecrite", ["11/02/2030", "9 h 30", "11/02/2030 25 h", "30/02/2030 9 h", "lundi à 9 h"])
def test_half_a_moment_is_refused_with_an_example(ecrite):
    with pytest.raises(ValidationError, match="par exemple"):
        ChampMoment().clean(ecrite)


@pytest.mark.django_db
@pytest.mark.parametrize("ecrite", ["23/11/2027", "31/12/1879", "12/05/20", "hier"])
def test_a_birth_is_past_and_of_one_century(ecrite):
    with pytest.raises(ValidationError):
        ChampNaissance().clean(ecrite)


@pytest.mark.parametrize(
    "champ",
    [
        ChampDate(required=False),
        ChampMoment(required=False),
        ChampMontant(required=False),
        ChampNir(required=False),
        ChampMotDePasse(required=False),
    ],
)
def test_what_nobody_sees_alone_is_nothing(champ):
    assert not champ.clean(" \u200b\u00a0 ") or isinstance(champ, ChampMotDePasse)


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("Jean–Pierre", "Jean-Pierre"),
        ("Saint\u2011Exupéry", "Saint-Exupéry"),
        ("O´Brien", "O’Brien"),
        ("d`Arc.", "d’Arc"),
        ("« Duprat »", "Duprat"),
        ("E\u0301lise", "Élise"),
        ("ＤＵＰＲＡＴ", "DUPRAT"),
        ("Đặng", "Đặng"),
    ],
)
def test_a_name_is_read_whatever_dash_apostrophe_or_accent_wrote_it(ecrit, lu):
    assert ChampNom().clean(ecrit) == lu


def test_given_names_are_parted_by_any_sign_of_a_list():
    assert ChampPrenoms().clean("Léa ; Marie/Anne, ") == "Léa, Marie, Anne"


@pytest.mark.parametrize("ecrit", ["Duprat 2", "Jean_Pierre", "DUPRAT (née LABAT)", "-", "’"])
def test_what_no_civil_register_writes_is_no_name(ecrit):
    with pytest.raises(ValidationError, match="des lettres seulement"):
        ChampNom().clean(ecrit)


def test_an_amount_that_is_asked_for_may_not_stay_empty():
    with pytest.raises(ValidationError, match="Saisissez un montant"):
        ChampMontant().clean("")


def test_a_password_is_kept_as_it_is_typed():
    assert ChampMotDePasse().clean(" a\u200bb ") == " a\u200bb "


def test_a_code_may_come_with_its_label():
    assert ChampCode(6, invalid="Le code a 6 chiffres.").clean("Code : 123 456") == "123456"


@pytest.mark.parametrize(
    ("champ", "vrai"),
    [(ChampNir(), "2850178006084"), (ChampMobile(), "0612345678"), (ChampSerie(), "4012345678")],
)
@given(donnees=st.data())
def test_a_true_number_is_refused_in_practice_whatever_it_is_dressed_in(champ, vrai, donnees):
    _, ecrite = donnees.draw(habillees(st.just(vrai)))
    with pytest.raises(ValidationError, match=PHRASE):
        champ.clean(ecrite)


@pytest.mark.parametrize("vrai", ["285017800608491", "FR7630006000011234567890189", "prenom.nom@courrier-a-moi.fr"])
@given(donnees=st.data())
def test_signs_that_nobody_sees_hide_no_true_number_in_a_text(vrai, donnees):
    cache = "".join(signe + donnees.draw(st.text(papiers.INVISIBLES, max_size=2)) for signe in vrai)
    assert interdits.refus(f"Bonjour, voici {cache} merci").startswith(PHRASE)


@pytest.mark.parametrize("ecrit", [*papiers.CARTES, *papiers.SERIES, *papiers.TELEPHONES])
def test_practice_numbers_pass_in_every_dress(ecrit):
    champ = next(c for c in (ChampNir(), ChampSerie(), ChampMobile()) if _lit(c, ecrit))
    assert re.fullmatch(r"[0-9]{10,13}", champ.clean(ecrit))


@given(donnees=st.data())
def test_a_barcode_that_looks_like_somebodys_number_is_read_and_kept_after_an_error(donnees):
    code, ecrite = donnees.draw(habillees(st.just("3017620422003")))  # France's barcodes begin with 3
    assert interdits.refus(code).startswith(PHRASE)
    assert ChampCodeBarres().clean(ecrite) == code
    formulaire = type("Achat", (forms.Form,), {"code": ChampCodeBarres(), "nom": forms.CharField()})()
    assert saisie_brute(formulaire, {"code": code, "nom": code}) == {"code": code}


@pytest.mark.parametrize("ecrit", [*papiers.TITRES_DE_SEJOUR, "06 12 34 56 78", "4012345678", "2850178006084"])
def test_the_number_of_a_paper_is_nobodys_whatever_it_looks_like_and_a_mailbox_is_somebodys(ecrit):
    assert ChampNumero().clean(ecrit) == ecrit
    with pytest.raises(ValidationError, match=PHRASE):
        ChampNumero().clean("prenom.nom@courrier-a-moi.fr")


def test_what_leaves_without_its_form_at_hand_is_judged_by_the_name_of_its_field():
    """A page that shows errors, and what was sent without a session, are kept for an hour or not at all."""
    bons = {"code": "3017620422003", "0-article": "3 017620 422003", "titre_numero": "06 12 34 56 78"}
    assert interdits.refus_de_l_envoi((nom, [valeur]) for nom, valeur in bons.items()) == ""
    for nom, vrai in (("nom", "3017620422003"), ("code", "2850178006084"), ("titre_numero", "nom@courrier-a-moi.fr")):
        assert interdits.refus_de_l_envoi([(nom, ["Bonjour", vrai])]).startswith(PHRASE)


def _lit(champ: ChampLigne, ecrit: str) -> bool:
    try:
        return bool(champ.clean(ecrit))
    except ValidationError:
        return False


@pytest.mark.parametrize(("ecrit", "lu"), [("2", 2), (" 1\u202f234 ", 1234), ("1\u00a0234\u200b", 1234), (7, 7)])
def test_a_whole_number_is_read_with_its_thousands_parted_or_not(ecrit, lu):
    assert ChampEntier(faute="Un nombre.").clean(ecrit) == lu


@pytest.mark.parametrize("ecrit", ["", "deux", "1,5", "-1", "21", "1e1"])
def test_what_is_no_whole_number_gets_the_one_sentence(ecrit):
    with pytest.raises(ValidationError, match="De 0 à 20"):
        ChampEntier(faute="De 0 à 20.", min_value=0, max_value=20).clean(ecrit)


@pytest.mark.parametrize("ecrit", ["1,5", "1.5", " 1,50\u200b", Decimal("1.5")])
def test_a_number_takes_a_comma_or_a_point_and_is_shown_with_a_comma(ecrit):
    champ = ChampDecimal(faute="Un nombre.", decimal_places=2)
    assert champ.clean(ecrit) == Decimal("1.5") and champ.prepare_value(Decimal("1.5")) == "1,5"
