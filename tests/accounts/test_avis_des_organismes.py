"""Organisms open and end covers by signed notices: believed for five minutes, followed once, the latest word holds."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import count, permutations
from typing import Any

import pytest
from django.test import Client

from accounts.models import LiaisonComplementaire, OrganismeComplementaire
from accounts.organismes import signature
from ameli.noyau.horloge import temps_reel
from demarches.models import Invitation
from tests.fabriques import creer_assure, creer_complementaire, creer_enfant

pytestmark = pytest.mark.django_db
NUMERO, CLE = "99400110", "une-cle-d-essai-assez-longue-et-sans-mot"
ADRESSE = "/organismes/avis/"
_avis = count(1)


@pytest.fixture(autouse=True)
def cle(settings):
    settings.ORGANISMES_CLES = f"99999999:autre,{NUMERO}:ancienne-cle-qui-finit, {NUMERO}:{CLE}"
    OrganismeComplementaire.objects.create(nom="Mutuelle des Thermes", numero=NUMERO)


@pytest.fixture
def sylvie():
    return creer_assure("Sylvie", "Pouydebat")


def avis(assure, personne=None, **champs: Any) -> dict[str, Any]:
    nir = assure.personne.nir
    return {
        "avis": f"n-{next(_avis)}", "emis_le": temps_reel().isoformat(), "assure": nir, "contrat": "T-1107",
        "personne": personne.nir if personne else nir, "du": "2023-07-01", "au": None, **champs,
    }  # fmt: skip


def poster(corps: Any, *, cle: str = CLE, le=None, organisme: str = NUMERO, **change: str):
    octets = corps if isinstance(corps, bytes) else json.dumps(corps).encode()
    entetes = {**signature.signer(organisme, octets, le or temps_reel(), cle), **change}
    return Client().post(ADRESSE, octets, content_type="application/json", headers=entetes)


def siennes(assure) -> list[tuple[str, date, date | None]]:
    lignes = LiaisonComplementaire.objects.de(assure).select_related("organisme").order_by("id")
    return [(une.numero, une.du, une.au) for une in lignes]


def test_a_notice_opens_a_cover_and_the_next_ends_it(sylvie):
    assert poster(avis(sylvie)).json() == {"resultat": "enregistre"}
    assert siennes(sylvie) == [("T-1107", date(2023, 7, 1), None)]
    poster(avis(sylvie, au="2026-08-31"))
    assert siennes(sylvie) == [("T-1107", date(2023, 7, 1), date(2026, 8, 31))]


def test_the_same_notice_again_changes_nothing_and_another_body_under_its_name_is_refused(sylvie):
    corps = avis(sylvie)
    assert [poster(corps).json()["resultat"] for _ in range(3)] == ["enregistre", "deja_recu", "deja_recu"]
    autre = poster({**corps, "du": "2024-01-01"})
    assert (autre.status_code, autre.json()["erreur"]) == (409, "avis_deja_utilise")
    assert len(siennes(sylvie)) == 1


@pytest.mark.parametrize("ordre", list(permutations(range(3))), ids=str)
def test_whatever_the_order_of_arrival_the_latest_word_holds(sylvie, ordre):
    le = temps_reel()
    mots = [
        avis(sylvie, emis_le=(le - timedelta(hours=3)).isoformat()),
        avis(sylvie, emis_le=(le - timedelta(hours=2)).isoformat(), au="2026-10-31"),
        avis(sylvie, emis_le=(le - timedelta(hours=1)).isoformat(), au="2026-08-31"),
    ]
    for rang in ordre:
        assert poster(mots[rang]).status_code == 200
    assert siennes(sylvie) == [("T-1107", date(2023, 7, 1), date(2026, 8, 31))]


def test_who_is_covered_is_told_in_the_file_that_the_organism_names(sylvie):
    tom, marc = creer_enfant(sylvie, "Tom"), creer_assure("Marc")
    assert poster(avis(sylvie, tom.personne)).status_code == 200
    assert LiaisonComplementaire.objects.de(sylvie).get().beneficiaire == tom
    inconnu = poster(avis(marc, tom.personne))
    assert (inconnu.status_code, inconnu.json()) == (422, {"erreur": "personne_inconnue"})
    assert poster({**avis(marc), "assure": "2999999999999"}).json() == inconnu.json()


def test_an_overlap_is_seen_at_once_and_its_end_too(sylvie):
    creer_complementaire(sylvie, "Santé des Entreprises du Sud", du=date(2026, 9, 1))
    poster(avis(sylvie))
    assert Invitation.objects.de(sylvie).ouvertes().count() == 1
    poster(avis(sylvie, au="2026-08-31"))
    assert Invitation.objects.de(sylvie).ouvertes().count() == 0


@pytest.mark.parametrize(
    "faute",
    [
        {"cle": "pas-la-bonne"},
        {"organisme": "12345678"},
        {"organisme": "99999999"},
        {"le": -301},
        {"le": 301},
        {"X-Signature": ""},
        {"X-Instant": "hier"},
        {"X-Organisme": "99999999"},
    ],
    ids=str,
)
def test_what_is_not_signed_by_a_known_organism_a_moment_ago_is_not_believed(sylvie, faute):
    if "le" in faute:
        faute = {"le": temps_reel() + timedelta(seconds=faute["le"])}
    reponse = poster(avis(sylvie), **faute)
    assert (reponse.status_code, reponse.json()) == (401, {"erreur": "signature"})
    assert siennes(sylvie) == []


def test_a_body_that_was_changed_on_the_way_is_not_believed(sylvie):
    octets = json.dumps(avis(sylvie)).encode()
    entetes = signature.signer(NUMERO, octets, temps_reel(), CLE)
    autre = octets.replace(b"2023-07-01", b"2020-07-01")
    assert Client().post(ADRESSE, autre, content_type="application/json", headers=entetes).status_code == 401


def test_both_keys_of_an_organism_are_believed_while_they_change(sylvie):
    assert poster(avis(sylvie), cle="ancienne-cle-qui-finit").status_code == 200


@pytest.mark.parametrize(
    ("champs", "ou"),
    [
        ({"du": "hier"}, "du"), ({"au": 3}, "au"), ({"contrat": ""}, "contrat"), ({"contrat": "x" * 31}, "contrat"),
        ({"emis_le": "2026-11-23T10:00:00"}, "emis_le"), ({"collectif": "oui"}, "collectif"), ({"avis": None}, "avis"),
        ({"assure": "2\n"}, "assure"),
    ],
    ids=str,
)  # fmt: skip
def test_a_notice_that_cannot_be_read_says_where(sylvie, champs, ou):
    reponse = poster({**avis(sylvie), **champs})
    assert (reponse.status_code, reponse.json()) == (400, {"erreur": "format", "champ": ou})
    assert siennes(sylvie) == []


@pytest.mark.parametrize("corps", [b"", b"[]", b"{", b"[" * 3000, b"\xff"], ids=len)
def test_a_body_that_is_no_notice_is_refused(corps):
    assert poster(corps).status_code == 400


def test_a_body_that_is_too_long_and_a_page_that_is_only_read_are_refused(sylvie):
    assert poster(b" " * 5000).status_code == 413
    assert Client().get(ADRESSE).status_code == 405


def test_an_organism_that_asks_again_after_it_was_set_aside_is_a_new_conflict(sylvie):
    from accounts.dossier import complementaires

    poster(avis(sylvie))
    neuve = creer_complementaire(sylvie, "Santé des Entreprises du Sud", du=date(2026, 9, 1))
    complementaires.choisir(sylvie, {sylvie.personne: neuve.organisme}, le=temps_reel(), acteur="horloge", cause="D-1")
    assert complementaires.conflits(sylvie, date(2026, 11, 23)) == ()
    poster(avis(sylvie))
    assert len(complementaires.conflits(sylvie, date(2026, 11, 23))) == 1
