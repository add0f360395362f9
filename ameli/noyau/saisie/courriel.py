"""An e-mail address, as typed or copied from a message. Its form is Django's to judge. Pure."""

from __future__ import annotations

import re

from ameli.noyau.saisie.signes import ligne, plat

ENTRE_CHEVRONS = re.compile(r"<([^<>]*@[^<>]*)>")


def lire(texte: str) -> str:
    """In small letters, without `mailto:`, the name before < >, what closes a sentence, nor spaces around @."""
    adresse = plat(ligne(texte))
    if trouvee := ENTRE_CHEVRONS.search(adresse):
        adresse = trouvee[1]
    collee = re.sub(r"\s*@\s*", "@", adresse).strip(" \"'«»“”,;:()[]").lower()
    return collee.removeprefix("mailto:").rstrip(" .,;:")
