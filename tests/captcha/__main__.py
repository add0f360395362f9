"""`make captcha`: every attack on many captchas, and what a person is left to hear, with their goals."""

from __future__ import annotations

import os
import statistics
import sys
from dataclasses import fields

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ameli.settings")
django.setup()

from accounts.securite.captcha.voix import Forme  # noqa: E402
from tests.captcha import attaque, entendement  # noqa: E402

COMBIEN = 200


def main() -> int:
    print(f"\n{COMBIEN} captchas each; the bound of a rate holds in {attaque.CONFIANCE:.0%} of cases\n")
    print("Voice: what a machine with the code and every recording reads")
    tenus = attaque.montrer(attaque.ecouter(COMBIEN).items())
    print("\nImage: what a machine with the code and the font reads")
    tenus = attaque.montrer([("image", attaque.regarder(COMBIEN))]) and tenus
    print("\nVoice: what a person is left to hear, on average")
    for forme in Forme:
        mesures = [entendement.mesurer(texte, forme, texte) for texte in attaque.textes(40)]
        valeurs = {
            champ.name: statistics.mean(getattr(mesure, champ.name) for mesure in mesures)
            for champ in fields(entendement.Entendement)
        }
        print(f"  {forme:<28}" + ", ".join(f"{nom} {valeur:.2f}" for nom, valeur in valeurs.items()))
    return 0 if tenus else 1


if __name__ == "__main__":
    sys.exit(main())
