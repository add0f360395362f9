"""What the frame of a page says of the site itself."""

from __future__ import annotations

import re
from functools import cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ameli.noyau import glossaire, installable
from ameli.noyau.accessibilite import grille
from ameli.noyau.contexte import Onglet, onglets_construits

register = template.Library()

NUMERO = "36 46"
# Names of other pages, which explain their words themselves.
NAVIGATION = re.compile(r"<nav\b.*?</nav>|<a\b.*?</a>", re.DOTALL)


@register.simple_tag
def onglets_du_site() -> tuple[Onglet, ...]:
    """The tabs of the account whose page is built."""
    return onglets_construits()


@register.simple_tag
def mention_d_accessibilite() -> str:
    """« totalement conforme »; nothing when the table was not installed with the site, whose foot stands on error pages too."""
    try:
        return grille().mention
    except OSError:
        return ""


@register.simple_tag
def en_exercice() -> bool:
    """Is it the practice site? For frames that are drawn without request."""
    return settings.BAC_A_SABLE


@register.simple_tag
def icone_installee(forme: str) -> str:
    """Address of the icon that an installed site has, in this shape (`installable.icone`)."""
    return installable.icone(forme)


@register.simple_block_tag
def avec_les_mots(content: SafeString, papier: str = "") -> SafeString:
    """What stands between the two tags, then the words of the glossary that it holds, explained; before it on a paper, by its template."""
    mots = tuple(glossaire.presents(NAVIGATION.sub("", content)))
    if papier:
        return format_html("{}{}", _explication(papier, mots), content)
    return format_html("{}{}", content, _explication("composants/mots.html", mots))


@cache
def _explication(gabarit: str, mots: tuple[glossaire.Mot, ...]) -> str:
    return render_to_string(gabarit, {"mots": mots}) if mots else ""


@register.simple_tag
def le_3646() -> SafeString:
    """The number to call: a link on a telephone; words alone in practice, whose foot says what to do there."""
    if settings.BAC_A_SABLE:
        return format_html('<span class="insecable">{}</span>', NUMERO)
    return format_html('<a href="tel:3646" class="insecable">{}</a>', NUMERO)
