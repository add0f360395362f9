"""What a browser is told with every page: only our own files, no frame, no copy kept."""

from __future__ import annotations

import pytest


@pytest.fixture
def reponse(client):
    return client.get("/composants/")


def test_only_our_own_files_may_run(reponse):
    politique = dict(partie.strip().split(" ", 1) for partie in reponse["Content-Security-Policy"].split(";"))
    assert politique["default-src"] == "'self'"
    assert politique["script-src"].split()[0] == "'self'"
    assert "unsafe" not in reponse["Content-Security-Policy"]
    assert politique["style-src"] == "'self'"
    assert politique["object-src"] == politique["base-uri"] == politique["frame-ancestors"] == "'none'"
    assert politique["form-action"] == "'self' http://localhost:8900"  # FranceConnect of the sandbox


def test_no_page_is_kept_nor_framed_nor_told_to_others(reponse):
    assert reponse["Cache-Control"] == "no-store"
    assert reponse["X-Frame-Options"] == "DENY"
    assert reponse["Referrer-Policy"] == "same-origin"
    assert reponse["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "microphone=()" in reponse["Permissions-Policy"]


def test_the_agents_sign_in_opens_under_the_same_policy(client, db):
    reponse = client.get("/agents/login/")
    assert reponse.status_code == 200
    assert "unsafe" not in reponse["Content-Security-Policy"]
