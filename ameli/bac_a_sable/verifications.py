"""The system check that keeps the sandbox out of production."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def bac_a_sable_ferme(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """`manage.py check --deploy` refuses practice people, published passwords and a clock that jumps."""
    if not settings.BAC_A_SABLE:
        return []
    return [
        Error(
            "The sandbox is on: practice people, published passwords and a clock that anyone can move.",
            hint="Unset AMELI_BAC_A_SABLE before serving real people.",
            id="bac_a_sable.E001",
        )
    ]
