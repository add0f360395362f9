"""Lines of the file become files of people, not saved; a wrong line says all that is wrong in it at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from accounts.importation import formulaires as f
from accounts.models import (
    Adresse,
    Assure,
    Beneficiaire,
    Caisse,
    CarteVitale,
    CoordonneesBancaires,
    Exoneration,
    LiaisonComplementaire,
    MedecinTraitant,
    Personne,
)
from ameli.noyau.calendrier import PARIS

FORMAT, VERSION = "compte-ameli/assures", 1
LIGNE_MAXIMALE = 100_000  # characters: a family of nineteen takes some thousands
ORIGINE = "dossier d’origine"
BLOCS_D_UN_INDIVIDU = {"personne", "carte_vitale", "medecin_traitant", "complementaires", "exonerations"}
BLOCS_D_UN_DOSSIER = BLOCS_D_UN_INDIVIDU | {"dossier", "adresse", "banque", "beneficiaires"}


class FormatInconnu(ValueError):
    """The first line does not announce a file that this version reads; the message is a French sentence."""


@dataclass(frozen=True)
class Organisme:
    """Who pays a cover, as the line writes it."""

    nom: str
    adresse: str
    numero: str


@dataclass
class Individu:
    """Somebody, what hangs on them wherever they are covered, and their covers in this file."""

    personne: Personne
    carte: CarteVitale | None = None
    medecin: MedecinTraitant | None = None
    complementaires: list[tuple[LiaisonComplementaire, Organisme]] = field(default_factory=list)
    exonerations: list[Exoneration] = field(default_factory=list)


@dataclass
class Dossier:
    """One line: an insured person, and those whom they cover."""

    individu: Individu
    assure: Assure
    adresse: Adresse | None
    banque: CoordonneesBancaires | None
    beneficiaires: list[tuple[Individu, Beneficiaire]]

    @property
    def individus(self) -> list[Individu]:
        return [self.individu, *(individu for individu, _ in self.beneficiaires)]


@dataclass(frozen=True)
class Ligne:
    """`numero` as an editor shows it (the announcement is line 1); `dossier` unless there are `fautes`, in French."""

    numero: int
    dossier: Dossier | None
    fautes: tuple[str, ...] = ()


def lots(chemin: Path, caisses: Mapping[str, Caisse], taille: int) -> Iterator[list[Ligne]]:
    """The lines, `taille` at a time; empty ones are passed over. Raises FormatInconnu, OSError."""
    with chemin.open(encoding="utf-8-sig", errors="replace") as fichier:
        _exiger_l_annonce(fichier.readline(LIGNE_MAXIMALE))
        lignes = (_lire(numero, texte, caisses) for numero, texte in enumerate(fichier, start=2) if texte.strip())
        while lot := list(islice(lignes, taille)):
            yield lot


def _exiger_l_annonce(texte: str) -> None:
    attendue = json.dumps({"format": FORMAT, "version": VERSION})
    try:
        annonce = json.loads(texte)
    except ValueError:
        annonce = None
    if not isinstance(annonce, dict) or annonce.get("format") != FORMAT:
        raise FormatInconnu(f"La première ligne doit être\u00a0: {attendue}")
    if annonce.get("version") != VERSION:
        raise FormatInconnu(f"Cette version du format n’est pas connue ici. La version lue est {VERSION}.")


def _lire(numero: int, texte: str, caisses: Mapping[str, Caisse]) -> Ligne:
    if len(texte) > LIGNE_MAXIMALE:
        return Ligne(numero, None, ("La ligne est trop longue.",))
    if "\ufffd" in texte:
        return Ligne(numero, None, ("La ligne n’est pas écrite en UTF-8.",))
    try:
        brut = json.loads(texte)
    except (ValueError, RecursionError):
        return Ligne(numero, None, ("Ce n’est pas du JSON.",))
    lecteur = _Lecteur(caisses)
    dossier = lecteur.dossier(brut)
    return Ligne(numero, None if lecteur.fautes else dossier, tuple(lecteur.fautes))


class _Lecteur:
    """Reads one line. A block that is wrong gives None and says why in `fautes`."""

    def __init__(self, caisses: Mapping[str, Caisse]) -> None:
        self.caisses, self.fautes = caisses, list[str]()

    def dossier(self, brut: Any) -> Dossier | None:
        if not self._objet(brut, BLOCS_D_UN_DOSSIER, ""):
            return None
        individu, dossier = self._individu(brut, ""), self._un(f.BlocDossier, brut, "dossier", obligatoire=True)
        adresse, banque = self._un(f.BlocAdresse, brut, "adresse"), self._un(f.BlocBanque, brut, "banque")
        beneficiaires = [self._beneficiaire(un, ou) for un, ou in self._liste(brut, "beneficiaires", "")]
        if dossier is not None:
            self._caisse(dossier)
        if self.fautes:
            return None
        rangs = [rattachement.rang for _, rattachement in beneficiaires]
        if len(set(rangs)) < len(rangs):
            self.fautes.append("beneficiaires : deux personnes ont le même rang.")
        return Dossier(
            individu, dossier.instance, adresse and _adresse(adresse), banque and _banque(banque), beneficiaires
        )

    def _caisse(self, dossier: f.BlocDossier) -> None:
        caisse = self.caisses.get(dossier.cleaned_data.get("caisse", ""))
        if caisse is None:
            self.fautes.append("dossier.caisse : aucune caisse de ce site n’a ce code. Voyez manage.py installer")
        else:
            dossier.instance.caisse = caisse

    def _beneficiaire(self, brut: Any, ou: str) -> Any:
        if not self._objet(brut, {*BLOCS_D_UN_INDIVIDU, "rattachement"}, ou):
            return None
        rattachement = self._un(f.BlocRattachement, brut, "rattachement", ou, obligatoire=True)
        return self._individu(brut, ou), rattachement and rattachement.instance

    def _individu(self, brut: dict[str, Any], ou: str) -> Any:
        personne = self._un(f.BlocPersonne, brut, "personne", ou, obligatoire=True)
        carte, medecin = (
            self._un(f.BlocCarteVitale, brut, "carte_vitale", ou),
            self._un(f.BlocMedecin, brut, "medecin_traitant", ou),
        )
        return Individu(
            personne=personne and personne.instance, carte=carte and _carte(carte), medecin=medecin and medecin.instance,
            complementaires=[_couverture(b) for b in self._plusieurs(f.BlocComplementaire, brut, "complementaires", ou)],
            exonerations=[b.instance for b in self._plusieurs(f.BlocExoneration, brut, "exonerations", ou)],
        )  # fmt: skip

    def _plusieurs(self, bloc: type[f.Bloc], brut: dict[str, Any], nom: str, ou: str) -> list[Any]:
        lus = [self._un(bloc, {nom: un}, nom, chemin=chemin) for un, chemin in self._liste(brut, nom, ou)]
        return [un for un in lus if un is not None]

    def _liste(self, brut: dict[str, Any], nom: str, ou: str) -> list[tuple[Any, str]]:
        valeur = brut.get(nom)
        if valeur is not None and not isinstance(valeur, list):
            self.fautes.append(f"{ou}{nom} : écrivez une liste, entre crochets.")
            return []
        return [(un, f"{ou}{nom}[{rang}].") for rang, un in enumerate(valeur or [], start=1)]

    def _un(
        self,
        bloc: type[f.Bloc],
        brut: dict[str, Any],
        nom: str,
        ou: str = "",
        *,
        obligatoire: bool = False,
        chemin: str = "",
    ) -> Any:
        """The form of the block `nom`, when it is there and right."""
        valeur, chemin = brut.get(nom), chemin or f"{ou}{nom}."
        if valeur is None and not obligatoire:
            return None
        if not isinstance(valeur, dict):
            self.fautes.append(f"{chemin[:-1]} : ce bloc manque, ou n’est pas entre accolades.")
            return None
        formulaire = bloc(valeur)
        if formulaire.is_valid():
            return formulaire
        for champ, phrases in formulaire.errors.items():
            place = chemin[:-1] if champ == "__all__" else f"{chemin}{champ}"
            self.fautes.extend(f"{place} : {phrase}" for phrase in phrases)
        return None

    def _objet(self, brut: Any, connus: set[str], ou: str) -> bool:
        if not isinstance(brut, dict):
            self.fautes.append(f"{ou[:-1] or 'ligne'} : écrivez un objet, entre accolades.")
            return False
        self.fautes.extend(f"{ou}{nom[:40]} : ce bloc n’existe pas." for nom in sorted(set(brut) - connus))
        return True


def _adresse(bloc: f.BlocAdresse) -> Adresse:
    bloc.instance.effet_le, bloc.instance.cause = _minuit(bloc.cleaned_data["depuis"]), ORIGINE
    return bloc.instance


def _banque(bloc: f.BlocBanque) -> CoordonneesBancaires:
    coordonnees = bloc.instance
    coordonnees.demande_le = coordonnees.effet_le = _minuit(bloc.cleaned_data["depuis"])
    coordonnees.origine = CoordonneesBancaires.Origine.PAPIER
    return coordonnees


def _couverture(bloc: f.BlocComplementaire) -> tuple[LiaisonComplementaire, Organisme]:
    lu = bloc.cleaned_data
    return bloc.instance, Organisme(lu["organisme"], lu["adresse_organisme"], lu["numero_organisme"])


def _carte(bloc: f.BlocCarteVitale) -> CarteVitale:
    bloc.instance.etat_depuis = _minuit(bloc.instance.emise_le)
    return bloc.instance


def _minuit(jour: date) -> datetime:
    """The beginning of the day in Paris."""
    return datetime.combine(jour, time(0), PARIS)
