"""Find things by the words that people use for them: accents, endings and slips of the keyboard do not matter. Pure.

What is typed is first understood, which leaves words of the index and nothing else; these words are then looked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ameli.noyau.saisie import signes

# Words that say nothing of what is looked for; nor does a single sign.
_VIDES = """
ai alors au aussi aux avec avoir ca ce ces cest cet cette comment dans de des doit du elle en est et ete etre faire fait faut il ils jai je
la le les leur leurs ma maintenant me mes mon ne nos notre nous on ou par peut peux pour puis qu que quel quelle quoi sa se ses si son
sont suis sur ta te tes toi ton tu un une va vais veut veux voudrais vos votre vous
"""
VIDES = frozenset(_VIDES.split())
FINS = re.compile(r"(?<=\w{3})(?:ements?|ations?|ees?|e[rsz]|[esxz])$")
POINTS_DE_SIGLE = re.compile(r"(?<=\b\w)\.(?=\w\b)")  # « C.M.U. »
MOTS_LUS = 12  # of a phrase: a question has fewer, and a pasted letter is none
DEVINABLE = 4  # letters from which a word may be cut short or misspelt
RESSEMBLANCE = 0.74  # one slip in 4 to 7 letters, two in 8 to 11
PERTINENCE = 0.5  # of the best answer: what is further from the question is not one


@dataclass(frozen=True)
class Sujet:
    """Something to be found, and the phrases that name it."""

    cle: str
    phrases: tuple[str, ...]


def mots(texte: str) -> dict[str, str]:
    """The words that mean something, without accents, each with how it is written: « C’était l’été » gives {"etait": "était", "ete": "été"}."""
    ecrits = re.split(r"[\W_]+", signes.visibles(POINTS_DE_SIGLE.sub("", texte)).lower())
    lus = {signes.sans_accent(ecrit): ecrit for ecrit in ecrits if ecrit}
    return {mot: ecrit for mot, ecrit in lus.items() if len(mot) > 1 and mot not in VIDES}


def racine(mot: str) -> str:
    """A word without its ending: « déménagé », « déménager » and « déménagement » have one. `mot` has no accent."""
    return FINS.sub("", mot)


def racines(texte: str) -> frozenset[str]:
    """Those of the words of a phrase."""
    return frozenset(map(racine, mots(texte)))


@dataclass(frozen=True)
class Index:
    """What may be found. `index(sujets)` makes one, once."""

    sujets: tuple[Sujet, ...]

    def comprendre(self, phrase: str) -> list[str]:
        """The words of the index that a phrase holds, in its order, each once; those that nothing here is called by are left out."""
        compris = (self._reconnaitre(mot) for mot in list(mots(phrase))[:MOTS_LUS])
        return list(dict.fromkeys(self._vocabulaire[mot] for mot in compris if mot))

    def chercher(self, compris: Iterable[str]) -> list[str]:
        """The keys of what these words name, the nearest first. A word that is not of the index counts for nothing."""
        cherchees = racines(" ".join(compris)) & self._poids.keys()
        notes = {
            cle: max(self._proximite(cherchees, phrase) for phrase in phrases) for cle, phrases in self._phrases.items()
        }
        seuil = PERTINENCE * max(notes.values(), default=0)
        return sorted((cle for cle, note in notes.items() if note and note >= seuil), key=lambda cle: -notes[cle])

    @cached_property
    def _phrases(self) -> dict[str, list[frozenset[str]]]:
        return {s.cle: [racines(phrase) for phrase in s.phrases] for s in self.sujets}

    @cached_property
    def _poids(self) -> dict[str, float]:
        """How much each root says: the fewer things it names, the more."""
        portees = Counter(mot for phrases in self._phrases.values() for mot in frozenset().union(*phrases))
        return {mot: log(1 + len(self.sujets) / portee) for mot, portee in portees.items()}

    @cached_property
    def _vocabulaire(self) -> dict[str, str]:
        """Each word of the index, with how it is written; the most frequent last."""
        ecrits = Counter(mot for sujet in self.sujets for phrase in sujet.phrases for mot in mots(phrase).items())
        return dict(mot for mot, _ in reversed(ecrits.most_common()))

    @cached_property
    def _devinables(self) -> list[str]:
        """Those that a word cut short or misspelt may be, the most frequent first."""
        return [mot for mot in reversed(self._vocabulaire) if len(mot) >= DEVINABLE and mot.isalpha()]

    @cached_property
    def _par_racine(self) -> dict[str, str]:
        return {racine(mot): mot for mot in self._vocabulaire}

    def _reconnaitre(self, mot: str) -> str:
        """The word of the index that this one is, begins, or nearly is; an empty string for none."""
        if mot in self._vocabulaire:
            return mot
        if meme := self._par_racine.get(racine(mot)):
            return meme
        if len(mot) < DEVINABLE or not mot.isalpha():
            return ""
        if commence := next((entier for entier in self._devinables if entier.startswith(mot)), ""):
            return commence
        proche = process.extractOne(mot, self._devinables, scorer=OSA.normalized_similarity, score_cutoff=RESSEMBLANCE)
        return proche[0] if proche else ""

    def _proximite(self, cherchees: frozenset[str], phrase: frozenset[str]) -> float:
        """From 0 to 1: the share of what the two say that both say (Dice, each word with its weight)."""
        commun = self._peser(cherchees & phrase)
        return 2 * commun / (self._peser(cherchees) + self._peser(phrase)) if commun else 0.0

    def _peser(self, lesquelles: Iterable[str]) -> float:
        return sum(self._poids[une] for une in lesquelles)


@lru_cache(maxsize=8)
def index(sujets: tuple[Sujet, ...]) -> Index:
    """The index of `sujets`, made once in a process."""
    return Index(sujets)
