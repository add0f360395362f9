"""The provisional certificate that stands for a European card (chapter 15 § 4 and § 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import Assure, Caisse, CertificatProvisoire
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from documents.editions.courrier import EnTete
from documents.verification.codes import Resume, resume


@dataclass(frozen=True)
class CertificatEuropeen:
    """The headings of the card, numbered as on it, and how long the certificate is worth."""

    en_tete: EnTete
    nom: str
    prenoms: str
    naissance: date
    nir: str
    institution: str
    numero: str
    valide_du: date
    valide_au: date
    edite_le: date
    code_verif: str

    genre = "certificat_europeen"
    gabarit = "documents/certificat_europeen.html"

    @property
    def resume(self) -> Resume:
        nature = "Certificat provisoire de remplacement de la carte européenne"
        return resume(nature, du=self.valide_du, au=self.valide_au, personnes=1)

    @property
    def code_institution(self) -> str:
        """Heading 7 without the name: what the stamp repeats."""
        return self.institution.partition(" – ")[0]

    @property
    def titre(self) -> str:
        return f"Certificat provisoire de remplacement de la carte européenne – {self.prenoms.split(',')[0].split(' ')[0]} {self.nom}"

    @property
    def nom_fichier(self) -> str:
        return f"certificat-carte-europeenne_{self.edite_le:%Y-%m-%d}.pdf"

    @property
    def valable_au(self) -> date:
        return self.valide_au

    @property
    def fond(self) -> tuple[object, ...]:
        return (self.nir, self.numero, self.institution, self.valide_du, self.valide_au)


def composer(assure: Assure, certificat: CertificatProvisoire) -> CertificatEuropeen:
    """The paper of `certificat` (with its person and card), for the file of `assure` (with its caisse)."""
    personne = certificat.personne
    return CertificatEuropeen(
        en_tete=EnTete.de(assure.caisse),
        nom=personne.nom.upper(),
        prenoms=personne.prenoms,
        naissance=personne.date_naissance,
        nir=formats.nir(personne.nir_complet),
        institution=institution_de(assure.caisse),
        numero=grouper(certificat.carte.numero),
        valide_du=certificat.debut,
        valide_au=certificat.fin,
        edite_le=jour_de(certificat.emis_le),
        code_verif=certificat.code_verif,
    )


def institution_de(caisse: Caisse) -> str:
    """Heading 7: the code without spaces (10 characters at most), then the name."""
    return f"{''.join(caisse.code_organisme.split())} – {caisse.nom}"


def grouper(numero: str) -> str:
    """20 digits as on the card: "80250 999401 01000 0007"."""
    return f"{numero[:5]} {numero[5:11]} {numero[11:16]} {numero[16:]}".replace(" ", formats.INSECABLE)
