"""From the lines of a file to rows: what is there already is left alone, what contradicts it is told, the rest is written.

Nothing that the caisse or the person changed here since is ever written over: a file that was imported twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from accounts.dossier import complementaires, rattachements
from accounts.importation.lecture import Dossier, Individu, Ligne, lots
from accounts.informations import cartes_vitale
from accounts.models import (
    Assure,
    Beneficiaire,
    Caisse,
    CarteVitale,
    Personne,
)
from ameli.noyau.chiffrement import Empreinte, empreinte, retrouver
from ameli.noyau.horloge import aujourdhui
from ameli.noyau.journal import auteur, declarer_genre, journaliser
from ameli.noyau.saisie import noms

declarer_genre("dossier.importe", "{acteur} : dossier repris dans le compte en ligne")
declarer_genre("import.termine", "{acteur} : reprise de dossiers ({motif})", visible=False)
declarer_genre("export.termine", "{acteur}\N{NO-BREAK SPACE}: export de dossiers ({motif})", visible=False)

MOTIF, MOTIF_D_EXPORT = "reprise des dossiers de la caisse", "export des dossiers de la caisse"


@dataclass
class Bilan:
    """What a file holds. `fautes` are (line, French sentence): with one of them nothing is written."""

    lignes: int = 0
    nouveaux: int = 0
    deja_la: int = 0
    fautes: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class _Vus:
    """What the lines before have said, by fingerprint: the line of an insured person, that of a card and whose it is, that of a child's référent, who somebody is."""

    assures: dict[str, int] = field(default_factory=dict)
    series: dict[str, tuple[int, str]] = field(default_factory=dict)
    referents: dict[str, int] = field(default_factory=dict)
    personnes: dict[str, tuple[str, date]] = field(default_factory=dict)


def controler(chemin: Path, lot: int, progres: Callable[[int], None]) -> Bilan:
    """Read the whole file, against itself and against the database; nothing is written. Raises FormatInconnu, OSError."""
    bilan, vus = Bilan(), _Vus()
    for lignes in lots(chemin, _caisses(), lot):
        justes = [(ligne.numero, ligne.dossier) for ligne in lignes if ligne.dossier is not None]
        connus = _Connus([dossier for _, dossier in justes])
        bilan.lignes += len(lignes)
        bilan.fautes += [(ligne.numero, phrase) for ligne in lignes for phrase in ligne.fautes]
        for numero, dossier in justes:
            fautes = _confronter(numero, dossier, connus, vus)
            bilan.fautes += [(numero, phrase) for phrase in fautes]
            bilan.deja_la += not fautes and connus.deja_la(dossier)
            bilan.nouveaux += not fautes and not connus.deja_la(dossier)
        progres(bilan.lignes)
    return bilan


def ecrire(chemin: Path, lot: int, acteur: str, progres: Callable[[int], None]) -> int:
    """Write what is not there yet, one transaction for `lot` lines; how many files. Stopped, it is simply run again.

    The file was controlled just before. `acteur` ("agent:<matricule>") is who ordered it.
    """
    lues = ecrits = 0
    for lignes in lots(chemin, _caisses(), lot):
        with transaction.atomic(), auteur(acteur, MOTIF):
            ecrits += _ecrire_le_lot(lignes, acteur)
        lues += len(lignes)
        progres(lues)
    if ecrits:
        journaliser("import.termine", acteur=acteur, motif=MOTIF, donnees={"lignes": lues, "dossiers": ecrits})
    return ecrits


def _ecrire_le_lot(lignes: list[Ligne], acteur: str) -> int:
    dossiers = [ligne.dossier for ligne in lignes if ligne.dossier is not None]
    connus = _Connus(dossiers)
    neufs = [dossier for dossier in dossiers if not connus.deja_la(dossier)]
    for dossier in neufs:
        _ecrire_le_dossier(dossier, connus, acteur)
    return len(neufs)


class _Connus:
    """What the database knows of the people, of the cards and of the children of a lot: four queries."""

    def __init__(self, dossiers: list[Dossier]) -> None:
        individus = [individu for dossier in dossiers for individu in dossier.individus]
        numeros = {_nir(individu.personne) for individu in individus}
        series = {_serie(individu.carte) for individu in individus if individu.carte is not None}
        self.personnes: dict[str, Personne] = retrouver(
            numeros, {une.nir_empreinte: une for une in Personne.objects.filter(nir_empreinte__in=numeros)}
        )
        self.assures: set[str] = {
            *retrouver(numeros, dict(
                Assure.objects.systeme("an import leaves alone the files that are there")
                .filter(personne__nir_empreinte__in=numeros)
                .values_list("personne__nir_empreinte", "pk")
            ))
        }  # fmt: skip
        self.series: dict[str, str] = cartes_vitale.titulaires(series)
        self.avec_referent: set[str] = rattachements.avec_referent(numeros, jour=aujourdhui())

    def deja_la(self, dossier: Dossier) -> bool:
        return _nir(dossier.individu.personne) in self.assures


def _confronter(numero: int, dossier: Dossier, connus: _Connus, vus: _Vus) -> list[str]:
    """What this line says against the lines before and the database."""
    fautes = []
    premiere = vus.assures.setdefault(_nir(dossier.individu.personne), numero)
    if premiere != numero:
        return [f"personne.nir : cette personne a déjà la ligne {premiere}."]
    if connus.deja_la(dossier):
        return []
    if len({_nir(individu.personne) for individu in dossier.individus}) < len(dossier.individus):
        return ["beneficiaires : la même personne y est deux fois."]
    for individu in dossier.individus:
        cle, qui = _nir(individu.personne), (individu.personne.nom_naissance, individu.personne.date_naissance)
        connue = connus.personnes.get(cle)
        autre = (connue.nom_naissance, connue.date_naissance) if connue else vus.personnes.setdefault(cle, qui)
        if noms.cle(qui[0]) != noms.cle(autre[0]) or qui[1] != autre[1]:
            fautes.append(
                "personne.nir : ce numéro est celui d’une personne d’un autre nom ou d’une autre date de naissance."
            )
        if individu.carte is not None:
            fautes += _confronter_la_carte(numero, cle, individu.carte, connus, vus)
    return fautes + _confronter_les_referents(numero, dossier, connus, vus)


def _confronter_les_referents(numero: int, dossier: Dossier, connus: _Connus, vus: _Vus) -> list[str]:
    """A child has one référent: another parent who covers the child too comes second."""
    fautes = []
    for individu, rattachement in dossier.beneficiaires:
        cle = _nir(individu.personne)
        if not (rattachement.parent_referent and rattachement.lien == rattachement.Lien.ENFANT):
            continue
        if vus.referents.setdefault(cle, numero) != numero:
            fautes.append(f"beneficiaires : cet enfant a déjà un parent référent, à la ligne {vus.referents[cle]}.")
        elif cle in connus.avec_referent:
            fautes.append("beneficiaires : cet enfant a déjà un parent référent dans un autre dossier.")
    return fautes


def _confronter_la_carte(numero: int, nir: Empreinte, carte: CarteVitale, connus: _Connus, vus: _Vus) -> list[str]:
    serie = _serie(carte)
    premiere, porteur = vus.series.setdefault(serie, (numero, nir))
    if porteur != nir:
        return [f"carte_vitale.serie : cette carte est déjà à la ligne {premiere}."]
    if not nir.vaut(connus.series.get(serie, nir) or ""):
        return ["carte_vitale.serie : cette carte est déjà celle d’une autre personne."]
    return []


def _ecrire_le_dossier(dossier: Dossier, connus: _Connus, acteur: str) -> None:
    assure = dossier.assure
    assure.personne = _ecrire_l_individu(dossier.individu, connus)
    assure.save(force_insert=True)
    _ecrire_ce_que_le_dossier_sait(assure, dossier.individu, assure.personne)
    connus.assures.add(_nir(assure.personne))
    for ligne in (dossier.adresse, dossier.banque):
        if ligne is not None:
            ligne.assure = assure
            ligne.save(force_insert=True)
    _ecrire_les_couvertures(assure, dossier.individu)
    for individu, rattachement in dossier.beneficiaires:
        rattachement.assure, rattachement.personne = assure, _ecrire_l_individu(individu, connus)
        if rattachement.parent_referent:
            rattachements.rendre_la_reference(rattachement.personne, jour=aujourdhui())
        rattachement.save(force_insert=True)
        _ecrire_les_couvertures(assure, individu, rattachement)
        _ecrire_ce_que_le_dossier_sait(assure, individu, rattachement.personne)
    journaliser("dossier.importe", acteur=acteur, motif=MOTIF, assure_ref=assure.public_id)


def _ecrire_l_individu(individu: Individu, connus: _Connus) -> Personne:
    """Somebody new with all that hangs on them; somebody known is completed, never changed."""
    cle = _nir(individu.personne)
    connue = connus.personnes.get(cle)
    personne = connue or individu.personne
    if connue is None:
        personne.save(force_insert=True)
        connus.personnes[cle] = personne
    carte = individu.carte
    if carte is not None and not (connue and CarteVitale.objects.filter(personne=personne).exists()):
        carte.personne = personne
        carte.save(force_insert=True)
    return personne


def _ecrire_les_couvertures(assure: Assure, individu: Individu, rattachement: Beneficiaire | None = None) -> None:
    """Those that this line gives are those of this file, whatever another file says of the same child."""
    for liaison, organisme in individu.complementaires:
        liaison.assure, liaison.beneficiaire = assure, rattachement
        liaison.organisme = complementaires.organisme_nomme(organisme.nom, organisme.adresse, organisme.numero)
        liaison.save(force_insert=True)


def _ecrire_ce_que_le_dossier_sait(assure: Assure, individu: Individu, personne: Personne) -> None:
    """Doctor and exemptions are those of a file: the same child may have others in the file of the other parent."""
    siennes = [un for un in (individu.medecin, *individu.exonerations) if un is not None]
    for une in siennes:
        une.assure, une.personne = assure, personne
        une.save(force_insert=True)


def _caisses() -> Mapping[str, Caisse]:
    return {caisse.code: caisse for caisse in Caisse.objects.all()}


def _nir(personne: Personne) -> Empreinte:
    return empreinte("nir", personne.nir)


def _serie(carte: CarteVitale) -> str:
    return empreinte("serie_vitale", carte.serie)
