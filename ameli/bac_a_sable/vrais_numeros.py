"""A practice site holds nobody's true numbers: what is typed is looked through for those that are not of practice. Pure.

Of practice are: NIR of the commune 999, phones of the ranges that ARCEP keeps for fiction, mails of exemple.fr, accounts of
the practice bank, Vitale serials that begin with 10123. What is no number at all is left to the form's own rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from stdnum import iban as norme

from ameli.bac_a_sable import banque
from ameli.bac_a_sable.identites import COMMUNE_RESERVEE, DEBUT_DES_SERIES, DOMAINE
from ameli.noyau.saisie import telephone
from ameli.noyau.saisie.signes import Illisible

PHRASE = "N’entrez jamais vos vrais numéros ici."
COURRIEL = f"{PHRASE} Une adresse d’exercice se termine par @{DOMAINE}."
IBAN = f"{PHRASE} Prenez un IBAN d’exercice, à la page « Personnes »."
NIR = f"{PHRASE} Recopiez celui d’une personne d’exercice, à la page « Personnes »."
TELEPHONE = f"{PHRASE} Un numéro d’exercice commence par 06 39 98 (mobile) ou 05 36 49 (fixe)."
SERIE = f"{PHRASE} Recopiez celui d’une carte d’exercice : il commence par {DEBUT_DES_SERIES}."
TROP_LONG = "Ce texte est trop long. Raccourcissez-le."
SIGNES_AU_PLUS = 60_000  # as a draft: whatever is longer is not looked through, and not held

# https://www.arcep.fr: numbers for fiction, one range for each part of France and one of mobiles.
FICTION = ("019900", "026191", "035301", "046571", "053649", "063998")
EXEMPLES_ETRANGERS = ("+32470123456",)  # the example that the form itself gives

ENTRE = r"[\s.\-/]*"  # invisible signs and other dashes left before (`interdits.refus`)
UN_COURRIEL = re.compile(r"(?<=[\w.+\-'])@((?:[\w-]+\.)+\w{2,})")
DEBUT_D_IBAN = re.compile(ENTRE.join((r"(?<![A-Z0-9])[A-Z]", "[A-Z]", r"\d", r"\d(?=", "[A-Z0-9])")))
PLUS_COURT, PLUS_LONG = 15, 34
DEBUTS_AU_PLUS = 500  # of accounts in one text: nobody types more
RIB_FRANCAIS = re.compile(r"(?:FR|MC)\d{12}[A-Z0-9]{11}\d{2}")
UN_NIR = re.compile(
    ENTRE.join(
        (r"(?<![A-Z0-9])[1-478]", r"\d", r"\d", rf"(?:0{ENTRE}[1-9]|1{ENTRE}[0-2]|[2-9]{ENTRE}\d)", rf"(?:\d{ENTRE}\d|2{ENTRE}[AB])",
         rf"(\d{ENTRE}\d{ENTRE}\d)", rf"\d{ENTRE}\d{ENTRE}\d(?:{ENTRE}\d{ENTRE}\d)?(?![A-Z0-9])")
    )
)  # fmt: skip
# Ten digits together, in pairs, or in any groups parted by spaces; abroad, what follows a plus sign.
UN_TELEPHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)33[\s.\-]*(?:\(0\))?\s*|0)[1-9](?:(?:\s*\d){8}|(?:\.\d\d){4}|(?:-\d\d){4})(?!\w)"
    r"|(?<!\w)\+[1-9](?:[\s.\-()]*\d){6,14}(?!\d)"
)
UNE_SERIE = re.compile(r"\s*((?:\d[\s.\-]*){10})9?\s*")
FAUTES_DE_FRAPPE = 3  # signs by which a practice account may differ and be taken for one that is mistyped


def vrai_numero(texte: str) -> str:
    """The sentence that refuses the first number of `texte` that is not of practice; empty when there is none."""
    if len(texte) > SIGNES_AU_PLUS:
        return TROP_LONG
    reste = " ".join(texte.upper().split())  # one space parts numbers as many do, and no pattern goes back over them
    if any(domaine != DOMAINE.upper() for domaine in UN_COURRIEL.findall(reste)):
        return COURRIEL
    for debut, numero in _ibans(reste):
        if not banque.est_d_exercice(numero, fautes=FAUTES_DE_FRAPPE):
            return IBAN
        reste = reste.replace(debut, " ")
    if any(_serre(commune) != COMMUNE_RESERVEE for commune in UN_NIR.findall(reste)):
        return NIR
    reste = UN_NIR.sub(" ", reste)
    trouves = _telephones(reste)
    if not all(_est_de_fiction(ecrit) for ecrit in trouves):
        return TELEPHONE
    serie = None if trouves else UNE_SERIE.fullmatch(reste)
    return SERIE if serie and not _serre(serie[1]).startswith(DEBUT_DES_SERIES) else ""


def _serre(texte: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", texte)


def _ibans(texte: str) -> Iterator[tuple[str, str]]:
    """What has the shape of a French account, and what has the right key of another country: as written, and without spaces."""
    for debut in islice(DEBUT_D_IBAN.finditer(texte), DEBUTS_AU_PLUS):
        rangs = (rang for rang in range(debut.start(), len(texte)) if texte[rang].isalnum())
        signes = [(rang, texte[rang]) for rang in islice(rangs, PLUS_LONG)]
        for taille in range(PLUS_COURT, min(PLUS_LONG, len(signes)) + 1):
            numero = "".join(signe for _, signe in signes[:taille])
            if RIB_FRANCAIS.fullmatch(numero) or norme.is_valid(numero, check_country=False):
                yield texte[debut.start() : signes[taille - 1][0] + 1], numero
                break


def _telephones(texte: str) -> list[str]:
    """Alone in its field a number may be written in any way that the field reads."""
    return [texte] if _numero(texte) else [trouve[0] for trouve in UN_TELEPHONE.finditer(texte)]


def _est_de_fiction(ecrit: str) -> bool:
    numero = _numero(ecrit)
    return numero.startswith(FICTION) or numero in EXEMPLES_ETRANGERS


def _numero(ecrit: str) -> str:
    try:
        return telephone.lire(ecrit)
    except Illisible:
        return ""
