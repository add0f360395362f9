"""Refusals and ways out that several téléservices share, so that the same thing is said in the same words. Pure."""

from __future__ import annotations

from datetime import date

from ameli.noyau import formats
from demarches.moteur.declaration import Issue, Refus

SUIVRE = Issue("Suivre ma demande en cours", "Vous pouvez l’y annuler si elle ne convient plus.", "demarches:suivi")
ECRIRE = Issue("Écrire à ma caisse", "Par la messagerie de votre compte.", "messagerie:ecrire")
APPELER = Issue("Appeler le 36 46", "Service gratuit + prix d’un appel, du lundi au vendredi.")
ACCUEIL = Issue("Aller à l’accueil de ma caisse", "Sur rendez-vous pris au 36 46, avec une pièce d’identité.")
COURRIER = Issue("Écrire à ma caisse par courrier", "Avec vos nom, prénom et numéro de Sécurité sociale.")
PARENT = Issue("Demander à un parent", "Il fait la démarche pour vous.")
COORDONNEES = Issue("Vérifier mon adresse de courriel", "Elle est dans Mes informations.", "informations:accueil")
ACTIVER = Issue("Ouvrir mes paramètres", "Ils sont dans « Mes informations ».", "informations:parametres")
TUTEUR = Issue("Demander à mon tuteur ou curateur", "Il écrit à la caisse et joint le jugement.")


def compte_gele(*issues: Issue) -> Refus:
    """Nothing leaves from an account that somebody has frozen. `issues` replace the usual ways out."""
    return Refus(
        motif="Votre compte est gelé : nous avons été prévenus d’une opération suspecte.",
        jusqu_a="Il le reste jusqu’à ce qu’un agent vous reconnaisse.",
        issues=issues or (APPELER, ACCUEIL, COURRIER),
    )


def droits_fermes(precision: str) -> Refus:
    """No rights, nothing to prove. `precision` says what cannot be made."""
    return Refus(
        f"Vos droits à l’assurance maladie sont fermés. {precision}",
        jusqu_a="Vous pourrez revenir dès que vos droits seront rouverts.",
        issues=(APPELER, ACCUEIL, ECRIRE),
    )


def majeur_protege() -> Refus:
    """Somebody under protection: the guardian acts, with the caisse."""
    return Refus(
        motif="Vous bénéficiez d’une mesure de protection. Votre tuteur ou curateur fait cette démarche avec la caisse.",
        jusqu_a="Cela vaut tant que dure la mesure.",
        issues=(TUTEUR, APPELER, ACCUEIL),
    )


def mineur(majeur_le: date) -> Refus:
    """Under 18 at home: a parent acts. `majeur_le` is the day they may."""
    return Refus(
        motif="Cette démarche est ouverte à partir de 18 ans. D’ici là, un parent la fait pour vous.",
        jusqu_a=f"Vous pourrez la faire à partir du {formats.jour(majeur_le)}.",
        issues=(PARENT, APPELER, ACCUEIL),
    )


def injoignable() -> Refus:
    """No confirmed address, no mobile: nowhere to send a code."""
    return Refus(
        motif="Nous devons vous envoyer un code de sécurité. Votre adresse de courriel n’est pas confirmée et nous n’avons pas de mobile.",
        jusqu_a="Vous pourrez revenir dès que l’un des deux sera confirmé.",
        issues=(COORDONNEES, APPELER, ACCUEIL),
    )


def a_activer() -> Refus:
    """A service that one switches on first, in « Paramètres »."""
    return Refus(
        titre="Ce service est à activer",
        motif="Activez d’abord ce service dans vos paramètres. Un clic suffit, et vous pouvez l’arrêter à tout moment.",
        issues=(ACTIVER, APPELER, ACCUEIL),
        etat="À activer",
        ou="informations:parametres",
    )


def rien_d_attendu() -> Refus:
    """The caisse opens it, and waits for nothing now."""
    return Refus(
        titre="Il n’y a rien à faire pour le moment",
        motif="Nous n’attendons rien de vous ici. Quand nous aurons besoin de vous, vous recevrez un message.",
        issues=(Issue("Voir mes informations", "Ce que nous savons de vous.", "informations:accueil"), SUIVRE, ECRIRE),
    )


def une_a_la_fois(reference: str, sujet: str = "") -> Refus:
    """`reference` is the démarche that is still open, about `sujet` (« Tom, novembre 2026 »)."""
    pour = f" pour {sujet}" if sujet else ""
    return Refus(
        titre="Une demande est déjà en cours",
        motif=f"Nous traitons déjà votre demande {reference}{pour}. Une seule est possible à la fois.",
        jusqu_a="Vous pourrez en faire une autre dès qu’elle sera terminée ou annulée.",
        issues=(SUIVRE, ECRIRE, APPELER),
    )


def deja_en_cours(sujet: str = "") -> Refus:
    """Somebody else sent one: nothing is said of whom."""
    pour = f" pour {sujet}" if sujet else ""
    return Refus(
        titre="Une demande est déjà en cours",
        motif=f"Nous traitons déjà une demande{pour}. Une seule est possible à la fois.",
        jusqu_a="Vous pourrez en faire une autre dès qu’elle sera terminée.",
        issues=(ECRIRE, APPELER, ACCUEIL),
    )
