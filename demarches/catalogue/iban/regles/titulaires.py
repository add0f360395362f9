"""The holders: civility, names as banks write them, and whether the insured person is one of them (chapter 6 § 3 and 5). Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

LONGUEUR_MAXIMALE = 38
LETTRES = re.compile(r"[A-Z' -]*")
APOSTROPHES = re.compile("[\u2018\u2019\u201b\u02bc\u02b9\u2032`\u00b4]")
TIRETS = re.compile("[\u2010-\u2015\u2212\u00ad]")
LIGATURES = str.maketrans(
    {"Œ": "OE", "Æ": "AE", "ẞ": "SS", "Ø": "O", "Đ": "D", "Ð": "D", "Ł": "L", "Þ": "TH", "Ħ": "H", "Ŋ": "NG"}
)
SOCIETES = {"SARL", "SAS", "SASU", "EURL", "SCI", "SA", "SNC", "SCP", "SELARL", "ASSOCIATION", "ENTREPRISE", "SOCIETE"}


class Civilite(Enum):
    """Hypothesis of chapter 6 § 3 for the list. Two persons make a joint account."""

    MADAME = ("Madame", False)
    MONSIEUR = ("Monsieur", False)
    MADAME_ET_MONSIEUR = ("Madame et Monsieur", True)
    MADAME_OU_MONSIEUR = ("Madame ou Monsieur", True)
    MESSIEURS = ("Messieurs", True)
    MESDAMES = ("Mesdames", True)

    @property
    def libelle(self) -> str:
        return self.value[0]

    @property
    def compte_joint(self) -> bool:
        return self.value[1]


@dataclass(frozen=True)
class Nom:
    """A name as banks write it. `saisi` is what was typed, in capitals, when letters had to be changed; else empty."""

    valeur: str
    saisi: str = ""

    @property
    def corrige(self) -> bool:
        return bool(self.saisi)

    @property
    def lettres_seules(self) -> bool:
        """No other sign is left than letters, apostrophe, space and dash, and there is a letter."""
        return LETTRES.fullmatch(self.valeur) is not None and any(signe.isalpha() for signe in self.valeur)


@dataclass(frozen=True)
class Titulaire:
    """A holder: name and given name."""

    nom: str
    prenom: str


@dataclass(frozen=True)
class Identite:
    """The insured person in the registry: names (of birth, and of use when there is one) and given names in their order."""

    noms: tuple[str, ...]
    prenoms: tuple[str, ...]


class Concordance(Enum):
    """How much a holder looks like the insured person."""

    EXACTE = "exacte"
    PROCHE = "proche"
    AUCUNE = "aucune"


def ecrire(texte: str) -> Nom:
    """Capitals without accents: « Éléonore » gives ELEONORE, and says that letters were changed.

    Capitals, spaces, typographic apostrophes and dashes are put right without a word; a foreign sign stays.
    """
    propre = TIRETS.sub("-", APOSTROPHES.sub("'", unicodedata.normalize("NFC", texte).upper()))
    propre = " ".join(propre.split())
    decompose = unicodedata.normalize("NFKD", propre.translate(LIGATURES))
    sans_accent = "".join(signe for signe in decompose if not unicodedata.combining(signe)).upper()
    valeur = " ".join(sans_accent.split())
    return Nom(valeur, propre if valeur != propre else "")


def proposition(noms: Sequence[Nom]) -> str:
    """The sentence that offers the correction of one field."""
    changes = ", ".join(f"{nom.saisi} → {nom.valeur}" for nom in noms if nom.corrige)
    return f"Nous avons retiré les accents : {changes}. Vérifiez puis continuez."


def comparer(titulaire: Titulaire, assure: Identite) -> Concordance:
    """Compare without accents, capitals, dashes and apostrophes.

    Exact: a name of the person with the first given name. Close: another given name, both names side by side, name and
    given name exchanged, or one slip of the finger in the name or the given name.
    """
    nom, prenom = _cle(titulaire.nom), _cle(titulaire.prenom)
    noms = [_cle(n) for n in assure.noms if n]
    prenoms = [_cle(p) for p in assure.prenoms if p]
    premiers = {prenoms[0], prenoms[0].split()[0]} if prenoms else set()
    if nom in noms and prenom in premiers:
        return Concordance.EXACTE
    proches = {*noms, *(f"{a} {b}" for a in noms for b in noms if a != b)}
    du_nom, du_prenom = _ressemble(nom, proches), _ressemble(prenom, {*prenoms, *premiers})
    echange = prenom in noms and nom in premiers
    return Concordance.PROCHE if (du_nom and du_prenom) or echange else Concordance.AUCUNE


def concordance(titulaires: Sequence[Titulaire], assure: Identite) -> Concordance:
    """The best of the holders: the insured person must be one of them."""
    trouvees = {comparer(titulaire, assure) for titulaire in titulaires}
    return next((rang for rang in Concordance if rang in trouvees), Concordance.AUCUNE)


def au_nom_d_une_societe(titulaire: Titulaire) -> bool:
    """True when a word of the name is one of those of a company."""
    return bool(SOCIETES & set(f"{titulaire.nom} {titulaire.prenom}".split()))


def _cle(texte: str) -> str:
    return " ".join(re.sub(r"[^A-Z]", " ", ecrire(texte).valeur.replace("'", "")).split())


def _ressemble(mot: str, attendus: set[str]) -> bool:
    return any(mot == attendu or (len(attendu) > 3 and _a_une_lettre_pres(mot, attendu)) for attendu in attendus)


def _a_une_lettre_pres(a: str, b: str) -> bool:
    """One letter added, left out, changed, or two neighbours exchanged."""
    if abs(len(a) - len(b)) > 1:
        return False
    debut = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    reste_a, reste_b = a[debut:], b[debut:]
    return (
        reste_a[1:] == reste_b[1:]
        or reste_a[1:] == reste_b
        or reste_a == reste_b[1:]
        or (reste_a[:2] == reste_b[:2][::-1] and reste_a[2:] == reste_b[2:])
    )
