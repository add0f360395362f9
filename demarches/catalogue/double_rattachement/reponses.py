"""What chapter 14 reads of its answers, who may start and when again."""

from __future__ import annotations

from accounts.models import Personne
from ameli.noyau import formats
from demarches.catalogue.double_rattachement import enfants, regles
from demarches.catalogue.double_rattachement.formulaires import Enfants, Piece, Referents, SecondParent
from demarches.moteur.declaration import Contexte, Issue, Refus, Reponses, Sujet
from demarches.moteur.models import Demarche, Etat
from demarches.moteur.refus_communs import ACCUEIL, APPELER, ECRIRE, SUIVRE

CODE = "double-rattachement"  # how addresses and drafts name this room
PAPIER = Issue(
    "Le demander à votre caisse",
    "Avec le formulaire S3705, « Demande de rattachement des enfants », et le livret de famille.",
)

DECIDEE = Issue("Voir ma demande", "Vous y lisez ce que votre caisse a décidé.", nom_url="demarches:suivi")


class Demande(Reponses):
    second_parent: SecondParent.Donnees
    enfants: Enfants.Donnees
    referent: Referents.Donnees
    piece: Piece.Donnees


def par_enfant(contexte: Contexte) -> list[Sujet]:
    """A child is asked for once at a time, from whichever file."""
    voulus = Demande.du(contexte).enfants.enfants
    connus = {une.public_id: une.prenom for une in Personne.objects.filter(public_id__in=voulus)}
    return [Sujet(cle, connus.get(cle, "")) for cle in voulus]


def propose(contexte: Contexte) -> bool:
    """« Mes démarches » lists it for the référent of a child, and for nobody else."""
    return enfants.referent_d_un_enfant(contexte.assure, contexte.le)


def referent_seulement(contexte: Contexte) -> Refus | None:
    """The same page for everybody else, whatever is known of their children, and of whom."""
    if propose(contexte):
        return None
    return Refus(
        "Le parent référent de l’enfant fait cette démarche, depuis son compte. "
        "C’est le parent dont la carte Vitale porte déjà l’enfant.",
        titre="Cette démarche est réservée au parent référent",
        issues=(PAPIER, ECRIRE, APPELER),
    )


def espacees(contexte: Contexte) -> Refus | None:
    """Fifteen days between two, refused ones too; one that was cancelled, or that is being corrected, does not count. One query."""
    corrige = contexte.brouillon.corrige_id if contexte.brouillon else None
    siennes = Demarche.objects.de(contexte.assure).filter(teleservice=CODE).exclude(etat=Etat.ANNULEE)
    derniere = siennes.exclude(pk=corrige).order_by("-deposee_le").only("deposee_le", "etat").first()
    if derniere is None or contexte.le >= regles.de_nouveau_le(derniere.deposee_le):
        return None
    depot = derniere.deposee_le
    return Refus(
        f"Vous avez envoyé une demande le {formats.quand(depot)}. Il faut attendre 15 jours entre deux demandes.",
        titre="Une demande est trop récente",
        jusqu_a=f"Vous pourrez en faire une autre à partir du {formats.quand(regles.de_nouveau_le(depot))}.",
        issues=(SUIVRE if derniere.ouverte else DECIDEE, ECRIRE, ACCUEIL),
    )
