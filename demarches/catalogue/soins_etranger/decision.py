"""What an agent says of each care, and what is paid for it, in the transaction of the decision (chapter 21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from accounts.informations import adresse
from ameli.noyau import horloge
from ameli.noyau.calendrier import jour_de
from ameli.noyau.envois import deposer_lettre
from ameli.noyau.saisie.champs import ChampDecimal, ChampMontant
from demarches.catalogue.soins_etranger import avis, depot, natures, reponses
from demarches.catalogue.soins_etranger.formulaires import MONTANT, Soin
from demarches.catalogue.soins_etranger.formulaires_sejour import ETAT_DE_SEJOUR
from demarches.catalogue.soins_etranger.models import SoinsEtranger
from demarches.catalogue.soins_etranger.reponses import Etranger
from demarches.moteur import decisions, dehors
from demarches.moteur.jugements import AJuger, FormulaireVerdict
from demarches.moteur.lues import OUI
from demarches.moteur.models import Demarche
from paiements import cours, etranger, prestations
from paiements.calcul.mots import Famille, Poste
from paiements.devises import devises
from paiements.etranger import SoinFacture
from paiements.models import Paiement

JAMAIS = frozenset({"IND", "PAT24", "FJ", "FPU", "PSG"})  # acts of the table that no bill from abroad is like
SANS_TARIF = "Cet acte n’a pas de tarif ce jour-là. Choisissez-en un autre, ou écrivez la base."
AVIS_ATTENDU = "Le médecin-conseil n’a pas encore donné son avis."
AVIS_DEFAVORABLE = "L’avis du médecin-conseil est défavorable : la demande ne peut pas être accordée."


def a_juger(demarche: Demarche) -> list[AJuger]:
    """Each care, by its item."""
    return [AJuger(soin.id, _nom(soin), f"soins/{soin.id}") for soin in Etranger.de(demarche).soins]


def _nom(soin: Soin.Donnees) -> str:
    paye = devises()[soin.devise].en_mots(soin.montant)
    return f"{natures.libelle(soin.nature)} du {soin.le:%d/%m/%Y}, {paye}"


class VerdictSoin(FormulaireVerdict):
    """The bill as it reads, the French act that it is like; or what the State of stay gives for it."""

    @dataclass(frozen=True)
    class Donnees:
        accorde: bool
        motif: str | None = None
        montant: Decimal | None = None
        acte: str | None = None
        base: Decimal | None = None
        etat: Decimal | None = None

    montant = ChampDecimal(
        label="Montant lu sur la facture", faute=MONTANT, max_digits=11, decimal_places=3, min_value=Decimal("0.01"), required=False
    )  # fmt: skip
    acte = forms.ChoiceField(label="Acte français", required=False)
    base = ChampMontant(
        label="Base de remboursement, en euros", required=False, help_text="Si l’acte n’a pas de tarif, ou pas celui-là."
    )  # fmt: skip
    etat = ChampMontant(
        label="Ce que l’État de séjour rembourse, en euros", required=False, help_text="Au tarif de l’État de séjour seulement."
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.soin = next(soin for soin in Etranger.de(self.demarche).soins if soin.id == self.prefix)
        champ: Any = self.fields["acte"]
        champ.choices = [("", "Choisissez l’acte"), *_actes(self.soin)]
        self.fields["montant"].initial, champ.initial = self.soin.montant, natures.acte(self.soin.nature)
        self.fields["montant"].label = f"Montant lu sur la facture, en {self.soin.devise}"

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or {}
        if donnees.get("accorde") != OUI:
            return donnees
        self._exiger(donnees)
        self._selon_le_medecin()
        try:
            cours.au(self.soin.devise, jour_de(horloge.maintenant()))
        except cours.CoursInconnu:
            self.add_error(
                "montant", f"Aucun cours n’est publié pour {self.soin.devise}. Un exploitant doit l’ajouter."
            )
        return donnees

    def _exiger(self, donnees: dict[str, Any]) -> None:
        montant = donnees.get("montant")
        if montant is None and not self.has_error("montant"):
            self.add_error("montant", MONTANT)
        if montant is not None and not devises()[self.soin.devise].accepte(montant):
            self.add_error("montant", "Cette monnaie n’a pas autant de chiffres après la virgule.")
        if not donnees.get("acte") and not self.has_error("acte"):
            self.add_error("acte", "Choisissez l’acte français qui ressemble le plus.")
        if au_tarif_de_l_etat(self.demarche):
            if donnees.get("etat") is None and not self.has_error("etat"):
                self.add_error("etat", "Écrivez ce que l’État de séjour rembourse pour ce soin.")
        elif donnees.get("etat") is not None:
            self.add_error("etat", "La personne n’a pas choisi ce tarif. Effacez ce montant.")
        elif donnees.get("acte") and donnees.get("base") is None and not _a_un_tarif(donnees["acte"], self.soin):
            self.add_error("base", SANS_TARIF)

    def _selon_le_medecin(self) -> None:
        if avis.rendu(self.demarche) is False:
            raise forms.ValidationError(AVIS_DEFAVORABLE)
        if dehors.depuis(self.demarche, avis.AVIS) is not None:
            raise forms.ValidationError(AVIS_ATTENDU)


def _actes(soin: Soin.Donnees) -> list[tuple[str, str]]:
    """The acts of the table on that day, by their names."""
    connus = [
        (code, f"{periodes[0].libelle} ({code})")
        for code, periodes in prestations.actes().items()
        if periodes[0].famille == Famille.SOINS and code not in JAMAIS and periodes[0].poste != Poste.REGULARISATION
        and prestations.en_vigueur(code, soin.le)
    ]  # fmt: skip
    return sorted(connus, key=lambda acte: acte[1])


def _a_un_tarif(code: str, soin: Soin.Donnees) -> bool:
    return prestations.en_vigueur(code, soin.le) and prestations.tarif(code, soin.le).base is not None


def au_tarif_de_l_etat(demarche: Demarche) -> bool:
    """Did the person choose the tariff of the State of stay?"""
    choisi = Etranger.de(demarche).tarif
    return choisi is not None and choisi.tarif == ETAT_DE_SEJOUR


# What follows


def decider(demarche: Demarche, evenement: str, acteur: str, le: datetime) -> None:
    """Accepted: what was granted is paid. Whoever was treated is told of the end; the estate of who died reads a letter."""
    if evenement == "accepter":
        payer(demarche, le)
    soins = SoinsEtranger.objects.systeme("the démarche ends").select_related("lecteur__caisse", "personne")
    siens = soins.filter(demarche=demarche).first()
    if siens is not None and evenement in ("accepter", "refuser"):
        siens.demarche = demarche
        depot.prevenir_le_lecteur(siens, "pour_vous_fini")
    _ecrire_a_la_succession(demarche)


def payer(demarche: Demarche, le: datetime) -> Paiement:
    """One transfer for what was granted, at the rates of today. Raises CoursInconnu, ActeInconnu."""
    qui, dits = reponses.membre_de(demarche), decisions.verdicts(demarche, VerdictSoin.Donnees)
    assert qui is not None
    soins = [_facture(soin, dits[soin.id]) for soin in Etranger.de(demarche).soins if dits[soin.id].accorde]
    return etranger.payer(demarche.assure, qui.personne, soins, rang=qui.rang, du_le=le, cause=demarche.reference)


def _facture(soin: Soin.Donnees, dit: VerdictSoin.Donnees) -> SoinFacture:
    assert dit.montant is not None and dit.acte  # `VerdictSoin.clean` asked for them
    return SoinFacture(soin.id, soin.le, dit.montant, soin.devise, dit.acte, dit.base, dit.etat)


def _ecrire_a_la_succession(demarche: Demarche) -> None:
    """The account of who died is closed: their heirs go on by paper."""
    personne = demarche.assure.personne
    if personne.date_deces is None:
        return
    ou = adresse.actuelle(demarche.assure)
    if ou is not None:
        deposer_lettre(
            a="\n".join([f"Succession de {personne.prenom} {personne.nom}", *ou.lignes]), gabarit="soins_etranger_deuil",
            cle=f"{demarche.objet}:deuil", assure_ref=demarche.assure.public_id, contexte={"caisse": demarche.caisse},
        )  # fmt: skip
