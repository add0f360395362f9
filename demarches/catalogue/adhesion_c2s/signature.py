"""The account of another adult of the foyer: they sign the mandate in their turn, in their account or with a letter. Nothing opens before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from accounts.dossier import c2s, c2s_lue
from accounts.messagerie.depot import deposer_message
from accounts.models import AccordC2S
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.masquage import masquer_iban
from demarches.catalogue.adhesion_c2s import lu, regles
from demarches.catalogue.adhesion_c2s.formulaires import DeuxSignatures
from demarches.catalogue.adhesion_c2s.reponses import Adhesion
from demarches.moteur import attentes, transitions
from demarches.moteur.declaration import Attendu, De, FormulaireReponse, Genre
from demarches.moteur.lues import NON, OUI
from demarches.moteur.models import Demarche
from demarches.moteur.models_attente import Attente

NOM, LIBELLE = "signature", "Un mandat de prélèvement à signer"


class Signature(DeuxSignatures, FormulaireReponse):
    """The holder of the account signs twice, or says no."""

    field_order = ("reponse", "signe_caisse", "signe_banque")

    @dataclass(frozen=True)
    class Donnees:
        reponse: str
        signe_caisse: bool = False
        signe_banque: bool = False

    reponse = forms.ChoiceField(
        label="Acceptez-vous de payer depuis votre compte ?", widget=forms.RadioSelect,
        choices=((OUI, "Oui, et je signe le mandat"), (NON, "Non, je ne paie pas cette participation")),
        error_messages={"required": "Répondez oui ou non."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        if propres.get("reponse") == OUI:
            self.exiger_les_signatures()
        return propres

    @property
    def dit_non(self) -> bool:
        return bool(self.cleaned_data.get("reponse") == NON)


def demander(demarche: Demarche, accord: AccordC2S, lues: Adhesion) -> None:
    """They read who asks, for whom, how much, and from which account: what a mandate says."""
    le = demarche.deposee_le
    payeurs = lu.payeurs(demarche.assure, jour_de(le))  # the form was validated again at the deposit
    chemin = payeurs[lues.signataire].chemin
    total = sum(un.mensualite for un in c2s_lue.membres_de(accord))
    attentes.ouvrir(
        demarche, NOM, le=le, tiers=chemin.assure, joindre=chemin.joindre,
        motif=f"{demarche.assure} vous demande de payer la Complémentaire santé solidaire de votre foyer : {formats.montant(total)} par mois,"
        f" prélevés le 5 sur le compte {masquer_iban(lues.mandat.iban)}, par la {demarche.caisse}. Le mandat porte la référence"
        f" {accord.reference_du_mandat}.",
    )  # fmt: skip


def entendre(demarche: Demarche, attente: Attente, acteur: str, le: datetime) -> None:
    """Signed, the adhesion is whole on that day. A no ends it, and it is awaited again."""
    if attente.issue == Attente.Issue.REFUSEE:
        transitions.passer(demarche, "refuser", acteur="horloge", motif=regles.PAS_SIGNE, le=le)
        return
    accord = lu.accord_de(demarche)
    if accord is None or accord.etat != AccordC2S.Etat.ATTENTE:
        return  # another decision took its place
    signe = {**accord.mandat, "signe_le": le.isoformat(), "preuve": f"{regles.TITULAIRE}:{attente.public_id}"}
    c2s.recevoir(accord, signe, cause=demarche.reference, le=le)
    if attente.tiers is not None:
        deposer_message(
            attente.tiers, sujet="Vous avez signé un mandat de prélèvement", gabarit="adhesion_c2s/signee_tiers",
            contexte={"attente": attente, "caisse": attente.tiers.caisse}, cle=f"{attentes.objet_de(attente)}:signee", le=le,
        )  # fmt: skip


ATTENTE = Attendu(
    nom=NOM, libelle=LIBELLE, de=De.TIERS, genre=Genre.SIGNATURE, duree=regles.SIGNATURE,
    rappels=(regles.RAPPEL_DE_SIGNATURE,), formulaire=Signature, recue=entendre, gabarit="signature",
)  # fmt: skip
