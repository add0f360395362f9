"""What the page's script asks: by POST, signed in, within limits, and nothing personal in an address."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from demarches.catalogue.adresse import geocodage
from tests.fabriques import connecter, creer_agent

pytestmark = pytest.mark.django_db
ADRESSE = "/demarches/adresse/suggestions/"


def demander(client, texte: str):
    return client.post(ADRESSE, {"q": texte})


def test_it_gives_labels_and_signed_choices(parcours):
    assert reverse("demarches:suggestions_adresse") == ADRESSE
    reponse = demander(parcours.client, "8 rue des arenes dax").json()
    assert reponse["indisponible"] is False
    premiere = reponse["suggestions"][0]
    assert premiere["libelle"] == "8 Rue des Arènes, 40100 Dax"
    assert str(geocodage.lire(premiere["jeton"])) == premiere["libelle"]


def test_less_than_three_characters_ask_nobody(parcours, geocodeur):
    assert demander(parcours.client, "8 ").json()["suggestions"] == []
    assert not geocodeur.questions


def test_the_same_question_is_asked_once(parcours, geocodeur):
    for _ in range(3):
        demander(parcours.client, "rue pasteur  dax")
    assert len(geocodeur.questions) == 1


def test_a_merged_commune_shows_its_former_name(parcours):
    trouvees = demander(parcours.client, "rue pasteur 40110").json()["suggestions"]
    assert trouvees[0]["libelle"] == "Rue Pasteur, 40110 Morcenx-la-Nouvelle (Morcenx)"


def test_a_service_that_is_down_is_said(parcours, geocodeur):
    geocodeur.panne = True
    assert demander(parcours.client, "rue pasteur").json() == {"suggestions": [], "indisponible": True}


def test_only_a_signed_in_person_may_ask_and_only_by_post(parcours):
    assert demander(Client(), "rue pasteur").status_code in (302, 401, 403)
    assert parcours.client.get(f"{ADRESSE}?q=rue").status_code == 405
    assert demander(connecter(Client(), creer_agent().compte), "rue pasteur").status_code == 404
    strict = connecter(Client(enforce_csrf_checks=True), parcours.assure.compte)
    assert demander(strict, "rue pasteur").status_code == 403


def test_whoever_asks_like_a_machine_is_stopped(parcours, settings):
    settings.LIMITES = {**settings.LIMITES, "suggestions": {**settings.LIMITES["suggestions"], "essais": 2}}
    codes = [demander(parcours.client, f"rue pasteur {n}").status_code for n in range(4)]
    assert codes[-1] == 429
    assert demander(parcours.client, "rue").json()["indisponible"] is True


def test_what_is_typed_stands_in_no_log_line(parcours, geocodeur, caplog, capfd):
    geocodeur.panne = True
    demander(parcours.client, "rue secrete")
    assert "secrete" not in caplog.text + "".join(capfd.readouterr())


def test_a_position_gives_the_addresses_around_and_is_rounded(parcours, geocodeur):
    reponse = parcours.client.post(ADRESSE, {"lon": "-1.0543219", "lat": "43.7101234"}).json()
    assert all("40100 Dax" in une["libelle"] for une in reponse["suggestions"])
    assert len(reponse["suggestions"]) == 5
    assert "lon=-1.0543&lat=43.7101" in geocodeur.questions[-1]


@pytest.mark.parametrize(
    "position", [{"lon": "ici", "lat": "1"}, {"lon": "1"}, {"lon": "nan", "lat": "1"}, {"lon": "200", "lat": "1"}]
)
def test_a_position_that_is_none_asks_nobody(parcours, geocodeur, position):
    assert parcours.client.post(ADRESSE, position).json()["suggestions"] == []
    assert not geocodeur.questions


def test_a_postal_code_gives_its_communes(parcours, geocodeur):
    assert parcours.client.post(ADRESSE, {"code_postal": "40100"}).json()["suggestions"] == [{"libelle": "Dax"}]
    assert parcours.client.post(ADRESSE, {"code_postal": "401"}).json()["suggestions"] == []
    assert len(geocodeur.questions) == 1


def test_the_service_is_asked_as_the_public_one_wants_it(parcours, geocodeur):
    demander(parcours.client, "rue pasteur dax")
    assert geocodeur.questions[-1].startswith("http://geocodeur.exemple/adresses/search?q=rue+pasteur+dax&")


def test_a_number_that_the_service_does_not_know_stays_in_front_of_its_street(parcours, monkeypatch):
    rue = {"type": "street", "name": "Rue des Arènes", "postcode": "40100", "city": "Dax", "citycode": "40088"}
    monkeypatch.setattr(geocodage, "_lire", lambda url: [rue, {**rue, "type": "locality", "name": "Le Pouy"}])
    trouvees = demander(parcours.client, "812 bis rue des arènes dax").json()["suggestions"]
    assert [une["libelle"] for une in trouvees] == ["812 bis Rue des Arènes, 40100 Dax", "812 bis Le Pouy, 40100 Dax"]
    assert geocodage.lire(trouvees[0]["jeton"]).voie == "812 bis Rue des Arènes"
