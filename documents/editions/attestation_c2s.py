"""Attestation of Complémentaire santé solidaire (chapter 11): who has it, with or without participation, who manages it, until when."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date

from accounts.models import Assure
from accounts.models.c2s import DroitC2S, MembreC2S
from ameli.noyau import formats
from documents.editions.courrier import Destinataire, EnTete
from documents.verification.codes import Resume, code_de, resume


@dataclass(frozen=True)
class Couvert:
    """One person of the paper."""

    nom: str
    prenoms: str
    naissance: date
    nir: str


@dataclass(frozen=True)
class AttestationC2S:
    """What a professional reads before care: no amount, no income. `personnes`, public ids, is not printed."""

    en_tete: EnTete
    destinataire: Destinataire
    edite_le: date
    avec_participation: bool
    organisme: str
    adresse_organisme: str
    valide_du: date
    valide_au: date
    couverts: tuple[Couvert, ...]
    personnes: tuple[str, ...]

    genre = "attestation_c2s"
    gabarit = "documents/attestation_c2s.html"

    @property
    def titre(self) -> str:
        return f"Attestation de Complémentaire santé solidaire – {self.periode}"

    @property
    def periode(self) -> str:
        return f"du {formats.jour(self.valide_du)} au {formats.jour(self.valide_au)}"

    @property
    def nom_fichier(self) -> str:
        return f"attestation-c2s_{self.valide_du:%Y-%m-%d}.pdf"

    @property
    def valable_au(self) -> date:
        return self.valide_au

    @property
    def fond(self) -> tuple[object, ...]:
        """Who is covered by whom and until when: not the address, nor the day of the edition."""
        return (self.avec_participation, self.organisme, self.valide_du, self.valide_au, self.couverts)

    @property
    def resume(self) -> Resume:
        nature = "Attestation de Complémentaire santé solidaire"
        return resume(nature, du=self.valide_du, au=self.valide_au, personnes=len(self.couverts))

    @property
    def code_verif(self) -> str:
        return code_de(self.genre, *astuple(self))


def composer(assure: Assure, droit: DroitC2S, *, edite_le: date, destinataire: Destinataire) -> AttestationC2S:
    """The paper of those whom `droit` (with its accord) covers through the file of `assure`: nobody of another file is on it."""
    accord = droit.accord
    siens = MembreC2S.objects.de(assure).filter(accord=accord, assure=assure).select_related("personne").order_by("id")
    personnes = [un.personne for un in siens]
    return AttestationC2S(
        en_tete=EnTete.de(assure.caisse),
        destinataire=destinataire,
        edite_le=edite_le,
        avec_participation=not accord.gratuite,
        organisme=str(accord.organisme),
        adresse_organisme=" ".join(accord.organisme.adresse.split()),
        valide_du=droit.du,
        valide_au=droit.dernier_jour,
        couverts=tuple(
            Couvert(une.nom.upper(), une.prenoms, une.date_naissance, formats.nir(une.nir_complet)) for une in personnes
        ),
        personnes=tuple(une.public_id for une in personnes),
    )
