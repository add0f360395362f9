"""What this floor holds of a file, for the copy that a person asks for."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.informations.securite.copie import Section
from accounts.models import Assure
from demarches.models import Brouillon, Demarche, Scelle
from demarches.moteur import registre, statut
from demarches.moteur.declaration import Lecteurs
from demarches.moteur.models import Evenement


def contribuer(assure: Assure) -> Iterable[Section]:
    demarches = list(Demarche.objects.de(assure).order_by("deposee_le", "id"))
    yield Section("Démarches", [
        {"référence": d.reference, "service": registre.celui_de(d.teleservice).titre, "déposée le": d.deposee_le,
         "état": statut.statut(d), "close le": d.close_le}
        for d in demarches
    ])  # fmt: skip
    yield Section("Réponses données dans les démarches", [
        {"référence": d.reference, "partie": section["titre"], "question": question, "réponse": reponse}
        for d in demarches
        for section in d.recapitulatif.get("sections", [])
        for question, reponse in section["lignes"]
    ])  # fmt: skip
    yield Section("Réponses lues par un seul service", [
        {"référence": s.demarche.reference, "lues par": Lecteurs(s.role).service, "partie": section["titre"], "question": question,
         "réponse": reponse}
        for s in Scelle.objects.de(assure).select_related("demarche").order_by("id")
        for section in s.contenu.get("sections", [])
        for question, reponse in section["lignes"]
    ])  # fmt: skip
    yield Section("Suivi des démarches", [
        {"référence": e.demarche.reference, "date": e.le, "événement": e.nom, "par": e.get_acteur_display(), "motif": e.motif}
        for e in Evenement.objects.de(assure).select_related("demarche").order_by("le", "id")
    ])  # fmt: skip
    yield Section("Brouillons", [
        {"service": registre.celui_de(b.teleservice).titre, "commencé le": b.commence_le}
        for b in Brouillon.objects.de(assure).order_by("id")
    ])  # fmt: skip
