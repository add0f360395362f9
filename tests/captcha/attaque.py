"""The attacks on the captcha, with what they prove: a rate is worth what its bound says."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from accounts.securite.captcha import image, son
from accounts.securite.captcha.defi import ALPHABET, LONGUEUR
from accounts.securite.captcha.son import dire
from accounts.securite.captcha.voix import CADENCE, TIMBRES, Forme, enregistrement
from tests.captcha.oeil import Oeil
from tests.captcha.oreille import Oreille, Reglage, Tableau, en_texte, lire, ondes

PERMIS = 0.05  # of whole captchas
CONFIANCE = 0.95


@dataclass
class Bilan:
    """What was read: whole captchas, and characters one by one."""

    essais: int = 0
    entiers: int = 0
    caracteres: int = 0

    def noter(self, texte: str, lu: str) -> None:
        self.essais += 1
        self.entiers += lu == texte
        self.caracteres += sum(a == b for a, b in zip(texte, lu, strict=True))

    @property
    def au_plus(self) -> float:
        """The rate of whole captchas is lower than this one, with CONFIANCE: from those that were read."""
        return borne(self.entiers, self.essais)

    @property
    def au_plus_par_caractere(self) -> float:
        """The same, from the characters: six right ones in a row. Needs fewer tries; supposes that they fall alike."""
        return borne(self.caracteres, self.essais * LONGUEUR) ** LONGUEUR

    def __str__(self) -> str:
        caracteres = self.caracteres / self.essais / LONGUEUR
        return (
            f"{self.entiers} of {self.essais} (at most {self.au_plus:.1%}), {caracteres:.0%} of characters"
            f" (six in a row: at most {self.au_plus_par_caractere:.1%})"
        )


def borne(reussites: int, essais: int) -> float:
    """Clopper and Pearson's upper bound of a rate: the one that would give so few in 1 - CONFIANCE of such tries."""
    bas, haut = reussites / essais, 1.0
    for _ in range(30):
        taux = (bas + haut) / 2
        bas, haut = (taux, haut) if _si_peu(reussites, essais, taux) > 1 - CONFIANCE else (bas, taux)
    return haut


def _si_peu(reussites: int, essais: int, taux: float) -> float:
    """How probable are so few successes, or fewer, at this rate?"""
    logs = (
        math.lgamma(essais + 1) - math.lgamma(k + 1) - math.lgamma(essais - k + 1)
        + k * math.log(taux) + (essais - k) * math.log1p(-taux)
        for k in range(reussites + 1)
    )  # fmt: skip
    return sum(map(math.exp, logs)) if taux < 1 else 0.0


def textes(combien: int) -> list[str]:
    hasard = random.Random(79)
    return ["".join(hasard.choice(ALPHABET) for _ in range(LONGUEUR)) for _ in range(combien)]


def oreille(forme: Forme, **reglage: float) -> Oreille:
    """Knows how sounds are put together today."""
    force = 0.75 * sum(son.FORCE) / 2 * 0.85
    unites, entre = son.UNITES[forme], son.ENTRE[forme]
    return Oreille(Reglage(unites, son.ALLURE, son.AVANT, entre, son.DEDANS, force, **reglage))


def ecouter(combien: int, **reglage: float) -> dict[str, Bilan]:
    """Each form alone, then both sounds of a challenge together."""
    oreilles = {forme: oreille(forme, **reglage) for forme in Forme}
    bilans = {nom: Bilan() for nom in (*Forme, "ensemble")}
    for texte in textes(combien):
        scores = {forme: une.scores(lire(dire(texte, forme, texte))) for forme, une in oreilles.items()}
        for forme, un in scores.items():
            bilans[forme].noter(texte, en_texte(un))
        bilans["ensemble"].noter(texte, en_texte(sum(scores.values())))
    return bilans


def ecouter_des_sons_nus(forme: Forme, combien: int) -> Bilan:
    """The same attacker before recordings in a row over a murmur: what it must be able to read."""
    attente = (0.4, 0.6)
    reglage = Reglage(son.UNITES[forme], (0.94, 1.06), attente, attente, attente, force=1.0, bruit=10, longueurs=24)
    une, bilan = Oreille(reglage), Bilan()
    for texte in textes(combien):
        bilan.noter(texte, une.lire(nu(texte, forme)))
    return bilan


def nu(texte: str, forme: Forme) -> Tableau:
    hasard = random.Random(texte)
    calme = np.zeros(CADENCE // 2)
    pieces = [calme]
    for caractere in texte:
        timbre = hasard.choice(TIMBRES)
        for unite in son.UNITES[forme]:
            pieces += [ondes(enregistrement(timbre, caractere, unite)), calme]
    signal = np.concatenate(pieces)
    return signal + np.random.default_rng(hasard.randrange(2**32)).integers(-3, 4, len(signal))


def regarder(combien: int) -> Bilan:
    oeil, bilan = Oeil([image.police(taille) for taille in (46, 58)]), Bilan()
    for texte in textes(combien):
        bilan.noter(texte, oeil.lire(image.dessiner(texte, texte)))
    return bilan


def regarder_des_images_nues(combien: int) -> Bilan:
    """The same attacker before letters that stand in a row: what it must be able to read."""
    oeil = Oeil([image.police(52)], angles=(0,), penches=(0,), creux=(False,), trait=0)
    bilan = Bilan()
    for texte in textes(combien):
        nue = Image.new("RGB", (image.LARGEUR, image.HAUTEUR), image.FOND)
        for rang, caractere in enumerate(texte):
            milieu = (35 + 46 * rang, image.HAUTEUR // 2)
            ImageDraw.Draw(nue).text(milieu, caractere, image.ENCRES[0], image.police(52), "mm")
        sortie = io.BytesIO()
        nue.save(sortie, "PNG")
        bilan.noter(texte, oeil.lire(sortie.getvalue()))
    return bilan


def montrer(bilans: Iterable[tuple[str, Bilan]], dire: Callable[[str], None] = print) -> bool:
    """Print each; were all under what is permitted?"""
    tenus = True
    for nom, bilan in bilans:
        tenu = max(bilan.entiers / bilan.essais, bilan.au_plus_par_caractere) <= PERMIS
        dire(f"  {nom:<28}{bilan}   goal ≤ {PERMIS:.0%}: {'reached' if tenu else 'MISSED'}")
        tenus = tenus and tenu
    return tenus
