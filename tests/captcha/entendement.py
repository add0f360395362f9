"""How well a person may understand voices under noise, measured as audiology does where nobody can be asked to listen.

- Short-time correlation, after STOI (Taal et al., 2011): how much of the rise and fall of each third of an octave, over 0.4 s,
  is still that of the voices alone. Above 0.5, most words of a short known list are understood.
- Glimpses (Cooke, 2006): the share of the patches of time and frequency where the voice stands 3 dB above the noise, and, for
  each character, how many seconds of full band they add up to. A fifth is enough to recognise words of a known list.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accounts.securite.captcha.defi import LONGUEUR
from accounts.securite.captcha.son import composer
from accounts.securite.captcha.voix import CADENCE, Forme
from tests.captcha.oreille import ondes

Tableau = NDArray[np.float64]
FENETRE, PAS, FFT = 282, 141, 512
DUREE = 30  # frames of a correlation
AUDIBLE = 1e-4  # of the loudest frame: below, nobody speaks


def _tiers_d_octave() -> Tableau:
    ici = np.fft.rfftfreq(FFT, 1 / CADENCE)[:, None]
    milieux = 150 * 2 ** (np.arange(16) / 3)
    milieux = milieux[milieux * 2 ** (1 / 6) < CADENCE / 2]
    return ((ici >= milieux * 2 ** (-1 / 6)) & (ici < milieux * 2 ** (1 / 6))).astype(float)


TIERS = _tiers_d_octave()


@dataclass(frozen=True)
class Entendement:
    """`rapport` of voice to noise while somebody speaks, in dB; `eclaircies`: a share, `par_caractere`: seconds."""

    correlation: float
    eclaircies: float
    par_caractere: float
    rapport: float


def mesurer(texte: str, forme: Forme, graine: str) -> Entendement:
    voix, fond = (ondes(piece.tobytes()) for piece in composer(texte, forme, graine))
    v, f, m = (_bandes(signal) for signal in (voix, fond, np.clip(voix + fond, -128, 127)))
    dites = v.sum(1) > v.sum(1).max() * AUDIBLE
    v, f, m = v[dites], f[dites], m[dites]
    eclaircies = float((v > 2 * f).mean())
    par_caractere = eclaircies * len(v) * PAS / CADENCE / LONGUEUR
    rapport = 10 * np.log10(v.sum() / f.sum())
    return Entendement(_correlation(np.sqrt(v), np.sqrt(m)), eclaircies, par_caractere, float(rapport))


def _bandes(signal: Tableau) -> Tableau:
    trames = np.lib.stride_tricks.sliding_window_view(signal, FENETRE)[::PAS] * np.hanning(FENETRE)
    return np.abs(np.fft.rfft(trames, FFT)) ** 2 @ TIERS


def _correlation(voix: Tableau, mele: Tableau) -> float:
    valeurs = []
    for fin in range(DUREE, len(voix) + 1, 3):
        x, y = voix[fin - DUREE : fin], mele[fin - DUREE : fin]
        y = y * np.linalg.norm(x, axis=0) / (np.linalg.norm(y, axis=0) + 1e-9)
        y = np.minimum(y, x * (1 + 10 ** (15 / 20)))
        x, y = x - x.mean(0), y - y.mean(0)
        valeurs.append(((x * y).sum(0) / (np.linalg.norm(x, axis=0) * np.linalg.norm(y, axis=0) + 1e-9)).mean())
    return float(np.mean(valeurs))
