"""One Chromium for the whole run: Playwright's synchronous interface opens once in a process."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

SANS_FENETRE = (
    "/usr/bin/chromium-headless-shell"  # the same engine without its windows, which cost a seventh of the journeys
)
ENTIER = "/usr/bin/chromium"  # for what the other one lacks: a camera
OPTIONS = ["--no-sandbox", "--disable-gpu"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps a loop in this thread; Django takes it for asynchronous code and would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=SANS_FENETRE, args=OPTIONS)
        yield navigateur
        navigateur.close()
