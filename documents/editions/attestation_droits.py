"""Attestation de droits (chapter 4 § 2): who may be on it, what it says, until when it holds."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from accounts.dossier import caisses, complementaires, foyer
from accounts.dossier.foyer import Membre, Obstacle
from accounts.models import Adresse, Assure, Exoneration, LiaisonComplementaire
from accounts.models.droits import MedecinTraitant
from ameli.noyau import formats
from documents.editions.courrier import Destinataire, EnTete
from documents.verification.codes import Resume, code_de, resume

FAMILLE = "famille"


@dataclass(frozen=True)
class Refus:
    """Why no attestation can be made, and what to do instead; two or three plain sentences each."""

    motif: str
    que_faire: str


@dataclass(frozen=True)
class Absent:
    """Someone of the file who is not on the attestation, and why, in one sentence."""

    nom: str
    raison: str


@dataclass(frozen=True)
class LigneBeneficiaire:
    """One row of the table; `rang` is "01" for the insured person, "02" to "19" for the others."""

    nom_naissance: str
    nom_usage: str
    prenoms: str
    naissance: date
    rang: str
    medecin_traitant: bool
    droits_du: date
    droits_au: date
    numero_attendu: bool = False


@dataclass(frozen=True)
class LigneExoneration:
    """An exemption in force; `au` is None when it has no end."""

    beneficiaire: str
    nature: str
    taux: int
    du: date
    au: date | None
    condition: str


@dataclass(frozen=True)
class LigneComplementaire:
    """Complémentaire santé solidaire of one person."""

    beneficiaire: str
    nature: str
    organisme: str
    adresse: str
    du: date
    au: date | None


@dataclass(frozen=True)
class AttestationDroits:
    """The content of the paper, block by block (chapter 4 § 2.1). `exonerations` is None when not asked for.

    `personnes`, the public ids of those it speaks of, is not printed.
    """

    en_tete: EnTete
    destinataire: Destinataire
    pour: str
    edite_le: date
    nir: str
    nom_naissance: str
    nom_usage: str
    prenoms: str
    naissance: date
    regime: str
    code_organisme: str
    code_gestion: str
    valide_du: date
    valide_au: date
    personnes: tuple[str, ...]
    beneficiaires: tuple[LigneBeneficiaire, ...]
    exonerations: tuple[LigneExoneration, ...] | None
    complementaires: tuple[LigneComplementaire, ...]

    genre = "attestation_droits"
    gabarit = "documents/attestation_droits.html"

    @property
    def titre(self) -> str:
        return f"Attestation de droits – {self.pour}"

    @property
    def provisoire(self) -> bool:
        """Does somebody on it wait for a number?"""
        return any(une.numero_attendu for une in self.beneficiaires)

    @property
    def periode(self) -> str:
        return f"du {formats.jour(self.valide_du)} au {formats.jour(self.valide_au)}"

    @property
    def nom_fichier(self) -> str:
        return f"attestation-droits_{self.edite_le:%Y-%m-%d}.pdf"

    @property
    def valable_au(self) -> date:
        return self.valide_au

    @property
    def fond(self) -> tuple[object, ...]:
        """Who is covered, by whom, with which exemptions: not the address, nor the dates that move with the edition."""
        proteges = tuple((b.nom_naissance, b.nom_usage, b.prenoms, b.naissance, b.rang) for b in self.beneficiaires)
        return (self.nir, self.code_organisme, self.code_gestion, proteges, self.exonerations, self.complementaires)

    @property
    def resume(self) -> Resume:
        personnes = len(self.beneficiaires)
        return resume("Attestation de droits", du=self.valide_du, au=self.valide_au, personnes=personnes)

    @property
    def code_verif(self) -> str:
        return code_de(self.genre, *astuple(self))


@dataclass(frozen=True)
class Dossier:
    """The file of an insured person as it stands at `instant`, read once: who is covered, who is not, what is coming."""

    assure: Assure
    instant: datetime
    jour: date
    couverts: tuple[Membre, ...]
    absents: tuple[Absent, ...]
    adresse: Adresse | None
    adresse_a_venir: Adresse | None
    avec_medecin: frozenset[int]

    @property
    def refus(self) -> Refus | None:
        """Set when the insured person's own rights do not run: nobody of the file can have an attestation."""
        return _refus(self.assure, self.jour)


def ouvrir_dossier(assure: Assure, *, instant: datetime, jour: date) -> Dossier:
    """Read the file in 3 queries; `assure` comes with its person and caisse. `jour` is the Paris day of `instant`.

    The address is the one in force: a change that was declared but has not taken effect leaves the former data on the
    paper, and `adresse_a_venir` lets the page say so (chapter 4 § 2.2).
    """
    lus = foyer.lire(assure, jour).membres
    membres = [membre for membre in lus if not membre.silencieux]
    absents = {membre: raison for membre in membres if (raison := _raison_d_absence(membre))}
    adresses = (
        Adresse.objects.de(assure)
        .filter(Q(fin_le=None) | Q(fin_le__gt=instant), beneficiaire=None)
        .order_by("effet_le", "id")
    )
    en_vigueur = [adresse for adresse in adresses if adresse.effet_le <= instant]
    a_venir = [adresse for adresse in adresses if adresse.effet_le > instant]
    return Dossier(
        assure,
        instant,
        jour,
        tuple(membre for membre in membres if membre not in absents),
        tuple(Absent(membre.personne.prenom, raison) for membre, raison in absents.items()),
        en_vigueur[-1] if en_vigueur else None,
        a_venir[0] if a_venir else None,
        frozenset(MedecinTraitant.objects.de(assure).values_list("personne", flat=True)),
    )


def composer(dossier: Dossier, *, pour: str, avec_exonerations: bool) -> AttestationDroits:
    """The attestation of one person of the file (by `Membre.cle`) or of `FAMILLE`.

    Raises LookupError for a person who is not on the file or whose rights are closed, and ValueError when
    `dossier.refus` is set: the caller shows it instead.
    """
    if dossier.refus:
        raise ValueError("the rights of this file are closed")
    retenus = [couvert for couvert in dossier.couverts if pour in (FAMILLE, couvert.cle)]
    if not retenus:
        raise LookupError(pour)
    assure, personne, jour = dossier.assure, dossier.assure.personne, dossier.jour
    valide_au = _fin_de_validite(jour, assure.droits_au, retenus)
    return AttestationDroits(
        en_tete=EnTete.de(assure.caisse),
        destinataire=Destinataire.de(personne, dossier.adresse),
        pour="toute la famille" if pour == FAMILLE else str(retenus[0].personne),
        edite_le=jour,
        nir=formats.nir(personne.nir_complet),
        nom_naissance=personne.nom_naissance,
        nom_usage=personne.nom_usage,
        prenoms=personne.prenoms,
        naissance=personne.date_naissance,
        regime=caisses.regime(assure.caisse.code, assure.caisse.regime, le=jour),
        code_organisme=assure.caisse.code_organisme,
        code_gestion=assure.code_gestion,
        valide_du=jour,
        valide_au=valide_au,
        personnes=tuple(couvert.cle for couvert in retenus),
        beneficiaires=tuple(_ligne(couvert, valide_au, dossier.avec_medecin) for couvert in retenus),
        exonerations=_exonerations(assure, retenus, jour) if avec_exonerations else None,
        complementaires=_complementaires(assure, retenus, jour),
    )


def _refus(assure: Assure, jour: date) -> Refus | None:
    if assure.personne.date_deces:
        return Refus(
            "Ce dossier est clos.",
            "Pour toute démarche de la famille, écrivez à la caisse ou appelez le 36 46.",
        )
    if assure.droits_ouverts(jour):
        return None
    if assure.droits_au and assure.droits_au < jour:
        motif = f"Vos droits à l’assurance maladie sont fermés depuis le {formats.jour(assure.droits_au + timedelta(days=1))}."
    elif assure.droits_du and assure.droits_du > jour:
        return Refus(
            f"Vos droits à l’assurance maladie s’ouvrent le {formats.jour(assure.droits_du)}.",
            "Revenez à partir de cette date : votre attestation sera disponible tout de suite.",
        )
    else:
        motif = "Vos droits à l’assurance maladie ne sont pas encore ouverts."
    return Refus(
        motif,
        "Appelez le 36 46 ou passez à l’accueil de votre caisse : un conseiller regarde avec vous comment les rouvrir. "
        "Préparez une pièce d’identité et un justificatif de votre situation (travail, études, logement).",
    )


def _raison_d_absence(membre: Membre) -> str | None:
    """Why somebody whom the insured person covers is not on the paper."""
    if membre.soi:
        return None
    du, au = membre.droits_du, membre.droits_au
    match membre.obstacle((Obstacle.DECEDE, Obstacle.ADULTE, Obstacle.DROITS_A_VENIR, Obstacle.DROITS_FINIS)):
        case Obstacle.DECEDE:
            return "Son dossier est clos."
        case Obstacle.ADULTE:
            return "Cette personne a 18 ans ou plus : elle demande son attestation depuis son propre compte."
        case Obstacle.DROITS_A_VENIR if du:
            return f"Ses droits s’ouvrent le {formats.jour(du)}."
        case Obstacle.DROITS_FINIS if au:
            return f"Ses droits sont fermés depuis le {formats.jour(au + timedelta(days=1))}. Appelez le 36 46."
    return None


def _fin_de_validite(jour: date, droits_au: date | None, retenus: list[Membre]) -> date:
    """One year from the edition, cut by the rights: of the insured person, and of whoever is alone on the paper."""
    fins = [_veille_dans_un_an(jour), droits_au]
    if len(retenus) == 1:
        fins.append(retenus[0].droits_au)
    return min(fin for fin in fins if fin)


def _veille_dans_un_an(jour: date) -> date:
    """14/03/2026 gives 13/03/2027; 29/02/2028 gives 28/02/2029."""
    anniversaire = jour.replace(year=jour.year + 1, day=28) if (jour.month, jour.day) == (2, 29) else None
    return anniversaire or jour.replace(year=jour.year + 1) - timedelta(days=1)


def _ligne(couvert: Membre, valide_au: date, avec_medecin: frozenset[int]) -> LigneBeneficiaire:
    personne = couvert.personne
    return LigneBeneficiaire(
        nom_naissance=personne.nom_naissance,
        nom_usage=personne.nom_usage,
        prenoms=personne.prenoms,
        naissance=personne.date_naissance,
        rang=f"{couvert.rang:02}",
        medecin_traitant=personne.pk in avec_medecin,
        droits_du=couvert.droits_du,
        droits_au=min(couvert.droits_au or valide_au, valide_au),
        numero_attendu=personne.sans_numero,
    )


def _en_vigueur(jour: date) -> Q:
    return Q(du__lte=jour) & (Q(au=None) | Q(au__gte=jour))


def _exonerations(assure: Assure, retenus: list[Membre], jour: date) -> tuple[LigneExoneration, ...]:
    noms = {couvert.personne.pk: str(couvert.personne) for couvert in retenus}
    ordre = list(noms)
    lignes = Exoneration.objects.de(assure).filter(_en_vigueur(jour), personne__in=noms).order_by("du", "id")
    return tuple(
        LigneExoneration(noms[e.personne_id], e.get_nature_display(), e.taux, e.du, e.au, e.condition)
        for e in sorted(lignes, key=lambda e: ordre.index(e.personne_id))
    )


def _complementaires(assure: Assure, retenus: list[Membre], jour: date) -> tuple[LigneComplementaire, ...]:
    """Only the Complémentaire santé solidaire: the paper says nothing of a mutuelle."""
    par_personne = complementaires.lire(assure, jour)
    return tuple(
        LigneComplementaire(
            str(couvert.personne), c.get_nature_display(), c.organisme.nom, c.organisme.adresse, c.du, c.au
        )
        for couvert in retenus
        for c in par_personne.get(couvert.personne.pk, ())
        if c.nature in LiaisonComplementaire.SOLIDAIRES and c.du <= jour
    )
