"""Log lines are JSON, carry the request's id, and no personal data."""

from __future__ import annotations

import io
import json
import logging

import pytest
import structlog
from django.conf import settings

from ameli.noyau.journalisation import caviarder, decrire_panne

PERSONNELS = [
    "1 85 05 40 999 001", "185054099900125", "2850540999001", "1 85 05 2A 999 001 25",
    "FR76 3000 4001 2300 0012 3456 705", "FR7630004001230000123456705", "DE89370400440532013000",
    "06 39 98 12 34", "+33 6 39 98 12 34", "0639981234", "01.39.98.12.34", "lea.martin+x@exemple.fr",
]  # fmt: skip


@pytest.mark.parametrize("donnee", PERSONNELS)
def test_personal_data_is_masked_wherever_it_stands(donnee):
    assert caviarder(f"vu ({donnee}), puis rien") == "vu ([masqué]), puis rien"


@pytest.mark.parametrize(
    "texte",
    ["demarche:1234567", "2026-11-23T05:40:06.447Z", "abcdefgh23456789", "HTTP 503", "/suivi/IBAN-26-0001/", "1234"],
)
def test_ordinary_text_stays(texte):
    assert caviarder(texte) == texte


@pytest.fixture
def lignes():
    """What leaves through the product's own handler."""
    sortie = io.StringIO()
    nom = settings.LOGGING["handlers"]["stderr"]["formatter"]
    formateur = settings.LOGGING["formatters"][nom]
    gestionnaire = logging.StreamHandler(sortie)
    gestionnaire.setFormatter(
        formateur["()"](processors=formateur["processors"], foreign_pre_chain=formateur["foreign_pre_chain"])
    )
    racine = logging.getLogger()
    racine.addHandler(gestionnaire)
    yield lambda: [json.loads(ligne) for ligne in sortie.getvalue().splitlines()]
    racine.removeHandler(gestionnaire)


def test_our_lines_are_json_and_masked_at_every_depth(lignes):
    structlog.get_logger("essai").warning(
        "parti", a=PERSONNELS[1], dans={"liste": [PERSONNELS[4]]}, nir=1850540999001, n=3
    )
    (ligne,) = lignes()
    assert (ligne["event"], ligne["level"], ligne["logger"], ligne["n"]) == ("parti", "warning", "essai", 3)
    assert (ligne["a"], ligne["dans"], ligne["nir"]) == ("[masqué]", {"liste": ["[masqué]"]}, "[masqué]")


def test_an_exception_is_told_without_what_it_holds(lignes):
    try:
        raise ValueError(PERSONNELS[11])
    except ValueError as panne:
        assert decrire_panne(panne).startswith("ValueError: [masqué] (test_journalisation.py:")
        structlog.get_logger("essai").exception("panne")
    assert "[masqué]" in lignes()[0]["exception"]


def test_a_request_is_one_line_with_its_id_and_path_but_not_its_query(lignes, client, db):
    client.get("/healthz", {"q": "motif"}, HTTP_USER_AGENT="navigateur")
    (ligne,) = [x for x in lignes() if x["event"] == "request_finished"]
    assert ligne["request"] == "GET /healthz"
    assert len(ligne["request_id"]) == 36
    assert "ip" not in ligne
    assert "navigateur" not in json.dumps(ligne)
