"""What surrounds a typed value: signs that nobody sees, and those that only part its groups. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Not of category Cf, and yet nothing is drawn: joiners and selectors that come along with a copy, blank letters.
INVISIBLES = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
SELECTEURS = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
TIRETS = frozenset("\u02d7\u2043\u2212")  # beside category Pd: drawn as dashes, called otherwise
PLEINE_CHASSE = {
    large: large - 0xFEE0 for large in range(0xFF01, 0xFF5F)
}  # keyboards of Asia give ASCII at twice its width
MOTS_AU_PLUS = 9  # before a value: a label is no story
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


def ecrits(texte: str) -> str:
    """Without the signs that nobody sees, each of the others in its usual writing: an accent and its letter are one sign."""
    return unicodedata.normalize("NFC", visibles(texte)).translate(PLEINE_CHASSE)


def plat(texte: str) -> str:
    """Any text without its invisible signs, all its dashes made plain ones."""
    return "".join("-" if est_un_tiret(signe) else signe for signe in ecrits(texte))


def ligne(texte: str) -> str:
    """One line as it is read on paper: nothing invisible, one plain space between words, none around."""
    return " ".join(ecrits(texte).split())


def serrer(texte: str) -> str:
    """The letters and digits of a value side by side, in capitals, and "+": whatever parts its groups leaves.

    Letters and digits of other alphabets stay, for the reader of the kind to refuse, and "@": an address is no number.
    """
    return "".join(
        signe.upper() if signe.isascii() else signe for signe in ecrits(texte) if signe.isalnum() or signe in "+@"
    )


def chiffres(texte: str) -> str:
    """The same of a value that begins with a digit or "+": the words that papers print before it leave (« Tél. portable : »)."""
    debut = re.search(r"[\d+]", ecrits(texte))
    return serrer(debut.string[debut.start() :]) if debut else serrer(texte)


def nombre(texte: str) -> str:
    """The same of one that ends with a digit too: the words after it leave (« 40100 Dax »), not a letter that touches it."""
    return chiffres(re.sub(r"(?<=\d)[\W_]\D*$", "", ligne(texte)))


def sans_les_mots(texte: str) -> Iterator[str]:
    """A value that begins with letters: as it stands, then without the first of the words before it, the second …"""
    reste = ligne(texte)
    for _ in range(MOTS_AU_PLUS):
        yield serrer(reste)
        mot = re.match(r"[\W_]*[^\W\d_]+[\W_]+", reste)
        if mot is None:
            return
        reste = reste[mot.end() :]


def sans_accent(texte: str) -> str:
    """The same letters in the basic alphabet: « Œuvre, Łódź, Strauß » gives « OEuvre, Lodz, Strauss »."""
    decompose = unicodedata.normalize("NFKD", texte.translate(LETTRES))
    return "".join(lettre for lettre in decompose if not unicodedata.combining(lettre)).translate(LETTRES)


def mots(texte: str) -> list[str]:
    """The words in capitals of the basic alphabet; any sign that is neither letter nor digit parts them."""
    return re.sub(r"[\W_]+", " ", sans_accent(visibles(texte))).upper().split()
