"""What this floor holds of a file, for the copy that a person asks for."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.informations.securite.copie import Section
from accounts.models import Assure
from paiements.models import (
    Avis,
    Contestation,
    Echeancier,
    Paiement,
    PaiementEnLigne,
    Pension,
    Prestation,
    ReprisePension,
    Signalement,
)


def contribuer(assure: Assure) -> Iterable[Section]:
    yield Section("Paiements", [
        {"date": p.emis_le, "montant": p.montant, "nature": p.get_famille_display(), "état": p.get_etat_display(),
         "compte": p.iban_masque}
        for p in Paiement.objects.de(assure).order_by("emis_le", "id")
    ])  # fmt: skip
    yield Section("Soins remboursés", [
        {"date des soins": p.soins_le, "soin": p.libelle, "payé": p.paye, "base": p.base, "taux": p.taux, "versé": p.verse,
         "retenu": p.retenue}
        | ({"facture": p.depense_etrangere.facture, "cours": p.depense_etrangere.valeur} if hasattr(p, "depense_etrangere") else {})
        for p in Prestation.objects.de(assure).select_related("depense_etrangere").order_by("soins_le", "id")
    ])  # fmt: skip
    yield Section("Avis de sommes à payer", [
        {"date": a.emis_le, "référence": a.reference, "nature": a.get_nature_display(), "état": a.get_etat_display(),
         "pourquoi": a.cause}
        for a in Avis.objects.de(assure).select_related("mouvement").order_by("emis_le", "id")
    ])  # fmt: skip
    yield Section("Paiements en ligne", [
        {"date": p.cree_le, "montant": p.montant, "état": p.get_etat_display()}
        for p in PaiementEnLigne.objects.de(assure).order_by("id")
    ])  # fmt: skip
    yield Section("Soins signalés et lignes contestées", [
        {"date": d.ouvert_le, "motif": d.get_motif_display(), "état": d.etat}
        for modele in (Signalement, Contestation)
        for d in modele.objects.de(assure).select_related("fil").order_by("id")
    ])  # fmt: skip
    yield Section("Échéanciers", [
        {"date": e.demande_le, "montant": e.montant, "état": e.get_etat_display()}
        for e in Echeancier.objects.de(assure).order_by("id")
    ])  # fmt: skip
    yield Section("Pension d’invalidité", [
        {"du": p.du, "au": p.dernier_jour, "catégorie": p.get_categorie_display(), "salaire annuel moyen": p.sam,
         "montant mensuel au premier jour": p.mensuel}
        for p in Pension.objects.de(assure).select_related("personne").order_by("du", "id")
    ])  # fmt: skip
    yield Section("Reprises sur la pension", [
        {"du": r.du, "au": r.au, "montant": r.montant, "déjà repris": r.repris}
        for r in ReprisePension.objects.de(assure).order_by("du", "id")
    ])  # fmt: skip
