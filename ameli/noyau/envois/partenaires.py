"""How a partner that is asked something is reached. Most take a POST of JSON at an address; some are read with a token."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Consultation:
    """A service of the State's family (API Particulier): GET, the question in the query, `jeton` as bearer. Never printed."""

    url: str
    jeton: str

    def __repr__(self) -> str:
        return f"Consultation({self.url!r})"
