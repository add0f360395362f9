"""An e-mail address, as typed or copied from a message. Its form is Django's to judge. Pure."""

from __future__ import annotations

import re

from ameli.noyau.saisie.signes import ligne, plat

AUTOUR = " \"'‘’«»“”„<>,;:()[]"
ETIQUETTE = re.compile(r"^[^@:]*:")  # no address has a colon before its @
LIEN = re.compile(r"^(mailto:[^?]*)\?.*$", re.IGNORECASE)  # a link may say the subject too
ENTRE_CHEVRONS = re.compile(r"<([^<>]*@[^<>]*)>")


def lire(texte: str) -> str:
    """In small letters, without its label (`mailto:`), the name before < >, what closes a sentence, nor spaces around @."""
    adresse = plat(ligne(texte))
    if trouvee := ENTRE_CHEVRONS.search(adresse):
        adresse = trouvee[1]
    collee = re.sub(r"\s*@\s*", "@", LIEN.sub(r"\1", adresse)).lower()
    return ETIQUETTE.sub("", collee.strip(AUTOUR)).strip(AUTOUR).rstrip(".!?…/")
