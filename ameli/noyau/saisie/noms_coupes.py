"""Banks cut the name of a holder where their line ends: at the 20th sign, at the 24th. Is what is left hers? Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from ameli.noyau.saisie.mots_des_noms import CIVILITES, ENSEMBLE, MARQUES, Identite, mots_de, sans_particules
from ameli.noyau.saisie.signes import ligne, mots

LIGNE = 18  # signs of the shortest line on which a holder is printed
CIVILITE = len("MME ")  # left out by whoever copies the line
DE_QUI = 4  # letters without which a beginning is nobody's


def debute(texte: str, connue: Identite) -> bool:
    """Is `texte` long enough to have been cut, and the beginning of a manner of printing `connue`?

    After the « OU » of a joint account begins the second holder, the only one who can have been cut.
    """
    if len(ligne(texte)) < LIGNE - CIVILITE:
        return False
    debuts = {debut for reste in _titulaires(texte) for debut in _cles(reste) if len(debut) >= DE_QUI}
    return any(imprime.startswith(debut) for imprime in _imprimes(connue) for debut in debuts)


def _titulaires(texte: str) -> Iterator[list[str]]:
    """The words from each place where the last holder may begin: the first, after a civility, after a joint."""
    tous, au_debut = mots(texte), True
    for rang, mot in enumerate(tous):
        if au_debut:
            yield tous[rang:]
        au_debut = mot in ENSEMBLE or (au_debut and mot in CIVILITES)


def _cles(reste: list[str]) -> set[str]:
    """Side by side; the last word may be a short form, or a word cut to look like one."""
    entiers = mots_de(" ".join(reste))
    return {"".join(entiers), "".join([*entiers[:-1], *reste[-1:]])}


def _imprimes(connue: Identite) -> Iterator[str]:
    """What is printed of her, side by side: names before given names or after, with or without the joint that follows."""
    prenoms = [mot for prenom in connue.prenoms for mot in mots_de(prenom)]
    for dits in (prenoms, [mot[0] for mot in prenoms]):
        avant = [dits[:rang] for rang in range(1, len(dits) + 1)]
        for nom in _noms(connue, dits):
            for ordre in (nom, [*nom, *dits], *([*premiers, *nom] for premiers in avant)):
                yield from ("".join([*ordre, joint]) for joint in sorted(ENSEMBLE))


def _noms(connue: Identite, prenoms: Sequence[str]) -> Iterator[list[str]]:
    """Each name, with and without its particles; both, the mark between them, given names perhaps before the mark."""
    noms = [mots_de(nom) for nom in connue.noms]
    yield from (variante for nom in noms for variante in (nom, sans_particules(nom)))
    for premier, second in permutations(noms, 2):
        yield [*premier, *second]
        for marque in sorted(MARQUES):
            yield [*premier, marque, *second]
            yield [*premier, *prenoms, marque, *second]
            yield [*premier, *prenoms[:1], marque, *second]
