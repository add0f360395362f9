"""A NIR, as on the Vitale card or a decompte (chapter 1 § 2): 13 characters or 15, letters A and B for Corsica. Pure."""

from __future__ import annotations

import re

from stdnum.fr.nir import calc_check_digits

from ameli.noyau.saisie.signes import Illisible, ligne, nombre

FORME = re.compile(r"[1-478][0-9]{2}(?:0[1-9]|1[0-2]|[2-9][0-9])(?:[0-9]{2}|2[AB])[0-9]{6}")
CLE = re.compile(r"(?<!\w)cl(?:é|e|ef)(?!\w)", re.IGNORECASE)  # between the number and its two last digits


def lire(texte: str) -> str:
    """The 13 characters, the key checked when it is given. Raises Illisible."""
    serre = nombre(CLE.sub(" ", ligne(texte)))
    if not re.fullmatch(r"[0-9AB]*", serre):
        raise Illisible("Votre numéro contient seulement des chiffres, et la lettre A ou B pour la Corse.")
    if len(serre) not in (13, 15):
        raise Illisible("Votre numéro a 13 chiffres, ou 15 avec la clé. Vérifiez qu’il est complet.")
    nir = serre[:13]
    if not FORME.fullmatch(nir):
        raise Illisible("Ce numéro n’est pas un numéro de Sécurité sociale. Recopiez celui de votre carte Vitale.")
    if len(serre) == 15 and serre != complet(nir):
        raise Illisible("Les deux derniers chiffres ne correspondent pas au numéro. Vérifiez votre saisie.")
    return nir


def complet(nir: str) -> str:
    """The 15 characters of `nir` (13): with its key."""
    return nir + calc_check_digits(nir)
