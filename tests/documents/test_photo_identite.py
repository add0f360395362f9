"""The identity photo and the identity document, judged by the server; portraits are drawn (`portraits.py`)."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.photo_identite import controle, mesures, piece, regles, visage
from documents.photo_identite.controle import ImageRefusee
from documents.photo_identite.regles import Visage
from tests.documents import portraits

JOUR = date(2026, 11, 23)
S = regles.seuils(JOUR)
JUSTE = Visage(centre_x=0.5, haut=0.12, hauteur=0.75)


@pytest.fixture(autouse=True)
def sans_detecteur(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visage, "_detecteur", lambda: None)


def remarques(**dessin) -> list[str]:
    return [r.code for r in controle.remarques_photo(portraits.octets(portraits.dessiner(**dessin)), JOUR)]


def avec_visages(*visages: Visage) -> list[str]:
    lues = mesures.mesurer(portraits.dessiner())
    return [r.code for r in regles.juger(replace(lues, visages=visages), S)]


@pytest.mark.parametrize("fond", ["#c9d3dc", "white", "#9fb6cc"])
def test_a_sharp_well_lit_face_on_a_plain_ground_gets_no_remark(fond: str) -> None:
    assert remarques(fond=fond) == []


def test_a_dark_skin_that_is_well_lit_gets_no_remark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portraits, "PEAU", (108, 74, 56))
    monkeypatch.setattr(portraits, "OMBRE", (78, 52, 40))
    assert remarques() == []


@pytest.mark.parametrize(
    ("dessin", "code"),
    [
        ({"flou": 6}, "floue"),
        ({"lumiere": 0.3}, "sombre"),
        ({"lumiere": 1.7}, "claire"),
        ({"etagere": True}, "fond"),
        ({"fond": "#333333"}, "fond"),
        ({"tetes": 0}, "voile"),
    ],
)
def test_each_fault_has_one_sentence_of_its_own(dessin: dict, code: str) -> None:
    assert remarques(**dessin) == [code]


def test_a_remark_says_what_to_do_and_never_stops_the_sending() -> None:
    for dessin in ({"flou": 6}, {"lumiere": 0.3}, {"etagere": True}):
        for remarque in controle.remarques_photo(portraits.octets(portraits.dessiner(**dessin)), JOUR):
            assert not remarque.bloque
            assert remarque.phrase.endswith(".") and remarque.phrase.count(".") >= 2


def test_without_a_detector_nothing_is_said_of_the_face() -> None:
    assert not visage.disponible()
    assert mesures.mesurer(portraits.dessiner(tetes=0)).visages is None


def test_exactly_one_face_of_the_right_height_is_wanted() -> None:
    assert avec_visages(JUSTE) == []
    assert avec_visages() == ["profil"]
    assert avec_visages(JUSTE, JUSTE) == ["plusieurs"]
    assert avec_visages(replace(JUSTE, hauteur=0.4)) == ["taille"]
    assert avec_visages(replace(JUSTE, hauteur=0.97)) == ["taille"]


def test_the_detector_answers_in_parts_of_the_picture_the_largest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    detecteur = SimpleNamespace(detectMultiScale=lambda points, **_: [(10, 20, 100, 100), (160, 128, 320, 320)])
    monkeypatch.setattr(visage, "_detecteur", lambda: detecteur)
    with monkeypatch.context() as sans_numpy:
        sans_numpy.setitem(sys.modules, "numpy", SimpleNamespace(asarray=lambda image: image))
        grand, petit = visage.chercher(portraits.dessiner(taille=(1280, 1280))) or ()
    assert grand.centre_x == 0.5
    assert grand.hauteur == pytest.approx(0.575)
    assert grand.haut == pytest.approx(0.125)
    assert petit.hauteur < grand.hauteur


def test_a_photo_at_the_right_proportion_keeps_its_bytes() -> None:
    recue = portraits.octets(portraits.dessiner())
    assert controle.preparer(recue, JOUR) == recue


@pytest.mark.parametrize("taille", [(1280, 960), (900, 1600), (1000, 1000)])
def test_another_proportion_is_cut_to_35_by_45_and_shown(taille: tuple[int, int]) -> None:
    prete = mesures.ouvrir(controle.preparer(portraits.octets(portraits.dessiner(taille=taille)), JOUR))
    assert regles.au_format(*prete.size, S)
    assert prete.width >= S.largeur and prete.height >= S.hauteur


def test_a_png_with_transparency_is_laid_on_white() -> None:
    image = portraits.dessiner(taille=(1000, 1000))
    image.putalpha(0)
    prete = mesures.ouvrir(controle.preparer(portraits.octets(image, "PNG"), JOUR))
    assert prete.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("taille", [(412, 531), (300, 386), (1600, 500)])
def test_a_photo_too_small_to_be_printed_is_refused_with_its_size_and_the_one_wanted(taille: tuple[int, int]) -> None:
    with pytest.raises(ImageRefusee) as refus:
        controle.preparer(portraits.octets(portraits.dessiner(taille=taille)), JOUR)
    assert "il en faut 413 × 531" in refus.value.phrase


def test_a_photo_of_more_than_5_mo_is_refused_before_it_is_opened() -> None:
    with pytest.raises(ImageRefusee, match="plus de 5.Mo"):
        controle.preparer(b"\xff\xd8" + bytes(5_000_000), JOUR)


@given(
    largeur=st.integers(1, 6000),
    hauteur=st.integers(1, 6000),
    vu=st.none()
    | st.builds(Visage, centre_x=st.floats(0, 1), haut=st.floats(0, 1), hauteur=st.floats(0.01, 1.2)),
)  # fmt: skip
def test_a_frame_is_inside_the_picture_and_nearly_35_by_45(largeur: int, hauteur: int, vu: Visage | None) -> None:
    gauche, haut, droite, bas = regles.cadrer(largeur, hauteur, vu)
    assert 0 <= gauche < droite <= largeur
    assert 0 <= haut < bas <= hauteur
    assert abs((droite - gauche) - (bas - haut) * regles.RAPPORT) <= 1


def test_a_far_away_face_is_framed_no_tighter_than_can_be_printed() -> None:
    loin = Visage(centre_x=0.5, haut=0.4, hauteur=0.2)
    gauche, haut, droite, bas = regles.cadrer(1280, 960, loin, minimum=S.hauteur)
    assert (droite - gauche, bas - haut) == (S.largeur, S.hauteur)


@given(st.floats(0.2, 0.8), st.floats(0.05, 0.3), st.floats(0.1, 0.6))
def test_a_frame_around_a_face_holds_it_whole_when_it_can(x: float, debut: float, part: float) -> None:
    vu = Visage(centre_x=x, haut=debut, hauteur=part)
    _, haut, _, bas = regles.cadrer(1500, 1500, vu)
    assert haut <= debut * 1500 + 1
    assert bas >= (debut + part) * 1500 - 1


# The identity document


def test_a_legible_document_gets_no_remark() -> None:
    assert controle.remarques_piece(portraits.piece(), JOUR) == []
    controle.exiger_lisible(portraits.piece(), JOUR)


def test_a_blurred_document_gets_a_remark_and_may_be_sent() -> None:
    recue = portraits.piece(flou=4)
    assert [r.code for r in controle.remarques_piece(recue, JOUR)] == ["illisible"]
    controle.exiger_lisible(recue, JOUR)


def test_a_document_that_nobody_could_read_is_refused() -> None:
    with pytest.raises(ImageRefusee, match="trop petite pour être lue"):
        controle.exiger_lisible(portraits.piece(taille=(500, 320)), JOUR)


def test_a_document_upright_on_a_phone_is_as_good_as_one_on_its_side() -> None:
    s = piece.seuils(JOUR)
    assert piece.juger(425, 674, 9, s) == piece.juger(674, 425, 9, s) == []


def test_the_figures_are_those_of_the_day() -> None:
    assert regles.seuils(date(2000, 1, 1)) is regles.SEUILS[0]
    assert [s.depuis for s in regles.SEUILS] == sorted(s.depuis for s in regles.SEUILS)
    assert [s.depuis for s in piece.SEUILS] == sorted(s.depuis for s in piece.SEUILS)
    assert piece.seuils(date(2000, 1, 1)) is piece.SEUILS[0]
