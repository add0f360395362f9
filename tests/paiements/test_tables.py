"""The dated tables say one thing, and only one, for each day; a faulty file is refused with its reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from paiements import baremes, prestations, verifications
from paiements.calcul.mots import Famille, Genre, Poste
from paiements.prestations import ActeInconnu, TableInvalide, Tarif, actes, lire, tarif, verifier

ENTETE = "code;libelle;famille;poste;base;taux;taux_local;parcours;retenue;du;au;sur;source;lu;desaccord\n"


def ligne(
    code="G", base="25.00", taux="70;90", du="2020-01-01", au="", retenue="PF", source="essai", lu="2026-11-29"
) -> str:
    return f"{code};Consultation;SOINS;MEDECIN;{base};{taux};oui;{retenue};{du};{au};oui;{source};{lu};\n"


def table(tmp_path, *lignes: str):
    fichier = tmp_path / "actes.csv"
    fichier.write_text("# a comment\n" + ENTETE + "".join(lignes))
    return lire(fichier)


def test_the_table_covers_the_natures_of_the_reference():
    assert len(actes()) > 60
    attendus = {
        "G",
        "GS",
        "VG",
        "CS",
        "CNP",
        "APC",
        "APY",
        "COE",
        "MCS",
        "MMG",
        "MPC",
        "AMK",
        "AMC",
        "AMS",
        "B",
        "PH7",
        "INV",
    }
    assert attendus <= set(actes())
    assert {un.famille for periodes in actes().values() for un in periodes} == set(Famille) - {Famille.TIERS}
    assert {un.poste for periodes in actes().values() for un in periodes} == set(Poste)
    assert {un.retenue for periodes in actes().values() for un in periodes} == {None, *Genre}


@pytest.mark.parametrize(
    ("code", "le", "base", "taux"),
    [
        ("G", date(2023, 10, 31), "25.00", 70),
        ("G", date(2023, 11, 1), "26.50", 70),
        ("G", date(2024, 12, 21), "26.50", 70),
        ("G", date(2024, 12, 22), "30.00", 70),
        ("CS", date(2024, 12, 22), "26.50", 70),
        ("CNP", date(2025, 12, 31), "50.00", 70),
        ("CNP", date(2026, 1, 1), "52.00", 70),
        ("CD", date(2023, 10, 14), "23.00", 70),
        ("CD", date(2023, 10, 15), "23.00", 60),
        ("FJ", date(2026, 2, 28), "20.00", 0),
        ("FJ", date(2026, 3, 1), "23.00", 0),
        ("AMK", date(2024, 2, 21), "16.13", 60),
        ("AMK", date(2024, 2, 22), "16.58", 60),
        ("AMS", date(2025, 7, 1), "16.58", 60),
        ("AMS", date(2026, 1, 1), "17.90", 60),
        ("AMC", date(2027, 7, 1), "18.56", 60),
        ("CSC", date(2023, 10, 31), "52.50", 70),
        ("CSC", date(2023, 11, 1), "54.00", 70),
    ],
)
def test_a_tariff_is_that_of_the_day_of_care(code, le, base, taux):
    assert (tarif(code, le).base, tarif(code, le).taux) == (Decimal(base), taux)


def test_an_act_that_was_abolished_has_no_tariff_any_more():
    assert tarif("GS", date(2024, 12, 21))
    with pytest.raises(ActeInconnu):
        tarif("GS", date(2024, 12, 22))
    with pytest.raises(ActeInconnu):
        tarif("ZZZ", date(2026, 1, 1))


def test_labels_are_plain_french_and_an_unknown_code_shows_itself():
    assert prestations.libelle("G") == "Consultation de médecin généraliste"
    assert prestations.libelle("ZZZ") == "ZZZ"
    assert all(len(un.libelle) <= 60 and "'" not in un.libelle for periodes in actes().values() for un in periodes)


def test_a_hole_between_two_periods_is_refused(tmp_path):
    with pytest.raises(TableInvalide, match="no tariff from 2021-01-01 to 2021-01-31"):
        table(tmp_path, ligne(au="2020-12-31"), ligne(du="2021-02-01"))


@pytest.mark.parametrize("fin", ["", "2021-01-01"])
def test_two_periods_that_overlap_are_refused(tmp_path, fin):
    with pytest.raises(TableInvalide, match="two tariffs on 2021-01-01"):
        table(tmp_path, ligne(au=fin), ligne(du="2021-01-01"))


@pytest.mark.parametrize(
    ("fausse", "faute"),
    [
        (ligne(du="2021-01-01", au="2020-12-31"), "ends before"),
        (ligne(base="-1"), "below zero"),
        (ligne(taux="101;100"), "out of 0 to 100"),
        (ligne(taux="70;"), "one rate without"),
        (ligne(base="vingt"), "unreadable"),
        (ligne(retenue="XX"), "unreadable"),
        (ligne(du="31/12/2020"), "unreadable"),
        (ligne(source=" "), "no source"),
        (ligne(lu=""), "no day on which its source was read"),
        (ligne(lu="hier"), "unreadable"),
        ("G;Consultation;SOINS\n", "unreadable"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused(tmp_path, fausse, faute):
    with pytest.raises(TableInvalide, match=faute):
        table(tmp_path, fausse)


def test_the_check_of_the_site_refuses_a_row_without_source_or_day(tmp_path, monkeypatch):
    for nom in ("actes.csv", "baremes.toml"):
        (tmp_path / nom).write_text((prestations.DONNEES / nom).read_text())
    monkeypatch.setattr(prestations, "DONNEES", tmp_path)
    assert verifications.tables() == []
    actes_csv = tmp_path / "actes.csv"
    actes_csv.write_text(actes_csv.read_text().replace("28/01/2024;2026-11-29", "28/01/2024;", 1))
    (faute,) = verifications.tables()
    assert "no day on which its source was read" in faute.msg


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        ('source = "cse-guide.fr : 44,34"', 'source = " "', "ij_maladie from 2018-01-01: no source"),
        ("lu = 2026-11-29\n", "", "no day on which its source was read"),
        ("lu = 2026-11-29", 'lu = "hier"', "no day on which its source was read"),
        ('source = "csmf.org : 55 avec la coordination"\n', "", "somme from 2025-01-01: no source"),
    ],
)
def test_the_check_refuses_a_figure_without_source_or_day_too(tmp_path, monkeypatch, avant, apres, dit):
    for nom in ("actes.csv", "baremes.toml"):
        (tmp_path / nom).write_text((prestations.DONNEES / nom).read_text().replace(avant, apres, 1))
    monkeypatch.setattr(prestations, "DONNEES", tmp_path)
    (faute,) = verifications.tables()
    assert dit in faute.msg


def test_sources_that_disagree_are_told():
    (cardiologue,) = [un for un in actes()["CSC"] if un.vaut(date(2026, 1, 1))]
    assert "52,50" in cardiologue.desaccord


@pytest.mark.parametrize(
    ("le", "total"), [(date(2023, 10, 31), "30.00"), (date(2023, 11, 1), "31.50"), (date(2024, 12, 22), "31.50")]
)
def test_a_specialist_seen_on_the_advice_of_the_doctor_costs_what_is_published(le, total):
    codes = [code for code in ("CS", "MPC", "MCS") if prestations.en_vigueur(code, le)]
    assert sum(tarif(code, le).base or 0 for code in codes) == Decimal(total)


def test_the_order_of_the_rows_does_not_matter():
    toutes: list[Tarif] = [un for periodes in actes().values() for un in periodes]
    assert verifier(reversed(toutes)) == actes()


@pytest.mark.parametrize(
    ("genre", "avant", "apres", "jour"),
    [
        (Genre.PF, date(2024, 5, 14), date(2024, 5, 15), ("4.00", "8.00")),
        (Genre.BOITE, date(2024, 3, 30), date(2024, 3, 31), (None, None)),
        (Genre.ACTE, date(2024, 3, 30), date(2024, 3, 31), ("2.00", "4.00")),
        (Genre.TRAJET, date(2024, 3, 30), date(2024, 3, 31), ("4.00", "8.00")),
    ],
)
def test_what_is_withheld_doubled_on_the_days_of_the_reference(genre, avant, apres, jour):
    ancien, nouveau = baremes.retenue(genre, avant), baremes.retenue(genre, apres)
    assert nouveau.unite == ancien.unite * 2
    assert (ancien.jour, nouveau.jour) == tuple(valeur and Decimal(valeur) for valeur in jour)
    assert baremes.plafond_annuel(genre.compteur, 2025) == 50


def test_a_published_total_that_the_table_does_not_find_is_refused(tmp_path):
    fichier = tmp_path / "baremes.toml"
    texte = (prestations.DONNEES / "baremes.toml").read_text()
    assert 'total = "57.00"' in texte
    fichier.write_text(texte.replace('total = "57.00"', 'total = "58.00"'))
    with pytest.raises(TableInvalide, match=r"CNP \+ MCS on 2026-01-01 is not 58.00"):
        baremes.lire(fichier)


def test_figures_out_of_order_or_missing_are_refused(tmp_path):
    fichier = tmp_path / "baremes.toml"
    texte = (prestations.DONNEES / "baremes.toml").read_text()
    fichier.write_text(texte.replace("du = 2024-05-15", "du = 2016-05-15"))
    with pytest.raises(TableInvalide, match="order of their dates"):
        baremes.lire(fichier)
    fichier.write_text(texte.replace('genre = "FRT"', 'genre = "XXX"'))
    with pytest.raises(TableInvalide, match="no figures for"):
        baremes.lire(fichier)


def test_a_figure_before_the_first_date_is_an_error_and_not_a_guess():
    with pytest.raises(LookupError):
        baremes.valeur("ij_maladie", "maximum", date(2017, 12, 31))
