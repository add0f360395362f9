"""The name that a file is shown and handed back under: what the person wrote, without what could deceive or break."""

from __future__ import annotations

import re
import unicodedata

MAXIMUM = 80
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
CONNUES = re.compile(r"\.(?:jpe?g|png|pdf|hei[cf]|webp|mpo|jfif|exe|html?|svg|js|com|bat|scr|php)$", re.IGNORECASE)
INTERDITS = re.compile(r'[<>:"|?*\\/;%&$`\x00-\x1f]')


def nommer(nom: str, type_mime: str) -> str:
    """ "Ordonnance du 3.jpg" from "C:\\photos\\Ordonnance du 3.JPEG"; "document.pdf" when nothing is left.

    No folder, no control or writing-direction character, 80 characters at most, the extension of the true type.
    """
    dernier = unicodedata.normalize("NFC", nom).replace("\\", "/").rpartition("/")[2]
    racine = " ".join(INTERDITS.sub(" ", _visible(dernier)).split())
    while CONNUES.search(racine):
        racine = CONNUES.sub("", racine)
    extension = EXTENSIONS[type_mime]
    racine = racine.strip(" .-")[: MAXIMUM - len(extension)].rstrip(" .-")
    return (racine or ("document" if extension == ".pdf" else "photo")) + extension


def montrer(nom: str) -> str:
    """The name as the person gave it, safe in a sentence, whatever its type: for the refusal of a file."""
    dernier = unicodedata.normalize("NFC", nom).replace("\\", "/").rpartition("/")[2]
    visible = " ".join(_visible(dernier).split())
    return visible if len(visible) <= MAXIMUM else visible[: MAXIMUM - 1] + "…"


def _visible(texte: str) -> str:
    """Without line ends, controls and marks that turn the direction of writing."""
    return "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in texte)
