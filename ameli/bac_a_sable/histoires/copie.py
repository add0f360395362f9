"""Stories become rows, sent with COPY: the one module here that knows the database.

Numbers of rows are reserved from the sequences, so that other writers may go on. Public ids are drawn from the seed:
these people do not exist, nobody can steal from them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db import connection, models

from accounts.models.identifiants import ALPHABET
from ameli.bac_a_sable.histoires.annuaire import Nom
from ameli.bac_a_sable.histoires.recit import DOUBLON_DE, Recit, Versement, ouvre
from paiements.calcul.mots import MotifTaux
from paiements.models import Paiement, Prestation, Retenue, RevenuRemplacement, Tiers
from paiements.prestations import actes

VIDE = r"\N"
LONGUEUR = 16
RESERVE = 10_000  # numbers of rows taken at once from a sequence
POSTES = {code: int(periodes[0].poste) for code, periodes in actes().items()}


@dataclass(frozen=True, slots=True)
class Titulaire:
    """Whose payments they are. `personnes`: the person of each rank. `mutuelles`: (id, from, until, told by itself)."""

    assure: int
    personnes: dict[int, int]
    coordonnees: int | None
    iban_masque: str
    mutuelles: tuple[tuple[int, date, date | None, bool], ...] = ()

    def mutuelle(self, le: date) -> int | None:
        """The cover that is told of a payment of that day. Two that overlap block the transmission (chapter 12)."""
        valables = [(pk, dite) for pk, du, au, dite in self.mutuelles if du <= le and (au is None or le <= au)]
        return valables[0][0] if len(valables) == 1 and valables[0][1] else None


class Copie:
    """Rows in memory, by table, written by `ecrire()`; the caller holds the transaction."""

    def __init__(self) -> None:
        self.paiements: list[str] = []
        self.prestations: list[str] = []
        self.revenus: list[str] = []
        self.retenues: list[str] = []
        self.numero_paiement = _numeros(Paiement)
        self.numero_prestation = _numeros(Prestation)
        self.numero_retenue = _numeros(Retenue)
        self.numero_tiers = _numeros(Tiers)
        self.nouveaux_tiers: list[str] = []
        connus = Tiers.objects.order_by("pk").values_list("pk", "genre", "nom", "specialite", "commune")
        self.tiers = {_cle(Nom(*valeurs)): pk for pk, *valeurs in connus}
        self.lignes = 0

    def ajouter(self, titulaire: Titulaire, recit: Recit, graine: str, fin: date) -> None:
        """The rows of one story that ends on the day `fin`. `graine` draws the public ids."""
        _Ecriture(self, titulaire, Random(f"ids:{graine}"), fin).raconter(recit)

    def ecrire(self) -> int:
        """Send everything; how many rows."""
        envoyees = 0
        for modele, lignes in (
            (Tiers, self.nouveaux_tiers), (Paiement, self.paiements), (Prestation, self.prestations), (RevenuRemplacement, self.revenus),
            (Retenue, self.retenues),
        ):  # fmt: skip
            _copier(modele, lignes)
            envoyees += len(lignes)
            lignes.clear()
        self.lignes += envoyees
        return envoyees

    def numero_du_tiers(self, nom: Nom) -> int:
        if _cle(nom) not in self.tiers:
            self.tiers[_cle(nom)] = numero = next(self.numero_tiers)
            self.nouveaux_tiers.append("\t".join((str(numero), *nom)))
        return self.tiers[_cle(nom)]


def _cle(nom: Nom) -> tuple[str, str, str]:
    """What tells two rows apart: two trades of a commune may have been drawn the same name, and are then one person."""
    return nom.genre, nom.nom, nom.commune


class _Ecriture:
    """One story, line by line; remembers which row each act became, to bind what is withheld to it."""

    def __init__(self, copie: Copie, titulaire: Titulaire, hasard: Random, fin: date) -> None:
        self.copie, self.qui, self.hasard, self.fin = copie, titulaire, hasard, fin
        self.prestations: dict[Hashable, int] = {}

    def raconter(self, recit: Recit) -> None:
        prises: list[tuple[Any, Decimal, int, date]] = []
        for versement in recit.versements:
            numero = self._paiement(versement)
            virement = versement.virement
            prises += [(prise.dette, prise.montant, numero, virement.le) for prise in virement.prises]
        for dette, montant, numero, le in prises:
            self._retenue(dette, montant, str(numero), str(le))
        for dette in recit.dettes:
            self._retenue(dette, dette.montant, VIDE, VIDE)

    def _paiement(self, versement: Versement) -> int:
        virement, numero = versement.virement, next(self.copie.numero_paiement)
        rangs = postes = 0
        for rang, ligne in enumerate(virement.lignes, start=1):
            qui = ligne.qui or 1
            rangs |= 1 << (qui - 1)
            postes |= POSTES[ligne.code]
            self._prestation(numero, rang, ligne, versement)
        etat, disponible = Paiement.Etat.EMIS, None
        if virement.destinataire is None and self.qui.coordonnees is None:
            etat = Paiement.Etat.EN_ATTENTE
        elif versement.retourne:
            etat, disponible = Paiement.Etat.REJETE, versement.reverse_le
        self._ligne_paiement(numero, versement, virement.le, etat, rangs, postes, disponible, None)
        if etat == Paiement.Etat.REJETE and disponible is not None and disponible <= self.fin:
            suivant = next(self.copie.numero_paiement)
            self._ligne_paiement(suivant, versement, disponible, Paiement.Etat.EMIS, rangs, postes, None, numero)
        return numero

    def _ligne_paiement(
        self, numero: int, versement: Versement, le: date, etat: str, rangs: int, postes: int,
        disponible: date | None, remplace: int | None,
    ) -> None:  # fmt: skip
        virement, qui = versement.virement, self.qui
        direct = virement.destinataire is not None
        se_transmet = versement.annonce and remplace is None
        mutuelle = qui.mutuelle(le) if se_transmet else None
        solidaire = any(ligne.motif_taux is MotifTaux.C2S for ligne in virement.lignes)  # both parts are paid here
        a_transmettre = se_transmet and mutuelle is None and not solidaire
        compte = not direct and qui.coordonnees is not None
        self.copie.paiements.append("\t".join((
            str(numero), _public_id(self.hasard), str(qui.assure), str(le), str(virement.montant), versement.famille,
            etat, str(self.copie.numero_du_tiers(virement.destinataire)) if direct else VIDE,
            str(qui.coordonnees) if compte else VIDE, qui.iban_masque if compte else "", str(rangs), str(postes),
            str(disponible) if disponible else VIDE, str(remplace) if remplace else VIDE,
            str(mutuelle) if mutuelle else VIDE, str(ouvre(le + timedelta(days=1))) if mutuelle else VIDE,
            "t" if a_transmettre else "f",
        )))  # fmt: skip

    def _prestation(self, paiement: int, rang: int, ligne: Any, versement: Versement) -> None:
        numero = next(self.copie.numero_prestation)
        self.prestations[ligne.cle] = numero
        self.copie.prestations.append("\t".join((
            str(numero), str(paiement), str(rang), ligne.code, str(ligne.le), str(self.qui.personnes[ligne.qui or 1]),
            str(self.copie.numero_du_tiers(ligne.professionnel)) if ligne.professionnel else VIDE, str(ligne.unites),
            str(ligne.paye), VIDE if ligne.base is None else str(ligne.base),
            VIDE if ligne.taux is None else str(ligne.taux), str(ligne.verse), ligne.motif_taux, str(ligne.retenue),
            ligne.motif_retenue, self._origine(ligne.cle), VIDE,
        )))  # fmt: skip
        revenu = versement.revenus.get(ligne.cle)
        if revenu is not None:
            self.copie.revenus.append("\t".join(map(str, (
                numero, revenu.du, revenu.au, revenu.jours, revenu.journalier, revenu.brut, revenu.csg, revenu.crds,
                revenu.casa, revenu.impot, revenu.particularite,
            ))))  # fmt: skip

    def _origine(self, cle: Hashable) -> str:
        """The row of the act that was paid twice, for its copy and for what takes the copy back."""
        if isinstance(cle, tuple) and cle[0] in (DOUBLON_DE, "indu"):
            return str(self.prestations[cle[1]])
        return VIDE

    def _retenue(self, dette: Any, montant: Decimal, paiement: str, le: str) -> None:
        self.copie.retenues.append("\t".join((
            str(next(self.copie.numero_retenue)), str(self.qui.assure), str(self.qui.personnes[dette.qui]),
            str(self.prestations[dette.cle]), dette.genre, str(dette.le.year), str(dette.le), str(montant), paiement, le, "f", VIDE,
        )))  # fmt: skip


def _public_id(hasard: Random) -> str:
    nombre, lettres = hasard.getrandbits(80), []
    for _ in range(LONGUEUR):
        nombre, reste = divmod(nombre, len(ALPHABET))
        lettres.append(ALPHABET[reste])
    return "".join(lettres)


def _numeros(modele: type[models.Model]) -> Iterator[int]:
    """Numbers of rows of `modele`, each once, whoever else writes."""
    while True:
        with connection.cursor() as curseur:
            curseur.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [modele._meta.db_table, RESERVE],
            )
            numeros = [numero for (numero,) in curseur.fetchall()]
        yield from numeros


def _copier(modele: type[models.Model], lignes: list[str]) -> None:
    if not lignes:
        return
    colonnes = ", ".join(f'"{champ.column}"' for champ in modele._meta.concrete_fields)
    with connection.cursor() as curseur, curseur.copy(f"COPY {modele._meta.db_table} ({colonnes}) FROM STDIN") as copie:
        copie.write("\n".join(lignes) + "\n")


def ranger() -> None:
    """Let PostgreSQL see what was written: without it the covering index is not trusted alone."""
    ordre = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"
    with connection.cursor() as curseur:
        for modele in (Paiement, Prestation, Retenue, RevenuRemplacement):
            curseur.execute(f"{ordre} {modele._meta.db_table}")
