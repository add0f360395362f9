"""What this floor holds of a file: people, contacts, bank, cards, rights, messages, security."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.dossier import complementaires, droits, foyer
from accounts.informations import coordonnees
from accounts.informations.securite import lecture
from accounts.informations.securite.copie import Section
from accounts.models import (
    Adresse,
    Appareil,
    Assure,
    Beneficiaire,
    CarteVitale,
    ChangementContact,
    CommandeCarteVitale,
    Connexion,
    Exoneration,
    FichierEnAttente,
    MedecinTraitant,
    Message,
    Opposition,
    Personne,
)
from ameli.noyau import formats
from ameli.noyau.journal.types import genres_visibles
from ameli.noyau.models import Entree


def contribuer(assure: Assure) -> Iterable[Section]:
    yield Section("Identité", [_personne(assure.personne)])
    yield Section("Bénéficiaires", [
        {**_personne(b.personne), "lien": b.get_lien_display(), "droits du": b.droits_du, "droits jusqu’au": b.droits_au}
        for b in Beneficiaire.objects.de(assure).select_related("personne").order_by("rang")
    ])  # fmt: skip
    yield Section("Droits", [{
        "caisse": assure.caisse.nom, "situation": assure.situation_en_mots, "droits du": assure.droits_du,
        "droits jusqu’au": assure.droits_au,
    }])  # fmt: skip
    for modele in droits.declares():
        yield Section(str(modele._meta.verbose_name_plural).capitalize(), [
            {"pour": d.personne.prenom, "du": d.du, "au": d.au, "suspendu le": d.suspendu_le, "fini le": d.clos_le,
             "démarche": d.cause_lisible}
            for d in modele.objects.de(assure).select_related("personne").order_by("du", "id")
        ])  # fmt: skip
    yield Section("Exonérations", [
        {"nature": e.get_nature_display(), "taux": e.taux, "du": e.du, "au": e.au}
        for e in Exoneration.objects.de(assure).filter(personne=assure.personne).order_by("du")
    ])  # fmt: skip
    noms = {une.pk: une for une in foyer.de_toujours(assure).values()}
    yield Section("Complémentaires", [
        {"pour": noms[pk].prenom, "organisme": c.organisme.nom, "numéro": c.numero, "du": c.du, "au": c.au,
         "écartée le": c.ecartee_le}
        for pk, siennes in complementaires.de_toujours(assure).items()
        for c in siennes
    ])  # fmt: skip
    yield Section("Médecin traitant", [
        {"nom": m.nom, "commune": m.commune, "depuis": m.depuis}
        for m in MedecinTraitant.objects.de(assure).filter(personne=assure.personne).order_by("id")
    ])  # fmt: skip
    yield Section("Adresses", [
        {"adresse": ", ".join(a.lignes), "depuis": a.effet_le, "jusqu’au": a.fin_le}
        for a in Adresse.objects.de(assure).order_by("effet_le", "id")
    ])  # fmt: skip
    yield Section("Comptes bancaires", [
        {"IBAN": c.iban, "titulaire": c.titulaire, "banque": c.banque, "depuis": c.effet_le, "jusqu’au": c.fin_le}
        for c in coordonnees.historique(assure)
    ])  # fmt: skip
    yield Section("Cartes Vitale", [
        {"numéro de série": c.serie, "état": c.get_etat_display(), "émise le": c.emise_le}
        for c in CarteVitale.objects.filter(personne=assure.personne).order_by("emise_le")
    ])  # fmt: skip
    yield Section("Cartes Vitale déclarées perdues, volées ou en panne", [
        {"pour": o.personne.prenom, "motif": o.get_motif_display(), "le": o.le, "levée le": o.levee_le,
         "démarche": o.cause if o.declaree_par_id == assure.pk else ""}
        for o in Opposition.objects.de(assure).select_related("personne").order_by("le", "id")
    ])  # fmt: skip
    yield Section("Commandes de cartes Vitale", [
        {"pour": c.personne.prenom, "origine": c.get_origine_display(), "état": c.get_etat_display(),
         "commandée le": c.demandee_le, "démarche": c.cause if c.demandee_par_id == assure.pk else ""}
        for c in CommandeCarteVitale.objects.de(assure).select_related("personne").order_by("demandee_le", "id")
    ])  # fmt: skip
    yield Section("Messages", [
        {"date": m.envoye_le, "de": m.get_de_display(), "sujet": m.sujet, "texte": m.corps}
        for m in Message.objects.de(assure).order_by("envoye_le", "id")
    ])  # fmt: skip
    yield Section("Fichiers en attente", [
        {"nom": f.nom, "envoyé le": f.depose_le} for f in FichierEnAttente.objects.de(assure).order_by("id")
    ])  # fmt: skip
    yield Section("Ce que les agents ont consulté", [
        {"date": e.le, "quoi": e.phrase}
        for e in Entree.objects.filter(
            assure_ref=assure.public_id, acteur__regex="^(agent|mandataire):", genre__in=genres_visibles()
        ).order_by("id")
    ])  # fmt: skip
    yield from _du_compte(assure)


def _personne(personne: Personne) -> dict[str, object]:
    return {
        "nom de naissance": personne.nom_naissance, "nom d’usage": personne.nom_usage, "prénoms": personne.prenoms,
        "date de naissance": personne.date_naissance, "lieu de naissance (code)": personne.lieu_naissance_insee,
        "numéro de Sécurité sociale": personne.nir or formats.SANS_NUMERO,
    }  # fmt: skip


def _du_compte(assure: Assure) -> Iterable[Section]:
    compte = getattr(assure, "compte", None)
    if compte is None:
        return
    yield Section("Compte", [{
        "courriel": compte.email, "mobile": compte.telephone, "fixe": compte.telephone_fixe, "ouvert le": compte.ouvert_le,
        "conditions acceptées": compte.cgu_version, "conditions acceptées le": compte.cgu_acceptees_le,
    }])  # fmt: skip
    yield Section("Changements de contact", [
        {"quoi": c.get_quoi_display(), "avant": c.ancien, "après": c.nouveau, "demandé le": c.demande_le,
         "effectif le": c.effet_le, "annulé le": c.annule_le}
        for c in ChangementContact.objects.filter(compte=compte).order_by("id")
    ])  # fmt: skip
    yield Section("Appareils", [
        {"appareil": a.resume, "vu la première fois": a.vu_premier, "vu la dernière fois": a.vu_dernier, "oublié le": a.oublie_le}
        for a in Appareil.objects.filter(compte=compte).order_by("id")
    ])  # fmt: skip
    yield Section("Connexions", [
        {"date": c.le, "résultat": c.get_resultat_display(), "moyen": lecture.voie_de(c), "appareil": c.resume, "réseau": c.adresse}
        for c in Connexion.objects.filter(compte=compte).order_by("id")
    ])  # fmt: skip
