"""Addresses of a file, countries, and which caisse serves which postal code (chapter 5 § 4, 6)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.dossier import caisses
from accounts.informations import adresse
from accounts.models import Adresse
from ameli.noyau import horloge, pays
from tests.fabriques import creer_assure, creer_enfant

JOUR = date(2026, 11, 23)
NEUVE = {"ligne_1": "Bâtiment B", "ligne_2": "1 place Neuve", "code_postal": "33000", "commune": "Bordeaux"}


class TestCaisses:
    @pytest.mark.parametrize(
        ("code_postal", "caisse"),
        [
            ("40100", "401"), ("20090", "201"), ("20200", "202"), ("20600", "202"), ("64100", "641"), ("64000", "642"),
            ("59000", "591"), ("59140", "595"), ("59100", "597"), ("59300", "599"), ("62000", "621"), ("62100", "624"),
            ("76600", "763"), ("76000", "764"), ("97400", "974"), ("97600", "976"), ("97150", "971"), ("75020", "751"),
            ("98000", ""), ("98800", ""), ("97500", ""), ("00100", ""),
        ],
    )  # fmt: skip
    def test_each_postal_code_has_its_caisse(self, code_postal, caisse):
        assert caisses.caisse_de(code_postal, le=JOUR) == caisse

    @given(st.from_regex(r"(0[1-9]|[1-8][0-9]|9[0-5])[0-9]{3}", fullmatch=True))
    def test_every_metropolitan_code_leads_to_a_caisse_of_its_departement(self, code_postal):
        code = caisses.caisse_de(code_postal, le=JOUR)
        if code_postal[:2] == "20" and code_postal[2] not in "0126":
            assert code == ""
        else:
            departement = caisses.table(JOUR).organismes[code].departement
            assert departement[:1] + departement[1:].replace("A", "0").replace("B", "0") == code_postal[:2]

    def test_a_commune_wins_over_its_postal_code_and_a_later_table_over_an_earlier_one(self, tmp_path: Path):
        donnees = tmp_path / "caisses.toml"
        donnees.write_text(
            '[[table]]\ndepuis = 2027-01-01\n[table.caisses]\n999 = ["40", "Nouvelle", "40000 Dax"]\n'
            '[table.prefixes]\n999 = ["40"]\n[table.communes]\n"40088" = "401"\n'
            '[[table]]\ndepuis = 2026-01-01\n[table.caisses]\n401 = ["40", "Landes", "40000 Dax"]\n'
            '[table.prefixes]\n401 = ["40"]\n'
        )
        ancienne, nouvelle = caisses.tables(donnees)
        assert (ancienne.code("40100"), nouvelle.code("40100")) == ("401", "999")
        assert nouvelle.code("40100", "40088") == "401"

    def test_the_table_of_a_day_is_the_latest_that_has_begun(self):
        assert caisses.table(date(1999, 1, 1)) is caisses.table(JOUR)


class TestCountries:
    def test_every_iso_code_has_a_french_name(self):
        assert len(pays.NOMS) == 249
        assert pays.nom_du_pays("CI") == "Côte d’Ivoire"

    def test_france_and_its_departments_are_not_abroad_and_the_order_is_that_of_a_reader(self):
        ailleurs = pays.a_l_etranger()
        assert not {"FR", "RE", "GP", "YT"} & {code for code, _ in ailleurs}
        noms = [nom for _, nom in ailleurs]
        assert noms.index("Égypte") < noms.index("Estonie")
        assert noms[0] == "Afghanistan" and noms[-1] == "Zimbabwe"


@pytest.mark.django_db
class TestAddressesOfAFile:
    def test_lines_are_those_of_the_envelope(self):
        neuve = Adresse(**NEUVE)
        assert neuve.lignes == ["Bâtiment B", "1 place Neuve", "33000 BORDEAUX"]
        assert neuve.nom_du_pays == ""
        assert Adresse(ligne_1="Rua 3", commune="Lisbonne", pays="PT").lignes == ["Rua 3", "LISBONNE"]

    def test_one_query_gives_the_addresses_of_everybody(self, django_assert_num_queries):
        lea = creer_assure()
        creer_enfant(lea, "Zoé")
        tom = creer_enfant(lea, "Tom")
        le = horloge.maintenant()
        adresse.demenager(lea, NEUVE, effet=le, cause="D-1", avec_l_assure=False, beneficiaires=[tom])
        with django_assert_num_queries(1):
            commune, distinctes = adresse.actuelles(lea, le)
        assert commune is not None and commune.commune == "Dax"
        assert {pk: a.commune for pk, a in distinctes.items()} == {tom.pk: "Bordeaux"}
        assert adresse.actuelle(lea).commune == "Dax"

    def test_the_same_cause_twice_is_one_change(self):
        lea = creer_assure()
        creer_enfant(lea)
        for _ in range(2):
            adresse.demenager(lea, NEUVE, effet=horloge.maintenant(), cause="D-1")
        assert Adresse.objects.de(lea).count() == 3  # the former, the new, and the child's who stayed
        assert Adresse.objects.de(lea).filter(fin_le=None).count() == 2

    def test_an_address_to_come_does_not_serve_yet(self):
        lea = creer_assure()
        demain = horloge.maintenant() + timedelta(days=1)
        adresse.demenager(lea, NEUVE, effet=demain, cause="D-1", tous=True)
        assert adresse.actuelle(lea).commune == "Dax"
        assert adresse.actuelle(lea, demain).commune == "Bordeaux"

    def test_a_file_already_at_its_caisse_is_not_given_again(self):
        from ameli.noyau.journal.models import Entree

        lea = creer_assure()
        adresse.confier(lea, lea.caisse, cause="D-1")
        assert not Entree.objects.filter(genre="dossier.change_de_caisse").exists()
