"""Whose file is it: rules of the pivot identity, on any civil status."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from accounts.connexion.franceconnect.identite import IdentiteIncomplete, correspond, lire, rapprocher
from ameli.noyau.saisie.noms import cle

LETTRES = "abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿñæœłøđþß"
MOTS = st.text(LETTRES, min_size=1, max_size=12)
NOMS = st.lists(MOTS, min_size=1, max_size=3)
LIENS = st.sampled_from([" ", "-", "’", "'"])


@dataclass
class Connu:
    """A row of the registry."""

    nom_naissance: str
    prenoms: str
    sexe: str
    date_naissance: date
    lieu_naissance_insee: str
    date_deces: date | None = None


@st.composite
def etats_civils(tirer: Any) -> Connu:
    return Connu(
        tirer(LIENS).join(tirer(NOMS)), ", ".join(tirer(NOMS)), tirer(st.sampled_from("FM")),
        tirer(st.dates(date(1900, 1, 1), date(2025, 12, 31))), tirer(st.sampled_from(["40192", "2A004", "99351", "97411"])),
    )  # fmt: skip


def dits_de(connu: Connu) -> dict[str, Any]:
    """What the provider says of this very person."""
    etranger = connu.lieu_naissance_insee.startswith("99")
    return {
        "sub": "s", "family_name": connu.nom_naissance, "given_name": connu.prenoms.replace(",", ""),
        "gender": "female" if connu.sexe == "F" else "male", "birthdate": connu.date_naissance.isoformat(),
        "birthplace": "" if etranger else connu.lieu_naissance_insee,
        "birthcountry": connu.lieu_naissance_insee if etranger else "99100",
    }  # fmt: skip


@given(etats_civils())
def test_somebody_matches_their_own_file(connu: Connu):
    assert rapprocher(lire(dits_de(connu)), [connu]) == [connu]


@given(etats_civils(), LIENS, st.sampled_from(["NFC", "NFD"]))
def test_capitals_accents_hyphens_and_ligatures_do_not_count(connu: Connu, lien: str, forme: Any):
    dits = dits_de(connu)
    for champ in ("family_name", "given_name"):
        ecrit = lien.join(dits[champ].replace("’", " ").replace("'", " ").replace("-", " ").split())
        dits[champ] = unicodedata.normalize(forme, ecrit.upper())
    assert correspond(lire(dits), connu)


@given(etats_civils(), etats_civils())
def test_one_difference_is_another_person(connu: Connu, autre: Connu):
    pivot = lire(dits_de(connu))
    for champ in ("nom_naissance", "prenoms", "sexe", "date_naissance", "lieu_naissance_insee"):
        valeur = getattr(autre, champ)
        memes = cle(str(valeur)) == cle(str(getattr(connu, champ)))
        assert correspond(pivot, replace(connu, **{champ: valeur})) is memes


@given(etats_civils())
def test_homonyms_are_all_found(connu: Connu):
    assert (
        len(rapprocher(lire(dits_de(connu)), [connu, replace(connu), replace(connu, date_deces=date(2025, 1, 1))])) == 2
    )


@given(etats_civils(), MOTS)
def test_a_given_name_too_many_or_in_another_order_is_another_person(connu: Connu, plus: str):
    dits = dits_de(connu)
    assert not correspond(lire({**dits, "given_name": f"{dits['given_name']} {plus}"}), connu)
    envers = " ".join(reversed(dits["given_name"].split()))
    assume(cle(envers) != cle(dits["given_name"]))
    assert not correspond(lire({**dits, "given_name": envers}), connu)


@given(etats_civils(), st.emails())
def test_the_email_decides_nothing(connu: Connu, courriel: str):
    assert lire({**dits_de(connu), "email": courriel}) == lire(dits_de(connu))


VRAIE = Connu("Duprat", "Léa", "F", date(1990, 6, 15), "40192")


@pytest.mark.parametrize(
    ("champ", "valeur"),
    [
        ("birthdate", "0000-00-00"), ("birthdate", "1990-13-00"), ("birthdate", "1990-6-15"), ("birthdate", "19900615"),
        ("birthdate", "1990-02-30"), ("birthdate", ""), ("birthdate", "１９９０-06-15"), ("birthdate", None),
        ("gender", "unspecified"), ("gender", ""), ("gender", "Female"), ("family_name", ""), ("family_name", " - "),
        ("family_name", None), ("family_name", ["Duprat"]), ("family_name", "x" * 301), ("given_name", ""),
        ("birthplace", ""), ("birthplace", "Dax"), ("birthplace", "4019"), ("birthcountry", ""), ("birthcountry", "FR"),
    ],
)  # fmt: skip
def test_an_identity_that_is_not_whole_is_not_guessed(champ: str, valeur: Any):
    with pytest.raises(IdentiteIncomplete):
        lire({**dits_de(VRAIE), champ: valeur})


@pytest.mark.parametrize("champ", ["birthdate", "gender", "family_name", "given_name", "birthplace", "birthcountry"])
def test_a_missing_field_is_not_guessed(champ: str):
    dits = dits_de(VRAIE)
    del dits[champ]
    with pytest.raises(IdentiteIncomplete):
        lire(dits)


@pytest.mark.parametrize(
    ("dite", "tenue"),
    [("1990-00-00", date(1990, 1, 1)), ("1990-06-00", date(1990, 6, 1)), ("1990-00-15", date(1990, 1, 15))],
)
def test_a_birth_of_which_a_day_or_a_month_is_unknown_is_that_of_the_registry(dite: str, tenue: date):
    assert correspond(lire({**dits_de(VRAIE), "birthdate": dite}), replace(VRAIE, date_naissance=tenue))
    assert not correspond(lire({**dits_de(VRAIE), "birthdate": dite}), VRAIE)


@pytest.mark.parametrize(
    ("registre", "dit"),
    [("Łukasiewicz", "LUKASIEWICZ"), ("Sørensen", "SORENSEN"), ("Đorđević", "Dordevic"), ("Þórsson", "THORSSON"), ("Groß", "GROSS")],
)  # fmt: skip
def test_letters_without_decomposition_are_those_of_the_basic_alphabet(registre: str, dit: str):
    assert correspond(lire({**dits_de(VRAIE), "family_name": dit}), replace(VRAIE, nom_naissance=registre))


def test_who_was_born_nadia_is_known_by_their_country():
    nadia = replace(VRAIE, lieu_naissance_insee="99351")
    assert correspond(lire(dits_de(nadia)), nadia)
    assert not correspond(lire({**dits_de(nadia), "birthcountry": "99352"}), nadia)
