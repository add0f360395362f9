"""The practice geocoder: the API of the French public one, over HTTP, with its failures."""

from __future__ import annotations

import http.client
import json
from urllib.parse import quote

import pytest

from accounts.dossier import caisses
from ameli.bac_a_sable.monde import adresses, base
from ameli.bac_a_sable.monde.passerelles import ServeurPasserelles
from ameli.bac_a_sable.personas import caisses as caisses_d_exercice
from ameli.noyau import horloge
from demarches.catalogue.adresse import geocodage


def chercher(question: str) -> list[dict]:
    return [trouve["properties"] for trouve in adresses.repondre(adresses.CHEMIN + question)["features"]]


def test_a_house_is_found_with_what_the_public_service_says_of_it():
    (maison,) = chercher("?q=12+bis+rue+des+acacias+bordeaux&limit=5&autocomplete=1")
    assert maison["label"] == "12 bis Rue des Acacias 33100 Bordeaux"
    assert (maison["type"], maison["housenumber"], maison["street"]) == ("housenumber", "12 bis", "Rue des Acacias")
    assert (maison["postcode"], maison["city"], maison["citycode"]) == ("33100", "Bordeaux", "33063")
    assert 0 < maison["score"] <= 1


def test_words_may_be_unfinished_shortened_or_without_accents():
    assert chercher("?q=8+rue+des+aren")[0]["label"] == "8 Rue des Arènes 40100 Dax"
    assert chercher("?q=av+jean+jaures+pau")[0]["name"] == "Avenue Jean-Jaurès"
    assert chercher(f"?q={quote('quai de l’adour tarnos')}")[0]["city"] == "Tarnos"


def test_a_postal_code_gives_its_communes():
    assert [c["city"] for c in chercher("?q=40100&type=municipality&postcode=40100")] == ["Dax"]
    assert {c["city"] for c in chercher("?q=74940&type=municipality&postcode=74940")} == {"Annecy"}
    assert chercher("?q=99999&type=municipality&postcode=99999") == []


def test_a_merged_commune_keeps_the_name_of_the_former_one():
    assert chercher("?q=rue+pasteur+annecy+le+vieux")[0]["oldcity"] == "Annecy-le-Vieux"


def test_a_position_is_answered_with_the_nearest_town():
    trouves = adresses.repondre(f"{adresses.INVERSE}?lon=-0.58&lat=44.84")["features"]
    assert {trouve["properties"]["city"] for trouve in trouves} == {"Bordeaux"}
    with pytest.raises(adresses.QuestionInvalide):
        adresses.repondre(f"{adresses.INVERSE}?lon=ici")


@pytest.mark.parametrize("question", ["", "?q=ab", "?q=" + "a" * 201])
def test_too_little_or_too_much_is_refused(question):
    with pytest.raises(adresses.QuestionInvalide):
        chercher(question)


@pytest.mark.django_db
def test_every_commune_of_the_geocoder_has_a_caisse_and_every_caisse_a_row():
    table = caisses.table(horloge.aujourdhui())
    codes = {table.code(lieu.code_postal, lieu.insee) for lieu in adresses.lieux()}
    assert "" not in codes
    exercice = caisses_d_exercice()
    assert set(table.organismes) <= {caisse["code"] for caisse in exercice}
    assert len({caisse["code"] for caisse in exercice}) == len(exercice)


@pytest.mark.django_db(transaction=True)
class TestOverHttp:
    @pytest.fixture(autouse=True)
    def service(self, settings, monkeypatch):
        from django.core.cache.backends.locmem import LocMemCache

        monkeypatch.setattr(geocodage, "cache", LocMemCache("geocodage-http", {}))
        geocodage.cache.clear()
        monkeypatch.setattr("ameli.bac_a_sable.monde.passerelles.LENTEUR", 0.4)
        serveur = ServeurPasserelles()
        serveur.demarrer()
        settings.GEOCODAGE_URL = f"http://127.0.0.1:{serveur.port}/adresses"
        self.port = serveur.port
        yield
        serveur.arreter()

    def test_the_product_reads_what_the_service_answers(self):
        assert str(geocodage.proposer("8 rue des arènes dax")[0]) == "8 Rue des Arènes, 40100 Dax"
        assert geocodage.communes("40100") == {"Dax": "40088"}
        assert geocodage.proposer("ab ") == []

    def test_a_question_that_it_refuses_is_not_an_outage(self):
        assert geocodage._demander({"q": "a"}) == []
        assert geocodage.proposer("8 rue des arènes dax")

    @pytest.mark.parametrize("mode", ["refuse", "meurt", "lent"])
    def test_its_failures_are_an_outage_that_is_remembered(self, mode, monkeypatch):
        monkeypatch.setattr(geocodage, "DELAI", 0.2)
        base.regler_le_mode("adresses", mode, 1)
        for _ in range(2):
            with pytest.raises(geocodage.Indisponible):
                geocodage.proposer("8 rue des arènes dax")
        geocodage.cache.clear()
        monkeypatch.setattr(geocodage, "DELAI", 10)  # back to normal, on a machine as busy as it may be
        assert geocodage.proposer("8 rue des arènes dax")

    def test_it_answers_400_to_what_it_does_not_understand(self):
        ligne = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        ligne.request("GET", "/adresses/search?q=a")
        reponse = ligne.getresponse()
        assert (reponse.status, "erreur" in json.loads(reponse.read())) == (400, True)
        ligne.close()
