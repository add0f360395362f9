"""The dated table of acts, tariffs and rates (chapter 7 §§ 6 and 8): data, not code. Pure; the table is donnees/actes.csv."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from paiements.calcul.mots import Famille, Genre, Poste

DONNEES = Path(__file__).with_name("donnees")
FAMILLES = {"SOINS": Famille.SOINS, "IJ": Famille.IJ, "INVALIDITE": Famille.INVALIDITE, "RENTE": Famille.RENTE}
OUI_NON = {"oui": True, "non": False}


class TableInvalide(ValueError):
    """The table says nothing, or two things, for some day; the message names the act and the dates."""


class ActeInconnu(LookupError):
    """No tariff for this act on this day."""


@dataclass(frozen=True, slots=True)
class Tarif:
    """An act during one period. `base` in euros for one unit, None when the amount comes with the invoice; rates in %,
    None for a flat amount; `parcours`: paid back less outside the care path; `confirme`: read in `source` on the day `lu`,
    otherwise a hypothesis; `desaccord`: what other sources say, empty when they agree."""

    code: str
    libelle: str
    famille: Famille
    poste: Poste
    base: Decimal | None
    taux: int | None
    taux_local: int | None
    parcours: bool
    retenue: Genre | None
    du: date
    au: date | None
    confirme: bool
    source: str
    lu: date
    desaccord: str = ""

    def vaut(self, le: date) -> bool:
        return self.du <= le and (self.au is None or le <= self.au)


Table = Mapping[str, tuple[Tarif, ...]]


def tarif(code: str, le: date) -> Tarif:
    """What the act `code` is worth on the day of care `le`. Raises ActeInconnu."""
    for un in actes().get(code, ()):
        if un.vaut(le):
            return un
    raise ActeInconnu(f"{code}: no tariff on {le}")


def en_vigueur(code: str, le: date) -> bool:
    """Has this act a tariff on that day?"""
    return any(un.vaut(le) for un in actes().get(code, ()))


def libelle(code: str) -> str:
    """The act in plain French, as its latest row says it; the code itself when the table does not know it."""
    periodes = actes().get(code)
    return periodes[0].libelle if periodes else code


@cache
def actes() -> Table:
    """Every act, its latest period first."""
    return lire(DONNEES / "actes.csv")


def lire(chemin: Path) -> Table:
    """The checked table of a file. Raises TableInvalide."""
    lignes = [ligne for ligne in chemin.read_text(encoding="utf-8").splitlines() if ligne and not ligne.startswith("#")]
    return verifier(_tarif(valeurs) for valeurs in csv.DictReader(lignes, delimiter=";", strict=True))


def verifier(tarifs: Iterable[Tarif]) -> Table:
    """Periods of each act follow each other without hole or overlap, and each row makes sense. Raises TableInvalide."""
    par_code: dict[str, list[Tarif]] = defaultdict(list)
    for un in tarifs:
        _verifier_la_ligne(un)
        par_code[un.code].append(un)
    for code, periodes in par_code.items():
        periodes.sort(key=lambda un: un.du)
        for avant, apres in zip(periodes, periodes[1:], strict=False):
            if avant.au is None or apres.du <= avant.au:
                raise TableInvalide(f"{code}: two tariffs on {apres.du}")
            if apres.du != avant.au + timedelta(days=1):
                raise TableInvalide(
                    f"{code}: no tariff from {avant.au + timedelta(days=1)} to {apres.du - timedelta(days=1)}"
                )
    return {code: tuple(reversed(periodes)) for code, periodes in par_code.items()}


def _verifier_la_ligne(un: Tarif) -> None:
    taux = [valeur for valeur in (un.taux, un.taux_local) if valeur is not None]
    fautes = {
        "ends before it begins": un.au is not None and un.au < un.du,
        "a base below zero": un.base is not None and un.base < 0,
        "a rate out of 0 to 100": any(not 0 <= valeur <= 100 for valeur in taux),
        "one rate without the other": len(taux) == 1,
        "no label": not un.libelle.strip(),
        "no source": not un.source.strip(),
    }
    for faute, presente in fautes.items():
        if presente:
            raise TableInvalide(f"{un.code} from {un.du}: {faute}")


def _tarif(v: dict[str, str]) -> Tarif:
    if not (v.get("lu") or "").strip() and v.get("du"):
        raise TableInvalide(f"{v['code']} from {v['du']}: no day on which its source was read")
    try:
        return Tarif(
            code=v["code"], libelle=v["libelle"], famille=FAMILLES[v["famille"]], poste=Poste[v["poste"]],
            base=Decimal(v["base"]) if v["base"] else None,
            taux=int(v["taux"]) if v["taux"] else None,
            taux_local=int(v["taux_local"]) if v["taux_local"] else None,
            parcours=OUI_NON[v["parcours"]], retenue=Genre(v["retenue"]) if v["retenue"] else None,
            du=date.fromisoformat(v["du"]), au=date.fromisoformat(v["au"]) if v["au"] else None,
            confirme=OUI_NON[v["sur"]], source=v["source"],
            lu=date.fromisoformat(v["lu"]), desaccord=v["desaccord"],
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, ArithmeticError) as faute:
        raise TableInvalide(f"unreadable row {v}: {faute}") from faute
