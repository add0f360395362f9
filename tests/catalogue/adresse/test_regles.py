"""Rules of chapter 5, without a database: lines of an envelope, dates, delays, who may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demarches.catalogue.adresse import geocodage
from demarches.catalogue.adresse.geocodage import Proposition
from demarches.catalogue.adresse.regles import dates, postal, traitement

JOUR = date(2026, 11, 23)
TEXTES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=120)


class TestLinesOfAnEnvelope:
    @given(TEXTES)
    def test_an_abbreviated_street_fits_or_is_given_up(self, texte):
        assert len(postal.abreger(texte)) <= postal.LIGNE_MAXIMUM

    @given(TEXTES)
    def test_what_fits_is_left_as_it_is(self, texte):
        serre = postal.serrer(texte)
        assert len(serre) > postal.LIGNE_MAXIMUM or postal.abreger(texte) == serre

    @pytest.mark.parametrize(
        ("voie", "abregee"),
        [
            ("12 boulevard du Maréchal de Lattre de Tassigny", "12 Bd du Mal de Lattre de Tassigny"),
            ("245 Lotissement Résidence des Grands Chênes", "245 Lot Résidence des Grands Chênes"),
            ("1 rue " + "x" * 40, ""),
        ],
    )
    def test_abbreviations_are_those_of_the_norm(self, voie, abregee):
        assert postal.abreger(voie) == abregee

    @pytest.mark.parametrize(
        ("morceaux", "ligne"),
        [
            (("8", "bis", "rue des Arènes"), "8 bis rue des Arènes"),
            (("8", "BIS", "rue des Arènes"), "8 bis rue des Arènes"),
            (("8", "b", "rue des Arènes"), "8 B rue des Arènes"),
            (("", "", " rue  des Arènes "), "rue des Arènes"),
        ],
    )
    def test_number_index_and_street_make_one_line(self, morceaux, ligne):
        assert postal.voie(*morceaux) == ligne

    @given(st.lists(TEXTES, min_size=1, max_size=4))
    def test_capitals_spaces_and_signs_do_not_make_another_place(self, lignes):
        cle = postal.cle(lignes)
        assert postal.cle([cle]) == cle
        assert postal.cle([f"  {ligne} " for ligne in lignes]) == cle

    def test_accents_and_apostrophes_neither(self):
        assert postal.cle(["8 Rue de l’Église", "DAX"]) == postal.cle(["8 rue de l'eglise", "Dax"])
        assert postal.cle(["8 rue de l’Église"]) != postal.cle(["9 rue de l’Église"])


class TestSuggestions:
    @given(st.builds(Proposition, *[TEXTES] * 5))
    def test_a_suggestion_comes_back_as_it_was_signed(self, proposition):
        assert geocodage.lire(proposition.jeton) == proposition

    @given(TEXTES)
    def test_whatever_else_comes_back_is_none(self, texte):
        assert geocodage.lire(texte) is None


class TestTheDateOfTheMove:
    @given(st.integers(-400, 400))
    def test_it_is_accepted_from_90_days_ago_to_30_days_ahead(self, jours):
        assert (dates.refus(JOUR + timedelta(days=jours), JOUR) == "") == (-90 <= jours <= 30)


class TestDelays:
    @pytest.mark.parametrize(
        ("etranger", "cible", "attendue", "delai"),
        [
            (False, "401", traitement.Situation.MEME_CAISSE, "3 jours ouvrés"),
            (False, "", traitement.Situation.MEME_CAISSE, "3 jours ouvrés"),
            (False, "331", traitement.Situation.AUTRE_CAISSE, "7 jours ouvrés"),
            (True, "", traitement.Situation.ETRANGER, "15 jours ouvrés"),
        ],
    )
    def test_each_situation_has_its_delay(self, etranger, cible, attendue, delai):
        trouvee = traitement.situation(etranger=etranger, caisse="401", caisse_cible=cible)
        assert trouvee is attendue
        assert str(trouvee.delais.au_plus_tard) == delai

    def test_transfer_and_arrival_together_take_what_is_promised(self):
        total = traitement.JUSQU_AU_TRANSFERT.nombre + traitement.APRES_LE_TRANSFERT.nombre
        assert total == traitement.Situation.AUTRE_CAISSE.delais.au_plus_tard.nombre

    def test_each_reason_to_refuse_says_what_to_do_next(self):
        assert all(phrase.count(".") >= 2 for phrase in traitement.MOTIFS_DE_REFUS.values())


@pytest.mark.parametrize(
    ("recherche", "nom", "attendu"),
    [
        ("8 rue des arenes dax", "Rue des Arènes", "8"), ("8 bis rue des arènes", "Rue des Arènes", "8 bis"),
        ("8bis rue des arènes", "Rue des Arènes", "8 bis"), ("12 A rue Pasteur", "Rue Pasteur", "12 A"),
        ("12a rue Pasteur", "Rue Pasteur", "12 A"), ("8, rue Pasteur, 40100 Dax", "Rue Pasteur", "8"),
        ("8 av foch", "Avenue Foch", "8"), ("8 pasteur dax", "Rue Pasteur", "8"), ("rue pasteur 8 dax", "Rue Pasteur", "8"),
        ("8 rue du 8 mai 1945", "Rue du 8 Mai 1945", "8"), ("8 mai 1945 dax", "Rue du 8 Mai 1945", ""),
        ("rue du 8 mai 1945", "Rue du 8 Mai 1945", ""), ("12 rue du 8 mai", "Rue du 8 Mai 1945", "12"),
        ("apt 3, 8 rue Pasteur", "Rue Pasteur", "8"), ("résidence les Pins bât 2 12 rue Pasteur", "Rue Pasteur", "12"),
        ("appartement 3 rue Pasteur", "Rue Pasteur", ""), ("40100 dax rue pasteur", "Rue Pasteur", ""),
        ("rue pasteur", "Rue Pasteur", ""), ("", "Rue Pasteur", ""), ("8 r pasteur", "Rue Pasteur", "8"),
        ("12 place de la Gare", "Place de la Gare", "12"), ("3 et 5 quai nord", "Rue Pasteur", ""),
        ("8 d'artagnan", "Rue d'Artagnan", "8"), ("12", "Rue Pasteur", "12"),
        ("12-14 rue pasteur", "Rue Pasteur", "12-14"), ("12 – 14 rue pasteur", "Rue Pasteur", "12-14"), ("12/14 bis rue pasteur", "Rue Pasteur", "12-14 bis"),
    ],
)  # fmt: skip
def test_the_number_that_was_typed_for_a_street_is_told_from_all_other_numbers(recherche, nom, attendu):
    assert postal.numero_saisi(recherche, nom) == attendu
