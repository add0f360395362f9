"""What surrounds a typed value: signs that nobody sees, and those that only part its groups. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Not of category Cf, and yet nothing is drawn: joiners and selectors that come along with a copy, blank letters.
INVISIBLES = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
SELECTEURS = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
TIRETS = frozenset("\u02d7\u2043\u2212")  # beside category Pd: drawn as dashes, called otherwise
PONCTUATION = frozenset(".·•․‧∙⋅…。．/\\⁄∕／|_:,;'‘’ʼ`´\"«»‹›“”„()[]{}<>°º")
# Letters that no decomposition takes to the basic alphabet.
LETTRES = str.maketrans(
    {
        "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d",
        "Ð": "D", "ł": "l", "Ł": "L", "þ": "th", "Þ": "TH", "ħ": "h", "Ħ": "H", "ŋ": "ng", "Ŋ": "NG", "ŧ": "t", "Ŧ": "T",
        "ı": "i", "ĸ": "k", "ə": "a", "Ə": "A",
    }
)  # fmt: skip


class Illisible(ValueError):
    """What was typed is not a value of this kind. The message is a French sentence that says what to do and repeats none of it."""


@lru_cache(maxsize=4096)
def invisible(signe: str) -> bool:
    """Is nothing drawn for it? Spaces are seen: they part words."""
    if signe.isspace():
        return False
    genre = unicodedata.category(signe)
    return genre in ("Cf", "Cc") or signe in INVISIBLES or any(ord(signe) in plage for plage in SELECTEURS)


@lru_cache(maxsize=4096)
def est_un_tiret(signe: str) -> bool:
    """Hyphens, dashes and minus signs of any length."""
    return signe in TIRETS or unicodedata.category(signe) == "Pd"


def visibles(texte: str) -> str:
    """Without the signs that nobody sees; spaces and new lines stay as they are."""
    return "".join(signe for signe in texte if not invisible(signe))


def plat(texte: str) -> str:
    """Any text without its invisible signs, all its dashes made plain ones."""
    return "".join("-" if est_un_tiret(signe) else signe for signe in visibles(texte))


def ligne(texte: str) -> str:
    """One line as it is read on paper: nothing invisible, one plain space between words, none around."""
    return " ".join(visibles(texte).split())


def etiquettes(*noms: str) -> tuple[str, ...]:
    """What papers print before a number called `noms`: "N°", "Tél. :", « Numéro de série : », as `serrer` leaves them."""
    numeros = ("N", "NO", "NUMERO")
    return (*numeros, *noms, *(f"{numero}{de}{nom}" for numero in numeros for de in ("", "DE") for nom in noms))


def serrer(texte: str, *etiquettes: str) -> str:
    """The signs of a number side by side, in capitals: what parts its groups leaves, and the longest of `etiquettes` before it.

    Letters and digits of other alphabets stay, for the reader of the kind to refuse.
    """
    serre = "".join(
        signe.upper() if signe.isascii() else signe
        for signe in visibles(texte)
        if not (signe.isspace() or est_un_tiret(signe) or signe in PONCTUATION)
    )
    for etiquette in sorted(etiquettes, key=len, reverse=True):
        if sans_accent(serre[: len(etiquette)]).upper() == etiquette:
            return serre[len(etiquette) :]
    return serre


def sans_accent(texte: str) -> str:
    """The same letters in the basic alphabet: « Œuvre, Łódź, Strauß » gives « OEuvre, Lodz, Strauss »."""
    decompose = unicodedata.normalize("NFKD", texte.translate(LETTRES))
    return "".join(lettre for lettre in decompose if not unicodedata.combining(lettre)).translate(LETTRES)


def mots(texte: str) -> list[str]:
    """The words in capitals of the basic alphabet; any sign that is neither letter nor digit parts them."""
    return re.sub(r"[\W_]+", " ", sans_accent(visibles(texte))).upper().split()
