"""One Chromium for the whole run: Playwright's synchronous interface opens once in a process."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

SANS_FENETRE = (
    "/usr/bin/chromium-headless-shell"  # the same engine without its windows, which cost a seventh of the journeys
)
ENTIER = "/usr/bin/chromium"  # for what the other one lacks: a camera
OPTIONS = ["--no-sandbox", "--disable-gpu"]
PATIENCE = 15_000  # ms: a machine that does four things at once may take seconds to make a photo of a frame


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps a loop in this thread; Django takes it for asynchronous code and would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=SANS_FENETRE, args=OPTIONS)
        expect.set_options(timeout=PATIENCE)
        yield navigateur
        navigateur.close()
