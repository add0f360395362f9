"""The décompte (chapter 7 § 4): one payment, line by line, with what was withheld and where that comes from."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from accounts.models import Adresse, Assure
from ameli.noyau import formats
from documents.editions.courrier import Destinataire, EnTete
from documents.verification.codes import Resume, code_de, resume
from paiements.detail import Detail
from paiements.models import Paiement, Prestation, Retenue


@dataclass(frozen=True)
class LigneSoin:
    """A row of the table; amounts in euros, `taux` in %, both None for a flat amount. `precision`: what it takes back, or which
    payment it repeats."""

    libelle: str
    precision: str
    du: date
    professionnel: str
    paye: Decimal | None
    base: Decimal | None
    taux: int | None
    verse: Decimal


@dataclass(frozen=True)
class LigneRevenu:
    """A period of allowance or pension."""

    libelle: str
    du: date
    au: date
    jours: int
    brut: Decimal
    csg: Decimal
    crds_casa: Decimal
    impot: Decimal
    net: Decimal


@dataclass(frozen=True)
class GroupeSoins:
    """The rows of one person; those of allowances apart, they have other columns."""

    nom: str
    soins: tuple[LigneSoin, ...]
    revenus: tuple[LigneRevenu, ...]


@dataclass(frozen=True)
class LigneRetenue:
    """A withheld sum, and the act that it comes from."""

    nature: str
    soins_le: date
    beneficiaire: str
    montant: Decimal


@dataclass(frozen=True)
class Decompte:
    """What the paper says. It bears the day of the payment, not that of its edition: asked for again it is the same."""

    en_tete: EnTete
    destinataire: Destinataire
    nir: str
    numero: str
    paye_le: date
    montant: Decimal
    famille: str
    verse_a: str
    situation: str
    remplace: str
    groupes: tuple[GroupeSoins, ...]
    retenues: tuple[LigneRetenue, ...]
    total_verse: Decimal
    total_retenu: Decimal
    transmission: str

    genre = "decompte"
    gabarit = "documents/decompte.html"
    valable_au = None

    @property
    def titre(self) -> str:
        return f"Décompte du {formats.jour(self.paye_le)} – {formats.montant(self.montant)}"

    @property
    def fond(self) -> tuple[object, ...]:
        """All but the address and the transmission to a cover."""
        return (self.nir, self.numero, self.paye_le, self.montant, self.situation, self.groupes, self.retenues)

    @property
    def resume(self) -> Resume:
        nature = f"Décompte n°{formats.INSECABLE}{self.numero}"
        return resume(nature, du=self.paye_le, au=self.paye_le, personnes=len(self.groupes), total=self.montant)

    @property
    def code_verif(self) -> str:
        return code_de(self.genre, *astuple(self))

    @property
    def compte_pour_la_retraite(self) -> bool:
        """It pays a time without work: the person will have to prove it."""
        return any(groupe.revenus for groupe in self.groupes)

    @property
    def nom_fichier(self) -> str:
        return f"decompte_{self.paye_le:%Y-%m-%d}_{self.numero}.pdf"


def composer(assure: Assure, detail: Detail, *, instant: datetime) -> Decompte:
    """The décompte of a payment, for the file of `assure` (with its person and caisse). One query, for the address."""
    paiement, personne = detail.paiement, assure.personne
    return Decompte(
        en_tete=EnTete.de(assure.caisse),
        destinataire=Destinataire.de(personne, _adresse(assure, instant)),
        nir=formats.nir(personne.nir_complet),
        numero=paiement.numero,
        paye_le=paiement.emis_le,
        montant=paiement.montant,
        famille=paiement.get_famille_display(),
        verse_a=_verse_a(paiement),
        situation=_situation(paiement),
        remplace=_remplace(paiement),
        groupes=tuple(
            GroupeSoins(
                str(groupe.personne),
                tuple(_soin(ligne.prestation) for ligne in groupe.lignes if not hasattr(ligne.prestation, "revenu")),
                tuple(_revenu(ligne.prestation) for ligne in groupe.lignes if hasattr(ligne.prestation, "revenu")),
            )
            for groupe in detail.groupes
        ),
        retenues=tuple(_retenue(retenue) for retenue in detail.prises),
        total_verse=detail.verse,
        total_retenu=detail.pris,
        transmission=_transmission(paiement),
    )


def _adresse(assure: Assure, instant: datetime) -> Adresse | None:
    adresses = Adresse.objects.de(assure).filter(
        Q(fin_le=None) | Q(fin_le__gt=instant), beneficiaire=None, effet_le__lte=instant
    )
    return adresses.order_by("-effet_le", "-id").first()


def _verse_a(paiement: Paiement) -> str:
    if paiement.destinataire is not None:
        return f"{paiement.destinataire.nom} (payé directement, en tiers payant)"
    return f"vous, sur le compte {paiement.iban_masque}" if paiement.iban_masque else "vous"


def _situation(paiement: Paiement) -> str:
    """What a reader must know when the money has not arrived; empty when it has."""
    if paiement.etat == Paiement.Etat.EMIS:
        return ""
    suite = f" Nouvelle date : {formats.jour(paiement.disponible_le)}." if paiement.disponible_le else ""
    etat = paiement.get_etat_display()
    return f"Virement {etat}.{suite}"


def _remplace(paiement: Paiement) -> str:
    """Which returned transfer this one pays again; empty when it is none."""
    avant = paiement.remplace
    if avant is None:
        return ""
    return f"Ce virement remplace celui du {formats.jour(avant.emis_le)}, retourné par la banque (décompte n°{formats.INSECABLE}{avant.numero})."


def _soin(une: Prestation) -> LigneSoin:
    professionnel = une.professionnel.nom if une.professionnel else ""
    paye = une.paye if une.base is not None and not une.part_solidaire else None
    return LigneSoin(une.libelle, _precision(une), une.soins_le, professionnel, paye, une.base, une.taux, une.verse)


def _precision(une: Prestation) -> str:
    """Why a care is here a second time, why a sum is taken back, or how a bill from abroad became euros."""
    depense = getattr(une, "depense_etrangere", None)
    if depense is not None:
        return depense.conversion
    if une.corrige is not None:
        avant = une.corrige.paiement
        return f"Soin payé le {formats.date_courte(avant.emis_le)} (décompte n°{formats.INSECABLE}{avant.numero}) sans la Complémentaire santé solidaire, qui couvre ce jour."
    if une.origine is None:
        return "Somme versée à tort, reprise sur ce paiement." if une.verse < 0 else ""
    premier = une.origine.paiement
    ou = f"(décompte n°{formats.INSECABLE}{premier.numero})"
    if une.base is not None:
        return f"Déjà payé le {formats.date_courte(premier.emis_le)} {ou}. La somme versée en trop est reprise sur un autre paiement."
    soin = f"{une.origine.libelle}, soins du {formats.date_courte(une.origine.soins_le)}"
    return f"Soin payé deux fois, repris sur ce paiement{formats.INSECABLE}: {soin} {ou}."


def _revenu(une: Prestation) -> LigneRevenu:
    r = une.revenu
    return LigneRevenu(une.libelle, r.du, r.au, r.jours, r.brut, r.csg, r.crds + r.casa, r.impot, une.verse)


def _retenue(une: Retenue) -> LigneRetenue:
    return LigneRetenue(une.get_genre_display(), une.acte_le, une.personne.prenom, -une.montant)


def _transmission(paiement: Paiement) -> str:
    if paiement.remplace is not None:
        return "Déjà informée par le décompte remplacé." if paiement.remplace.transmis_le else ""
    if paiement.complementaire is not None and paiement.transmis_le is not None:
        return f"Transmis à {paiement.complementaire.organisme.nom} le {formats.jour(paiement.transmis_le)}."
    if paiement.a_transmettre:
        return "Nous n’avons pas transmis ce décompte à une complémentaire. Si vous en avez une, envoyez-le-lui."
    return ""
