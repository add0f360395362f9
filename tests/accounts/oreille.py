"""A machine that listens: what somebody who has every recording of the captcha does in an afternoon.

Energies of bands every hundredth of a second, silence found by loudness, the noise of the file taken away, then the nearest
recording: first stretched to one length, then warped in time (DTW) among those that came closest.
"""

from __future__ import annotations

import io
import itertools
import math
import wave
from operator import mul

BANDES = [150 * (5200 / 150) ** (rang / 17) for rang in range(18)]  # Hz
FENETRE, POINTS = 256, 14
PROCHES = 20
RIEN = [0.0] * len(BANDES)
COUPES = (100, 3000)  # how much weaker than the loudest what begins and ends a character may be

Trame = list[float]


def lire(son: bytes) -> tuple[bytes, int]:
    with wave.open(io.BytesIO(son)) as ouvert:
        return ouvert.readframes(ouvert.getnframes()), ouvert.getframerate()


class Oreille:
    """`connus`: pairs (what is said, samples of one byte) that the attacker learned."""

    def __init__(self, connus: list[tuple[str, bytes]], cadence: int) -> None:
        self.cadence = cadence
        fenetre = [0.5 - 0.5 * math.cos(2 * math.pi * i / FENETRE) for i in range(FENETRE)]
        angles = [[2 * math.pi * f * i / cadence for i in range(FENETRE)] for f in BANDES]
        self.cosinus = [[f * math.cos(a) for f, a in zip(fenetre, ligne, strict=True)] for ligne in angles]
        self.sinus = [[f * math.sin(a) for f, a in zip(fenetre, ligne, strict=True)] for ligne in angles]
        calme = bytes([128]) * FENETRE
        trames = [(dit, self._trames(calme + ondes + calme)) for dit, ondes in connus]
        self.modeles = {c: [(dit, *_resume(_finir(une, RIEN, c))) for dit, une in trames] for c in COUPES}

    def ecouter(self, ondes: bytes, combien: int) -> str:
        """The `combien` characters that it believes to hear."""
        trames = self._trames(ondes)
        bruit = [sorted(bande)[len(trames) // 5] for bande in zip(*trames, strict=True)]
        return "".join(self._reconnaitre(morceau, bruit) for morceau in _decouper(trames, combien))

    def _trames(self, ondes: bytes) -> list[Trame]:
        signal = [onde - 128 for onde in ondes]
        pas = self.cadence // 100
        trames = []
        for debut in range(0, len(signal) - FENETRE, pas):
            ici = signal[debut : debut + FENETRE]
            trames.append(
                [
                    sum(map(mul, ici, c)) ** 2 + sum(map(mul, ici, s)) ** 2
                    for c, s in zip(self.cosinus, self.sinus, strict=True)
                ]
            )
        return trames

    def _reconnaitre(self, trames: list[Trame], bruit: Trame) -> str:
        """The nearest model, wherever the stretch is thought to begin and end."""
        trouves = []
        for coupe in COUPES:
            duree, resume = _resume(_finir(trames, bruit, coupe))
            proches = sorted(
                (_ecart(resume, modele) + 0.5 * abs(math.log(duree / longueur)), dit, modele)
                for dit, longueur, modele in self.modeles[coupe]
            )[:PROCHES]
            trouves += [(_alignement(resume, modele), dit) for _, dit, modele in proches]
        return min(trouves)[1]


def _decouper(trames: list[Trame], combien: int) -> list[list[Trame]]:
    """The `combien` loudest stretches: the threshold that leaves just so many of them, or the nearest to it."""
    forces = [math.log(1 + sum(trame)) for trame in trames]
    lisses = [sum(forces[max(0, i - 4) : i + 5]) / len(forces[max(0, i - 4) : i + 5]) for i in range(len(forces))]
    bas, haut = min(lisses), max(lisses)
    essais = (_au_dessus(lisses, bas + (haut - bas) * cran / 40) for cran in range(4, 38))
    bouts = min(essais, key=lambda bouts: (abs(len(bouts) - combien), -sum(fin - debut for debut, fin in bouts)))
    bouts = sorted(sorted(bouts, key=lambda bout: bout[0] - bout[1])[:combien])
    return [trames[debut:fin] for debut, fin in bouts]


def _au_dessus(forces: list[float], seuil: float) -> list[tuple[int, int]]:
    """Stretches above `seuil` of a tenth of a second at least, across holes of less than thirty hundredths."""
    bouts: list[tuple[int, int]] = []
    for i, force in enumerate(forces):
        if force < seuil:
            continue
        if bouts and i - bouts[-1][1] < 30:
            bouts[-1] = (bouts[-1][0], i + 1)
        else:
            bouts.append((i, i + 1))
    return [(debut, fin) for debut, fin in bouts if fin - debut >= 10]


def _finir(trames: list[Trame], bruit: Trame, coupe: float) -> list[Trame]:
    """Without the noise and what is `coupe` times weaker at both ends; logarithms, whatever the loudness."""
    nettes = [[max(e - 2 * b, 0) for e, b in zip(trame, bruit, strict=True)] for trame in trames]
    forces = [sum(trame) for trame in nettes]
    fortes = [rang for rang, force in enumerate(forces) if force * coupe >= max(forces)]
    nettes = nettes[fortes[0] : fortes[-1] + 1]
    sommet = max(max(trame) for trame in nettes) or 1
    logs = [[math.log(e + sommet / 1500) for e in trame] for trame in nettes]
    moyenne = sum(map(sum, logs)) / (len(logs) * len(BANDES))
    return [[x - moyenne for x in trame] for trame in logs]


def _resume(trames: list[Trame]) -> tuple[int, list[Trame]]:
    """Its length, and POINTS frames spread over it."""
    bornes = [i * len(trames) / POINTS for i in range(POINTS + 1)]
    parts = [trames[int(a) : max(int(a) + 1, math.ceil(b))] for a, b in itertools.pairwise(bornes)]
    return len(trames), [[sum(bande) / len(part) for bande in zip(*part, strict=True)] for part in parts]


def _ecart(une: list[Trame], autre: list[Trame]) -> float:
    return sum(math.dist(a, b) for a, b in zip(une, autre, strict=True)) / POINTS


def _alignement(une: list[Trame], autre: list[Trame]) -> float:
    """Dynamic time warping."""
    avant = [0.0] + [math.inf] * POINTS
    for trame in une:
        ici = [math.inf]
        for j, modele in enumerate(autre):
            ici.append(math.dist(trame, modele) + min(avant[j], avant[j + 1], ici[j]))
        avant = ici
    return avant[-1]
