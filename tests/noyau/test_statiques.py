"""While two versions serve, a page drawn by one may ask the other for its style sheet."""

from __future__ import annotations

from contextlib import ExitStack, closing

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from ameli.noyau.statiques import DeToutesLesVersions

pytestmark = pytest.mark.django_db  # the end of an answer looks at the connection of its process, when there is one


@pytest.fixture
def demander(settings, tmp_path):
    """The answer to an address, on a machine that has one style sheet, whose fingerprint is 0123456789ab."""
    (tmp_path / "css").mkdir()
    for nom in ("site.css", "site.0123456789ab.css"):
        (tmp_path / "css" / nom).write_text("main { color: black }")
    settings.STATIC_ROOT, settings.DEBUG = tmp_path, False
    couche = DeToutesLesVersions(lambda request: HttpResponse(status=404))
    with ExitStack() as ouvertes:
        yield lambda chemin: ouvertes.enter_context(closing(couche(RequestFactory().get(chemin))))


def test_a_file_of_this_version_is_itself(demander):
    reponse = demander("/static/css/site.0123456789ab.css")
    assert (reponse.status_code, b"".join(reponse.streaming_content)) == (200, b"main { color: black }")


def test_that_of_another_version_is_the_one_of_the_same_name_and_is_not_kept_for_ever(demander):
    reponse = demander("/static/css/site.ba9876543210.css")
    assert (reponse.status_code, b"".join(reponse.streaming_content)) == (200, b"main { color: black }")
    assert reponse["Cache-Control"] == "max-age=60, public"


@pytest.mark.parametrize(
    "chemin", ["/static/css/autre.ba9876543210.css", "/static/site.css", "/connexion/", "/css/site.css"]
)
def test_what_no_version_has_is_not_here(demander, chemin):
    assert demander(chemin).status_code == 404
