"""Three papers of chapter 18: the notification of a pension, its title, and the form S4150 with the identity filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import Assure
from ameli.noyau import formats
from demarches.catalogue.pension_invalidite import effets, guichet, regles
from demarches.moteur.models import Demarche
from documents.editions.courrier import Destinataire, EnTete
from paiements.models import Pension


@dataclass(frozen=True)
class PapierDePension:
    """`lignes` are (what, value); `annees` (year, gross, ceiling, coefficient, counts for, kept)."""

    en_tete: EnTete
    destinataire: Destinataire
    titre: str
    edite_le: date
    phrase: str
    lignes: tuple[tuple[str, str], ...]
    annees: tuple[tuple[str, str, str, str, str, str], ...]
    fin: tuple[str, ...]
    nom_fichier: str

    genre = "pension"
    gabarit = "pension_invalidite/papier.html"


@dataclass(frozen=True)
class FormulairePapier:
    """The form S4150, to be signed and sent by post; `identite` is filled in."""

    en_tete: EnTete
    destinataire: Destinataire
    edite_le: date
    identite: tuple[tuple[str, str], ...]

    genre = "pension"
    gabarit = "pension_invalidite/s4150.html"
    titre = "Demande de pension d’invalidité (S4150)"
    nom_fichier = "demande-de-pension_S4150.pdf"


def composer(demarche: Demarche, pension: Pension, quoi: str, *, destinataire: Destinataire) -> PapierDePension:
    """`quoi` is "notification" or "titre"."""
    assert demarche.close_le is not None
    notifie = formats.a_paris(demarche.close_le).date()
    notification = quoi == "notification"
    return PapierDePension(
        en_tete=EnTete.de(pension.assure.caisse), destinataire=destinataire,
        titre="Notification de pension d’invalidité" if notification else "Titre de pension d’invalidité",
        edite_le=notifie, phrase=_phrase(pension), lignes=_lignes(demarche, pension, notification=notification),
        annees=tuple(
            (
                str(une.annee), formats.montant(une.brut), formats.montant(une.plafond), guichet.coefficient(une),
                formats.montant(une.vaut), "oui" if une.retenue else "non",
            )
            for une in guichet.tableau(demarche).annees
        ) if notification else (),
        fin=_recours(notifie) if notification else ("Ce titre prouve votre pension. Gardez-le : il sert à votre retraite.",),
        nom_fichier=f"{'notification' if notification else 'titre'}-de-pension_{notifie:%Y-%m-%d}.pdf",
    )  # fmt: skip


def _phrase(pension: Pension) -> str:
    return f"Une pension d’invalidité de {pension.get_categorie_display()} vous est accordée à partir du {formats.jour(pension.du)}."


def _lignes(demarche: Demarche, pension: Pension, *, notification: bool) -> tuple[tuple[str, str], ...]:
    accordee = effets.accordee(pension)
    mois = accordee["mois"]
    lignes = [
        ("Titulaire", str(pension.personne)), ("Numéro de Sécurité sociale", formats.nir(pension.personne.nir_complet)),
        ("Catégorie", f"{pension.get_categorie_display()}\N{NO-BREAK SPACE}: {accordee['sens']}"), ("Premier jour", formats.jour(pension.du)),
        ("Dernier jour, avant la retraite", formats.jour(pension.au) if pension.au else "Non fixé"),
        ("Salaire annuel moyen", formats.montant(pension.sam)), ("Montant brut par mois", formats.montant(pension.mensuel)),
    ]  # fmt: skip
    if notification and mois is not None:
        lignes += [
            ("Retenues (CSG, CRDS, CASA)", f"{mois.prelevements.total:f} %".replace(".", ",")),
            ("Net du premier mois entier", formats.montant(mois.net)),
            ("Paiement", "Le 8 de chaque mois, pour le mois d’avant"),
            *(
                (f"Repris\N{NO-BREAK SPACE}: indemnités du {formats.date_courte(r.du)} au {formats.date_courte(r.au)}", formats.montant(-r.montant))
                for r in accordee["reprises"]
            ),
        ]  # fmt: skip
    return tuple(lignes)


def _recours(notifie: date) -> tuple[str, ...]:
    jusqu_au = formats.jour(regles.recours_jusqu_au(notifie))
    return (
        f"Vous n’êtes pas d’accord sur la catégorie ? Écrivez à la commission médicale de recours amiable au plus tard le {jusqu_au}.",
        f"Vous n’êtes pas d’accord sur le calcul ou la date ? Écrivez à la commission de recours amiable au plus tard le {jusqu_au}.",
        "Déclarez vos ressources quand nous vous le demandons. La première fois vient trois mois après le premier jour, ou tout de suite si ce jour est passé.",
    )


def s4150(assure: Assure, *, destinataire: Destinataire, edite_le: date) -> FormulairePapier:
    """For who has several employers, or whose guardian asks."""
    personne = assure.personne
    return FormulairePapier(
        EnTete.de(assure.caisse), destinataire, edite_le,
        (
            ("Nom et prénom", str(personne)), ("Date de naissance", formats.jour(personne.date_naissance)),
            ("Numéro de Sécurité sociale", formats.nir(personne.nir_complet)), ("Adresse", ", ".join(destinataire.lignes)),
        ),
    )  # fmt: skip
