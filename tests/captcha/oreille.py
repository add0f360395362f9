"""A machine that listens: what somebody who has the code and every recording of the captcha does in some days, without
training a recogniser.

Energies of bands every hundredth of a second; each recording at several paces, with the noise of the file laid over it. Every
stretch of the sound is compared with all of them, and the most likely row of characters, with waits that the code allows, is
kept (dynamic programming: nothing has to be cut at silences). What was found is compared again from close by, where it begins and
ends a little sooner or later. Scores of several sounds of one challenge add up.
"""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounts.securite.captcha.defi import ALPHABET, LONGUEUR
from accounts.securite.captcha.voix import CADENCE, TIMBRES, Forme, enregistrement

Tableau = NDArray[np.float64]
Rangs = NDArray[np.int64]
Pas = tuple[int, Rangs | None, Rangs | None, Rangs]  # unit, characters before, waits, stretches
FENETRE, TRAME, FFT = 256, CADENCE // 100, 512
POINTS = 16  # of a stretch, whatever its length
HOP = 4  # frames between two places where a stretch may begin
LOIN = 1e15
PRES = range(-5, 6)  # frames
PLANCHER = 1e-4  # of what is loudest: weaker differences say nothing
LETTRES = np.arange(len(ALPHABET))


def _filtres(combien: int, bas: float, haut: float) -> Tableau:
    """Triangles, as wide as the ear's own bands (mel)."""
    ici = 1127 * np.log1p(np.fft.rfftfreq(FFT, 1 / CADENCE) / 700)[:, None]
    bords = np.linspace(1127 * np.log1p(bas / 700), 1127 * np.log1p(haut / 700), combien + 2)
    a, b, c = bords[:-2], bords[1:-1], bords[2:]
    return np.maximum(0, np.minimum((ici - a) / (b - a), (c - ici) / (c - b)))


FILTRES = _filtres(22, 120, 5300)


def lire(son: bytes) -> Tableau:
    """Samples of a WAV of one byte, around zero."""
    with wave.open(io.BytesIO(son)) as ouvert:
        return ondes(ouvert.readframes(ouvert.getnframes()))


def ondes(octets: bytes) -> Tableau:
    return np.frombuffer(octets, np.uint8).astype(float) - 128


def energies(signal: Tableau) -> Tableau:
    trames = np.lib.stride_tricks.sliding_window_view(signal, FENETRE)[::TRAME] * np.hanning(FENETRE)
    return np.abs(np.fft.rfft(trames, FFT)) ** 2 @ FILTRES / 1000 + 1e-6


@dataclass(frozen=True)
class Reglage:
    """What the attacker knows of how a sound is put together; seconds, and factors."""

    unites: tuple[Forme, ...]
    allure: tuple[float, float]
    avant: tuple[float, float]
    entre: tuple[float, float]
    dedans: tuple[float, float]
    force: float
    bruit: float = 55  # percentile of each band that is taken for its noise
    longueurs: int = 9  # of stretches that are compared


class Oreille:
    """Listens to sounds made as `reglage` says."""

    def __init__(self, reglage: Reglage) -> None:
        self.reglage = reglage
        self.modeles = [self._apprendre(unite) for unite in reglage.unites]

    def lire(self, *sons: Tableau) -> str:
        return en_texte(sum(self.scores(son) for son in sons))

    def scores(self, signal: Tableau) -> Tableau:
        """How badly each character of the alphabet fits at each place, a row for each place."""
        trames = energies(signal)
        candidats = [
            (bornes := _partout(len(trames), durees, self.reglage.longueurs), self._comparer(trames, bornes, rang))
            for rang, (durees, _) in enumerate(self.modeles)
        ]
        places = len(trames) // HOP + 2
        ici = np.arange(places) * HOP / 100
        etat = np.tile(np.where(_dans(ici, self.reglage.avant), 0.0, LOIN), (len(ALPHABET), 1))
        chemin: list[Pas] = []
        for rang in range(LONGUEUR):
            for unite, (bornes, couts) in enumerate(candidats):
                quel = attente = None
                if unite == 0 and rang:
                    quel = etat.argmin(0)
                    etat = np.tile(etat.min(0), (len(ALPHABET), 1))
                if unite or rang:
                    etat, attente = _attendre(etat, self.reglage.dedans if unite else self.reglage.entre)
                etat, choix = _dire(etat, bornes // HOP, couts)
                chemin.append((unite, quel, attente, choix))
        etat = np.where(_dans(len(trames) / 100 - ici, self.reglage.entre), etat, LOIN)
        return sum(
            np.stack([self._de_pres(trames, *bornes, unite) for bornes in pris])
            for unite, pris in enumerate(_remonter(etat, chemin, [bornes for bornes, _ in candidats]))
        )

    def _apprendre(self, unite: Forme) -> tuple[Tableau, Tableau]:
        """Lengths, and energies over POINTS, of every recording at several paces; characters in their order."""
        durees, modeles = [], []
        calme = np.zeros(FENETRE // 2)
        lent = np.geomspace(self.reglage.allure[0] * 1.03, self.reglage.allure[1] * 0.97, 4)
        for caractere in ALPHABET:
            for timbre in TIMBRES:
                signal = ondes(enregistrement(timbre, caractere, unite)) * self.reglage.force
                for allure in lent:
                    ici = np.linspace(0, len(signal) - 1, int(len(signal) * allure))
                    etire = np.interp(ici, np.arange(len(signal)), signal)
                    trames = energies(np.concatenate([calme, etire, calme]))
                    durees.append(len(trames))
                    modeles.append(_points(trames, np.array([[0, len(trames)]]))[0])
        return np.array(durees, float), np.stack(modeles)

    def _comparer(self, trames: Tableau, bornes: Rangs, unite: int) -> Tableau:
        """How much worse than mere noise each character fits each stretch (first and last frame)."""
        durees, modeles = self.modeles[unite]
        longueurs = np.diff(bornes, axis=1)
        bruit = (
            np.maximum(np.percentile(trames, self.reglage.bruit, axis=0), PLANCHER * np.percentile(trames, 98)) * 1.3
        )
        vus = _points(np.log(trames + 0.3 * bruit), bornes)
        rien = ((vus - np.log(1.3 * bruit)) ** 2).sum((1, 2))[:, None]
        a = vus.reshape(len(vus), -1).astype(np.float32)
        b = np.log(modeles + 1.3 * bruit).reshape(len(modeles), -1).astype(np.float32)
        ecarts = (a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T - rien
        couts = longueurs * (ecarts / POINTS + 3 * np.abs(np.log(longueurs / durees)))
        return couts.reshape(len(bornes), len(ALPHABET), -1).min(2)

    def _de_pres(self, trames: Tableau, debut: int, fin: int, unite: int) -> Tableau:
        """The best of the stretches that begin and end nearly there."""
        bornes = np.clip([(debut + a, fin + b) for a in PRES for b in PRES], 0, len(trames))
        return self._comparer(trames, bornes[np.diff(bornes, axis=1)[:, 0] >= HOP], unite).min(0)


def en_texte(scores: Tableau) -> str:
    return "".join(ALPHABET[rang] for rang in scores.argmin(1))


def _partout(combien: int, durees: Tableau, longueurs: int) -> Rangs:
    """Stretches of some lengths, beginning anywhere."""
    tailles = np.unique(np.geomspace(durees.min(), durees.max(), longueurs).astype(int) // HOP * HOP)
    return np.array([(a, a + t) for a in range(0, combien, HOP) for t in tailles if a + t <= combien])


def _points(trames: Tableau, bornes: Rangs) -> Tableau:
    """The mean of each of POINTS equal parts of each stretch."""
    sommes = np.concatenate([np.zeros((1, trames.shape[1])), np.cumsum(trames, axis=0)])
    debut, duree = bornes[:, :1], np.diff(bornes, axis=1)
    coupes = debut + duree * np.arange(POINTS + 1) / POINTS
    entier = np.minimum(coupes.astype(int), len(trames) - 1)
    reste = (coupes - entier)[..., None]
    return np.diff(sommes[entier] * (1 - reste) + sommes[entier + 1] * reste, axis=1) / (duree[..., None] / POINTS)


def _dans(duree: Tableau, bornes: tuple[float, float]) -> NDArray[np.bool_]:
    return (duree >= bornes[0] * 0.95) & (duree <= bornes[1] * 1.05 + 2 * HOP / 100)


def _attendre(etat: Tableau, bornes: tuple[float, float]) -> tuple[Tableau, Rangs]:
    """The best state some allowed wait ago, and where it was."""
    places = etat.shape[1]
    attentes = np.flatnonzero(_dans(np.arange(places) * HOP / 100, bornes))
    etages = np.full((len(attentes), *etat.shape), LOIN)
    for rang, attente in enumerate(attentes):
        etages[rang, :, attente:] = etat[:, : places - attente]
    return etages.min(0), np.arange(places) - attentes[etages.argmin(0)]


def _dire(etat: Tableau, bornes: Rangs, couts: Tableau) -> tuple[Tableau, Rangs]:
    """The best state once a stretch was taken for each character, and which stretch."""
    total = etat[:, bornes[:, 0]] + couts.T
    suite, choix = np.full(etat.shape, LOIN), np.zeros(etat.shape, np.int64)
    for fin in np.unique(bornes[:, 1]):
        ici = np.flatnonzero(bornes[:, 1] == fin)
        meilleur = total[:, ici].argmin(1)
        suite[:, fin], choix[:, fin] = total[LETTRES, ici[meilleur]], ici[meilleur]
    return suite, choix


def _remonter(etat: Tableau, chemin: list[Pas], bornes: list[Rangs]) -> list[list[Rangs]]:
    """From the best end back to the beginning: the stretches on the way, for each unit."""
    pris: list[list[Rangs]] = [[] for _ in bornes]
    lettre, place = np.unravel_index(etat.argmin(), etat.shape)
    for unite, quel, attente, choix in reversed(chemin):
        pris[unite].insert(0, bornes[unite][choix[lettre, place]])
        place = pris[unite][0][0] // HOP
        if attente is not None:
            place = attente[lettre, place]
        if quel is not None:
            lettre = quel[place]
    return pris
