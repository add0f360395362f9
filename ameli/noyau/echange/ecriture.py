"""Lots of lines become rows: sent with COPY beside the table, compared with it and written by one statement each.

What is there already is left alone, so that the same file said twice changes nothing, and one that was stopped is simply
said again. After the writing each line is looked for in its table: one that is not there, or whose row is of somebody else,
contradicts it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, connection, models, transaction

from ameli.noyau.echange.fichiers import Fichier
from ameli.noyau.echange.lecture import Arrivee, lots
from ameli.noyau.journal import auteur

BASE = "Cette ligne contredit une règle de la base"


@dataclass
class Bilan:
    """Lines of a file: how many were read, added, there already, and refused."""

    lues: int = 0
    ajoutees: int = 0
    deja_la: int = 0
    refusees: int = 0


Rapporter = Callable[[int, str, str], None]  # line, column, sentence


def importer(
    fichier: Fichier, chemin: Path, *, lot: int, acteur: str, motif: str, rapporter: Rapporter,
    progres: Callable[[Bilan], None],
) -> Bilan:  # fmt: skip
    """Write what is not there yet, one transaction for `lot` lines; what is wrong in a line is told to `rapporter`.

    `acteur` is who ordered it, for the journal. Raises FichierInconnu, OSError.
    """
    bilan = Bilan()
    for arrivees in lots(chemin, fichier, lot):
        _resoudre(fichier, arrivees)
        bilan.lues += len(arrivees)
        bilan.ajoutees += _ecrire([un for un in arrivees if not un.fautes], fichier, acteur, motif)
        for arrivee in arrivees:
            bilan.refusees += bool(arrivee.fautes)
            for colonne, phrase in arrivee.fautes:
                rapporter(arrivee.numero, colonne, phrase)
        bilan.deja_la = bilan.lues - bilan.ajoutees - bilan.refusees
        progres(bilan)
    return bilan


def _resoudre(fichier: Fichier, arrivees: list[Arrivee]) -> None:
    """Names become keys, one query for each kind of reference."""
    for reference in fichier.references:
        justes = [arrivee for arrivee in arrivees if not arrivee.fautes]
        noms = {arrivee.numero: reference.cle(arrivee.valeurs) for arrivee in justes}
        trouves = reference.trouver({nom for nom in noms.values() if nom is not None})
        for arrivee in justes:
            nom = noms[arrivee.numero]
            if nom in trouves:
                arrivee.valeurs[reference.vers] = trouves[nom]
            elif nom is not None:
                arrivee.fautes.append((reference.colonne, reference.faute))


def _ecrire(arrivees: list[Arrivee], fichier: Fichier, acteur: str, motif: str) -> int:
    """How many were written. A lot that breaks a rule of the table is parted until the line that does is alone."""
    if not arrivees:
        return 0
    try:
        with transaction.atomic(), auteur(acteur, motif):
            return _Lot(fichier, arrivees).ecrire(acteur)
    except (IntegrityError, DataError) as faute:
        if len(arrivees) == 1:
            regle = getattr(getattr(faute.__cause__, "diag", None), "constraint_name", None)
            arrivees[0].fautes.append(("ligne", f"{BASE} ({regle})." if regle else f"{BASE}."))
            return 0
        milieu = len(arrivees) // 2
        return sum(_ecrire(moitie, fichier, acteur, motif) for moitie in (arrivees[:milieu], arrivees[milieu:]))


class _Lot:
    """One lot in one transaction, through a table that lasts as long as it does."""

    def __init__(self, fichier: Fichier, arrivees: list[Arrivee]) -> None:
        self.fichier, self.arrivees = fichier, arrivees
        options = fichier.modele._meta
        self.champs = [champ for champ in options.concrete_fields if not isinstance(champ, models.AutoField)]
        self.table, self.pk = _q(options.db_table), _q(options.pk.column)
        self.colonnes = ", ".join(_q(champ.column) for champ in self.champs)
        noms = {champ.attname: _q(champ.column) for champ in options.concrete_fields}
        self.cle = [noms[nom] for nom in fichier.cle]
        self.accord = [noms[nom] for nom in fichier.accord]
        memes = [f"c.{colonne} = a.{colonne}" for colonne in self.cle]
        self.meme = " AND ".join(memes + [f"c.{noms[nom]} IS NULL" for nom in fichier.en_cours])

    def ecrire(self, acteur: str) -> int:
        lignes = [self.fichier.construire(arrivee.valeurs) for arrivee in self.arrivees]
        self.fichier.avant(lignes)
        with connection.cursor() as curseur:
            self._envoyer(curseur, lignes)
            nouvelles = self._inserer(curseur)
            self._confronter(curseur)
            if nouvelles:
                self.fichier.apres(self._retrouver(curseur, lignes, nouvelles), acteur)
        return len(nouvelles)

    def _envoyer(self, curseur: Any, lignes: list[models.Model]) -> None:
        curseur.execute("DROP TABLE IF EXISTS pg_temp.arrivee")
        curseur.execute(f"CREATE TEMPORARY TABLE arrivee (LIKE {self.table}) ON COMMIT DROP")
        if isinstance(self.fichier.modele._meta.pk, models.AutoField):
            curseur.execute(f"ALTER TABLE arrivee DROP COLUMN {self.pk}")
        curseur.execute("ALTER TABLE arrivee ADD COLUMN place_du_lot integer PRIMARY KEY")
        with curseur.copy(f"COPY arrivee ({self.colonnes}, place_du_lot) FROM STDIN") as copie:
            for rang, ligne in enumerate(lignes):
                copie.write_row([self._octets(champ, ligne) for champ in self.champs] + [rang])
        # A lot is small beside its table, whose statistics lag behind while it grows: never read it whole.
        curseur.execute("SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; ANALYZE arrivee")

    def _octets(self, champ: models.Field, ligne: models.Model) -> Any:
        return champ.get_db_prep_save(getattr(ligne, champ.attname), connection)

    def _inserer(self, curseur: Any) -> list[Any]:
        """Keys of the rows that were written: of two lines that say the same, the first."""
        cle = ", ".join(self.cle)
        curseur.execute(
            f"INSERT INTO {self.table} ({self.colonnes}) SELECT {self.colonnes} FROM"
            f" (SELECT DISTINCT ON ({cle}) * FROM arrivee ORDER BY {cle}, place_du_lot) a"
            f" WHERE NOT EXISTS (SELECT 1 FROM {self.table} c WHERE {self.meme})"
            f" ORDER BY place_du_lot ON CONFLICT DO NOTHING RETURNING {self.pk}"
        )
        return [pk for (pk,) in curseur.fetchall()]

    def _confronter(self, curseur: Any) -> None:
        differe = "".join(f" OR a.{colonne} IS DISTINCT FROM c.{colonne}" for colonne in self.accord)
        voulus = "".join(f", a.{colonne}, c.{colonne}" for colonne in self.accord)
        curseur.execute(
            f"SELECT a.place_du_lot, c.{self.pk} IS NULL{voulus} FROM arrivee a LEFT JOIN {self.table} c ON {self.meme}"
            f" WHERE c.{self.pk} IS NULL{differe}"
        )
        juges = list(self.fichier.accord.values())
        for rang, absente, *valeurs in curseur.fetchall():
            paires = zip(juges, valeurs[::2], valeurs[1::2], strict=True)
            if absente or not all(juge(dite, connue) for juge, dite, connue in paires):
                self.arrivees[rang].fautes.append(("ligne", self.fichier.contredit))

    def _retrouver(self, curseur: Any, lignes: list[models.Model], nouvelles: list[Any]) -> list[models.Model]:
        """The rows that were written, with their keys."""
        curseur.execute(
            f"SELECT DISTINCT ON (c.{self.pk}) c.{self.pk}, a.place_du_lot FROM arrivee a JOIN {self.table} c ON {self.meme}"
            f" WHERE c.{self.pk} = ANY(%s) ORDER BY c.{self.pk}, a.place_du_lot",
            [nouvelles],
        )
        ecrites = []
        for pk, rang in curseur.fetchall():
            lignes[rang].pk = pk
            ecrites.append(lignes[rang])
        return ecrites


def _q(nom: str | None) -> str:
    return connection.ops.quote_name(nom or "")
