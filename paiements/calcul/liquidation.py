"""A file, day of payment after day of payment: what each person has already left to pay, what is still to be taken."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import date

from paiements.calcul.patient import Patient
from paiements.calcul.retenues import Compteurs
from paiements.calcul.soins import Acte, Ligne, calculer
from paiements.calcul.virements import Dette, Indu, Virement, dettes_de, payer_les_tiers, virer


class Liquidation:
    """The account of one insured person and those covered with them, in memory. Days of payment come in their order."""

    def __init__(self, patients: Mapping[Hashable, Patient]) -> None:
        self.patients = patients
        self.compteurs = {qui: Compteurs() for qui in patients}
        self.dettes: tuple[Dette, ...] = ()
        self.indus: tuple[Indu, ...] = ()

    def ajouter_un_indu(self, indu: Indu) -> None:
        """A sum paid by mistake, to be taken from the next transfers."""
        self.indus = (*self.indus, indu)

    def payer(self, le: date, actes: Iterable[Acte], revenus: Iterable[Ligne] = ()) -> list[Virement]:
        """What leaves on the day `le`: at most one transfer to the insured, and one for each professional paid directly.

        What is owed for care that the caisse paid directly waits for the next transfer to the insured.
        """
        siennes: list[Ligne] = []
        directes: list[Ligne] = []
        for acte in actes:
            for ligne in calculer(acte, self.patients[acte.qui], self.compteurs[acte.qui]):
                (directes if ligne.tiers_payant else siennes).append(ligne)
        for ligne in revenus:
            (directes if ligne.tiers_payant else siennes).append(ligne)
        virements = payer_les_tiers(le, directes)
        if siennes:
            virement, reste = virer(le, siennes, self.dettes, self.indus)
            virements.insert(0, virement)
            self.dettes, self.indus = reste.dettes, reste.indus
        self.dettes += tuple(dettes_de(directes))
        return virements
