"""Whatever is put around a value, it is read; what is not one is never read as one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import iban as norme

from ameli.noyau.saisie import (
    code,
    code_postal,
    courriel,
    dates,
    iban,
    montant,
    nir,
    quantite,
    reference,
    serie,
    telephone,
)
from ameli.noyau.saisie.signes import Illisible
from tests.fabriques_iban import iban_francais
from tests.noyau.saisie import papiers
from tests.noyau.saisie.papiers import habillees

NIRS = st.builds(
    lambda sexe, an, mois, lieu, suite: f"{sexe}{an:02}{mois:02}{lieu}{suite:06}",
    st.sampled_from("12"), st.integers(0, 99), st.integers(1, 12), st.sampled_from(["01", "40", "2A", "2B", "97", "99"]),
    st.integers(1001, 999_999),
)  # fmt: skip
IBANS = st.one_of(
    st.builds(iban_francais, st.just(13335), st.integers(0, 99_999), st.integers(0, 99_999_999_999)).map(lambda numero: numero.replace(" ", "")),
    st.sampled_from(["DE89370400440532013000", "BE68539007547034", "LU280019400644750000", "FR1420041010050500013M02606"]),
)  # fmt: skip
CHIFFRES = "0123456789"


def lire_code(texte: str) -> str:
    return code.lire(texte, (4, 6, 8), "Le code a 6 chiffres.")


def lire_papier(texte: str) -> str:
    return code.lire_lettres(texte, 16, "23456789abcdefghjkmnpqrstuvwxyz", "Le code a 16 signes.").upper()


LECTEURS = {
    "nir": (nir.lire, NIRS),
    "iban": (iban.lire, IBANS),
    "fin d’iban": (iban.lire_fin, IBANS.map(lambda numero: numero[-7:])),
    "bic": (iban.lire_bic, st.sampled_from(["COBADEFFXXX", "BNPAFRPP", "BICICIAB", "SWIFDEFF"])),
    "serie": (serie.lire, st.text(CHIFFRES, min_size=10, max_size=10)),
    "fin de serie": (serie.lire_fin, st.text(CHIFFRES, min_size=7, max_size=7)),
    "carte europeenne": (serie.lire_europeenne, st.text(CHIFFRES, min_size=20, max_size=20)),
    "code": (lire_code, st.sampled_from([4, 6, 8]).flatmap(lambda n: st.text(CHIFFRES, min_size=n, max_size=n))),
    "code d’un papier": (lire_papier, st.text("23456789ABCDEFGHJKMNPQRSTUVWXYZ", min_size=16, max_size=16)),
    "telephone": (telephone.lire, st.text(CHIFFRES, min_size=8, max_size=8).map(lambda fin: f"06{fin}")),
    "code postal": (code_postal.lire, st.text(CHIFFRES, min_size=5, max_size=5)),
    "avis": (reference.lire_avis, st.from_regex(r"[0-9]{16}[A-Z]", fullmatch=True)),
    "demarche": (
        lambda texte: reference.lire_demarche(texte).replace("-", ""), st.from_regex(r"D[0-9A-Z]{12}", fullmatch=True)
    ),
}  # fmt: skip


@pytest.mark.parametrize("genre", LECTEURS)
@given(donnees=st.data())
def test_whatever_parts_or_surrounds_a_value_it_is_read(genre, donnees):
    lire, valeurs = LECTEURS[genre]
    valeur, ecrite = donnees.draw(habillees(valeurs))
    assert lire(ecrite) == valeur


def phrase(lire, texte: str) -> str:
    with pytest.raises(Illisible) as faute:
        lire(texte)
    return str(faute.value)


@pytest.mark.parametrize("genre", LECTEURS)
@example("D-XXXX")
@given(texte=st.text(max_size=60))
def test_any_text_gives_a_value_of_the_kind_or_a_sentence_that_repeats_nothing(genre, texte):
    lire, _ = LECTEURS[genre]
    try:
        lue = lire(texte)
    except Illisible as faute:
        assert str(faute).endswith(".")
        assert len(texte) < 4 or texte not in str(faute) or texte in phrase(lire, "☃"), (
            "words of the sentence may be typed"
        )
    else:
        assert lue.isascii() and lue.upper() == lue and lire(lue) == lue


@pytest.mark.parametrize("genre", sorted(set(LECTEURS) - {"iban", "fin d’iban", "bic"}))
@given(donnees=st.data())
def test_one_sign_more_or_less_is_another_thing(genre, donnees):
    lire, valeurs = LECTEURS[genre]
    valeur = donnees.draw(valeurs)
    for autre in (valeur[:-1], valeur + "É", "٣" + valeur):
        with pytest.raises(Illisible):
            lire(autre)


@given(NIRS, st.integers(1, 96))
def test_a_number_whose_key_is_wrong_is_no_number(numero, ecart):
    juste = int(nir.complet(numero)[13:])
    with pytest.raises(Illisible, match="deux derniers chiffres"):
        nir.lire(f"{numero}{(juste - 1 + ecart) % 97 + 1:02}")


@pytest.mark.parametrize("ecrit", papiers.RIBS)
def test_an_iban_is_read_as_ribs_print_it(ecrit):
    assert iban.lire(ecrit) == papiers.IBAN_DU_RIB and norme.is_valid(papiers.IBAN_DU_RIB)
    assert iban.lire_fin(ecrit)[-7:] == papiers.IBAN_DU_RIB[-7:]


@pytest.mark.parametrize("ecrit", papiers.BICS)
def test_a_bic_is_read_as_ribs_print_it(ecrit):
    assert iban.lire_bic(ecrit) == "COBADEFFXXX"


@pytest.mark.parametrize("ecrit", papiers.CARTES)
def test_a_nir_is_read_as_cards_and_decomptes_print_it(ecrit):
    assert nir.lire(ecrit) == papiers.NIR_DE_LA_CARTE


@pytest.mark.parametrize("ecrit", papiers.SERIES)
def test_a_serial_is_read_as_cards_print_it(ecrit):
    assert serie.lire(ecrit) == "1012345678"


@pytest.mark.parametrize("ecrit", papiers.TELEPHONES)
def test_a_french_number_is_ten_digits_however_it_is_written(ecrit):
    assert telephone.lire(ecrit) == telephone.lire_mobile(ecrit) == "0639980001"


def test_a_foreign_number_keeps_its_country():
    assert telephone.lire("+32 470 12 34 56") == telephone.lire("0032/470.12.34.56") == "+32470123456"


@pytest.mark.parametrize(
    "ecrit",
    ["", "06 39 98 00 0", "+33 6 39 98 00 0", "06 39 98 00 011", "639980001", "O6 39 98 00 01", "06+39980001", "+"],
)
def test_anything_else_is_no_number(ecrit):
    with pytest.raises(Illisible):
        telephone.lire(ecrit)
    with pytest.raises(Illisible):
        telephone.lire_mobile("05 36 49 00 11")


@pytest.mark.parametrize("ecrit", papiers.CODES_POSTAUX)
def test_a_postal_code_is_read_as_envelopes_print_it(ecrit):
    assert code_postal.lire(ecrit) == "40100"


@pytest.mark.parametrize("ecrit", papiers.REFERENCES)
def test_the_reference_of_an_avis_is_read_as_letters_print_it(ecrit):
    assert reference.lire_avis(ecrit) == "4012603000001231N"


@pytest.mark.parametrize("ecrit", papiers.COURRIELS)
def test_an_address_is_read_as_messages_give_it(ecrit):
    assert courriel.lire(ecrit) == "lea.duprat@exemple.fr"


@pytest.mark.parametrize(
    ("ecrit", "phrase"),
    [
        ("lea duprat@exemple.fr", courriel.SANS_ESPACE),
        ("lea@exemple.fr. Merci", courriel.SANS_ESPACE),
        ("lea@exemple. fr", courriel.SANS_ESPACE),
        ("lea@ex emple.fr", courriel.SANS_ESPACE),
        ("lea@exemple.fr, paul@exemple.fr", courriel.UNE_SEULE),
        ("lea@exemple.fr <paul@exemple.fr>", courriel.UNE_SEULE),
    ],
)
def test_of_what_may_be_two_addresses_none_is_chosen(ecrit, phrase):
    with pytest.raises(Illisible, match=phrase):
        courriel.lire(ecrit)


@pytest.mark.parametrize("ecrit", ["lea@exemple,fr", "lea@exemple.co,uk", "lea@", "lea@exemple..fr"])
def test_a_sign_typed_for_another_is_told(ecrit):
    with pytest.raises(ValidationError):
        validate_email(courriel.lire(ecrit))


@pytest.mark.parametrize(("ecrit", "lu"), [("2", 2), ("1 234", 1234), ("+7", 7), ("1’234", 1234), ("\u200b１２", 12)])
def test_a_whole_number_is_read_whatever_parts_its_thousands(ecrit, lu):
    assert quantite.lire_entier(ecrit) == lu


@pytest.mark.parametrize(
    "ecrit", ["", "-1", "−5", "1e3", "1 2", "1,0", "2 mille", "15 kg", "٣", "²", "½", "9" * 40, "0x10", "1_0"]
)
def test_what_is_no_whole_number_is_never_read_as_one(ecrit):
    with pytest.raises(Illisible):
        quantite.lire_entier(ecrit)


@pytest.mark.parametrize(
    "ecrit", ["1e3", "1E-5", "NaN", "Infinity", "-1,5", "1,2,3", "1.23,5", "12,5 %", "1,5 million"]
)
def test_what_is_no_plain_number_is_never_read_as_one(ecrit):
    with pytest.raises(Illisible):
        quantite.lire_decimal(ecrit)


@pytest.mark.parametrize(
    ("ecrit", "lu"), [("BIC PSSTFRPP", "PSSTFRPP"), ("SWIFT : BICICIAB", "BICICIAB"), ("bicicîab", "BICICîAB")]
)
def test_a_bic_is_not_taken_for_its_label_nor_its_label_for_a_bic(ecrit, lu):
    assert iban.serrer_bic(ecrit) == lu


@pytest.mark.parametrize(
    "lire",
    [lire_code, nir.lire, iban.lire_fin, lire_papier, reference.lire_demarche, telephone.lire, dates.lire],
)
@pytest.mark.parametrize("morceau", ["1a", "a ", "1 ", "A1_", "\u200b+"])
def test_a_very_long_text_is_refused_at_once(lire, morceau):
    """The work grows with the text, not with its square: a hundred thousand signs cost what they weigh."""
    with pytest.raises(Illisible):
        lire(morceau * 50_000)


@pytest.mark.parametrize("ecrit", papiers.MONTANTS)
def test_an_amount_is_read_as_letters_and_banks_print_it(ecrit):
    assert montant.lire(ecrit) == Decimal("1234.50")


@given(st.decimals(0, 999_999, places=2))
def test_any_amount_of_euros_is_read(euros):
    assert montant.lire(f"{euros:.2f}".replace(".", ",") + " €") == euros


@pytest.mark.parametrize("ecrit", papiers.PAS_DES_MONTANTS)
def test_what_could_be_read_in_two_ways_is_no_amount(ecrit):
    with pytest.raises(Illisible):
        montant.lire(ecrit)


@pytest.mark.parametrize("ecrite", papiers.DATES)
def test_a_date_is_read_as_papers_print_it(ecrite):
    assert dates.lire(ecrite, depuis=date(1976, 11, 23), jusqu_a=date(2075, 11, 23)) == date(2030, 2, 11)


@pytest.mark.parametrize("ecrite", papiers.PREMIERS)
def test_the_first_of_a_month_has_its_own_way(ecrite):
    assert dates.lire(ecrite) == date(2026, 3, 1)


@pytest.mark.parametrize("ecrite", papiers.PAS_DES_DATES)
def test_what_is_no_date_is_never_read_as_one(ecrite):
    with pytest.raises(Illisible):
        dates.lire(ecrite)


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d-%m-%Y", "%d%m%Y", "%Y-%m-%d"]),
)
def test_each_day_is_read_in_each_way(jour, forme):
    assert dates.lire(f"{jour:{forme}}") == jour


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_sentence(texte):
    try:
        assert dates.PREMIERE <= dates.lire(texte, inconnu=True) <= dates.DERNIERE
    except Illisible as faute:
        assert str(faute).endswith(".")


def test_a_year_of_two_figures_is_read_when_one_century_alone_is_possible():
    vivants = {"depuis": date(1916, 11, 23), "jusqu_a": date(2026, 11, 23)}
    assert dates.lire("12/05/85", **vivants) == date(1985, 5, 12)
    assert dates.lire("12/05/10", **vivants) == date(2010, 5, 12)
    with pytest.raises(dates.SiecleInconnu, match="4 chiffres"):
        dates.lire("12/05/20", **vivants)


def test_a_day_or_a_month_that_nobody_knows_is_the_first_where_the_registry_may_hold_it():
    assert dates.lire("00/00/1985", inconnu=True) == dates.lire("1985-00-00", inconnu=True) == date(1985, 1, 1)
    assert dates.lire("00 05 1985", inconnu=True) == date(1985, 5, 1)
    with pytest.raises(Illisible):
        dates.lire("00/05/1985")
