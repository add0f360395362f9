"""What a password must be (chapter 3 § 4). Pure: the same rules are shown on the page, checked live and on the server.

The signs are those of the keyboards of the kiosks. Passwords chosen before these rules (8 to 13 digits) still open their
account until they are changed: nothing here judges a sign-in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from ameli.noyau.saisie.signes import sans_accent

LONGUEUR_MINIMALE, LONGUEUR_MAXIMALE = 8, 64
SPECIAUX = "?!$€£@&(-+_)=*%/<>,.;"
ADMIS = re.compile(rf"[A-Za-z0-9{re.escape(SPECIAUX)}]*")
RANGEES = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop")
SUITE = 4
# Who attacks this site tries its own words first (docs/securite/regles.md).
MOTS_DU_SITE = {"ameli", "compteameli", "assurancemaladie", "securitesociale", "cpam", "vitale", "cartevitale", "franceconnect", "motdepasse"}  # fmt: skip


@dataclass(frozen=True)
class Identite:
    """What a password may not contain: names, birth date and number of its owner."""

    noms: tuple[str, ...] = ()
    naissance: date | None = None
    nir: str = ""


@dataclass(frozen=True)
class Regle:
    """`texte` is the line of the list on the page, `faute` the sentence when it is not kept, `code` its mark for the script."""

    code: str
    texte: str
    faute: str
    tenue: Callable[[str], bool]


CRITERES = (
    Regle(
        "longueur", f"De {LONGUEUR_MINIMALE} à {LONGUEUR_MAXIMALE} caractères",
        f"Votre mot de passe doit avoir de {LONGUEUR_MINIMALE} à {LONGUEUR_MAXIMALE} caractères.",
        lambda mot: LONGUEUR_MINIMALE <= len(mot) <= LONGUEUR_MAXIMALE,
    ),
    Regle("minuscule", "Au moins une lettre minuscule", "Ajoutez une lettre minuscule.", lambda mot: bool(re.search("[a-z]", mot))),
    Regle("majuscule", "Au moins une lettre majuscule", "Ajoutez une lettre majuscule.", lambda mot: bool(re.search("[A-Z]", mot))),
    Regle(
        "chiffre", "Au moins un chiffre ou un signe", "Ajoutez un chiffre ou un signe.",
        lambda mot: any(c.isdigit() or c in SPECIAUX for c in mot),
    ),
    Regle(
        "admis", f"Ni espace, ni accent. Signes acceptés\N{NO-BREAK SPACE}: {' '.join(SPECIAUX)}",
        f"Un caractère n’est pas accepté. Utilisez des lettres sans accent, des chiffres, ou ces signes\N{NO-BREAK SPACE}: {' '.join(SPECIAUX)}",
        lambda mot: ADMIS.fullmatch(mot) is not None,
    ),
    Regle(
        "repetition", "Pas trois fois de suite le même caractère", "Ne répétez pas trois fois de suite le même caractère.",
        lambda mot: re.search(r"(.)\1\1", mot) is None,
    ),
    Regle(
        "suite", "Pas de suite comme 1234 ou azerty", "Évitez les suites comme 1234, abcd ou azerty.",
        lambda mot: not _contient_une_suite(mot.lower()),
    ),
)  # fmt: skip


def fautes(mot: str, identite: Identite) -> list[str]:
    """The French sentences of the rules that `mot` does not keep, in the order of the page; empty when all is well."""
    trouvees = [regle.faute for regle in CRITERES if not regle.tenue(mot)]
    if _parle_de(mot, identite):
        trouvees.append("N’utilisez ni votre nom, ni votre prénom, ni votre date de naissance, ni votre numéro.")
    if _dit_un_mot_du_site(mot):
        trouvees.append("N’utilisez pas les mots du site, comme ameli ou vitale.")
    return trouvees


def _contient_une_suite(mot: str) -> bool:
    sens = (*RANGEES, *(rangee[::-1] for rangee in RANGEES))
    return any(mot[i : i + SUITE] in rangee for i in range(len(mot) - SUITE + 1) for rangee in sens)


def _parle_de(mot: str, identite: Identite) -> bool:
    simple = sans_accent(mot).lower()
    noms = (sans_accent(nom).lower() for nom in identite.noms)
    interdits: Iterable[str] = [n for nom in noms for n in re.split(r"[^a-z]+", nom) if len(n) >= 3]
    if identite.nir:
        interdits = [*interdits, identite.nir.lower()[:7], identite.nir.lower()[-6:]]
    if identite.naissance:
        n = identite.naissance
        interdits = [*interdits, *(f"{n:{forme}}" for forme in ("%d%m%Y", "%d%m%y", "%Y%m%d", "%y%m%d"))]
    serre = re.sub(r"[^a-z0-9]", "", simple)
    return any(interdit in serre for interdit in interdits)


def _dit_un_mot_du_site(mot: str) -> bool:
    """One of its words is ours, or all of them together: « Amelie » and « Camelia » are not."""
    mots = re.findall("[a-z]+", mot.lower())
    return not MOTS_DU_SITE.isdisjoint({*mots, "".join(mots)})
