"""Pages made comparable from one run to the next: what changes by chance or by the hour becomes a word."""

from __future__ import annotations

import re

CHANGEANT = (
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'), 'name="csrfmiddlewaretoken" value="JETON"'),
    (re.compile(r'nonce="[^"]+"'), 'nonce="NONCE"'),
    (re.compile(r"/static/[\w./-]+"), lambda m: re.sub(r"\.[0-9a-f]{12}(?=\.)", "", m.group())),
    (re.compile(r"\b[2-9a-hjkmnp-z]{16}\b"), "IDENTIFIANT"),
    (re.compile(r"\d{1,2}\u00a0h(?:\u00a0\d{2})?"), "HEURE"),
    (re.compile(r'data-session-expire-dans="\d+"'), 'data-session-expire-dans="SECONDES"'),
    (re.compile(r"\n\s*\n+"), "\n"),
)


def page(html: str) -> str:
    """The page without tokens, hashes, opaque ids and hours."""
    for motif, mot in CHANGEANT:
        html = motif.sub(mot, html)
    return html.strip()
