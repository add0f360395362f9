"""Barcodes: typed with their key, and read on photos as people take them."""

from __future__ import annotations

import pytest

from ameli.noyau.saisie import ean
from ameli.noyau.saisie.signes import Illisible
from ameli.noyau.televersement import codes_barres, lecteur_codes
from tests.fabriques_codes import Prise, avec_cle, corpus, photographier
from tests.fabriques_fichiers import photo

CODE = avec_cle("299803000137")


def test_at_least_95_in_100_printed_codes_are_read_on_photos_and_none_is_read_wrong():
    presents = lus = 0
    for image, codes in corpus(combien=3):
        vrais = {ean.canonique(code) for code in codes}
        trouves = {ean.canonique(code) for code in lecteur_codes.lire(image)}
        assert trouves <= vrais
        presents, lus = presents + len(vrais), lus + len(trouves)
    assert presents >= 80 and lus >= 0.95 * presents


@pytest.mark.parametrize("chiffres", ["299803000137", "2968451", "01234567890"], ids=["ean13", "ean8", "upc"])
def test_each_kind_of_code_is_read_by_the_program_of_its_own(chiffres):
    code = avec_cle(chiffres)
    assert codes_barres.lire(photographier(code, prise=Prise(angle=7))) == [code.zfill(13) if len(code) == 12 else code]


def test_two_codes_on_one_photo_are_both_read():
    autre = avec_cle("211104000211")
    assert set(codes_barres.lire(photographier(CODE, autre))) == {CODE, autre}


@pytest.mark.parametrize("octets", [photo(400, 300), b"not a picture"], ids=["no code", "no picture"])
def test_what_shows_no_code_gives_none(octets):
    assert codes_barres.lire(octets) == []


def test_a_reader_that_lasts_reads_nothing(monkeypatch):
    monkeypatch.setattr("ameli.noyau.televersement.isole.DUREE", 0.001)
    assert codes_barres.lire(photographier(CODE)) == []


@pytest.mark.parametrize(
    ("saisie", "code"),
    [
        (CODE, CODE), (f"{CODE[0]} {CODE[1:7]} {CODE[7:]}", CODE), (f"EAN : {CODE}", CODE), ("96385074", "96385074"),
        ("012345678905", "0012345678905"), ("0-12345-67890-5", "0012345678905"),
    ],
)  # fmt: skip
def test_a_typed_code_is_kept_as_it_is_read_elsewhere(saisie, code):
    assert ean.lire(saisie) == code


@pytest.mark.parametrize("saisie", ["", "12", "abc", "٢٩٩٨٠٣٠٠٠١٣٧٢", CODE + "5", "2998030"])
def test_what_has_not_the_right_number_of_digits_says_to_copy_them_all(saisie):
    with pytest.raises(Illisible, match="tous les chiffres"):
        ean.lire(saisie)


@pytest.mark.parametrize("place", range(13))
def test_one_wrong_digit_is_seen(place):
    faux = f"{CODE[:place]}{(int(CODE[place]) + 1) % 10}{CODE[place + 1 :]}"
    with pytest.raises(Illisible, match="les 13 chiffres"):
        ean.lire(faux)
