"""`{% url %}` as Django has it, but for a page whose address has no parts: that one is found once in the life of a process.

A frame holds fifteen of them, and each takes as long as five lines of text. A builtin of the engine: nothing to load.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as de_django
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

register = template.Library()


class Adresse(URLNode):
    """Of a name that the template says itself, without arguments."""

    def render(self, context: Context) -> str:
        nom = self.view_name.resolve(context)
        adresse = _trouver(nom, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())
        if adresse is None and self.asvar is None:
            return str(super().render(context))  # says which name is unknown, and where
        if self.asvar:
            context[self.asvar] = adresse or ""
            return ""
        return str(conditional_escape(adresse or ""))


@lru_cache(maxsize=512)
def _trouver(nom: str, adresses: Any, prefixe: str) -> str | None:
    try:
        return reverse(nom)
    except NoReverseMatch:
        return None


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    """See `Adresse`; anything else is Django's own."""
    noeud = de_django(parser, token)
    if noeud.args or noeud.kwargs or not isinstance(noeud.view_name.var, str):
        return noeud
    return Adresse(noeud.view_name, [], {}, noeud.asvar)
