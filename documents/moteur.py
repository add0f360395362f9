"""What makes a paper: the same content for the same person is made once, kept encrypted, and each hand-over is traced.

The content is the rendered HTML, so that a changed template, a changed name or a new day makes a new document, and
nothing else does. What comes out of `documents.rendu` is the same bytes for the same HTML.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import structlog
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.models import Assure
from ameli.noyau.chiffrement import chiffrer_octets, dechiffrer_octets, prefixe, trousseau
from ameli.noyau.horloge import maintenant
from documents.epreuve import Epreuve, Papier, mettre_en_page, tirer
from documents.models import Document, Edition
from documents.rendu import EchecRendu, chauffer_en_fond, rendre_html, rendre_nu

__all__ = [
    "DocumentPerdu",
    "EchecRendu",
    "Papier",
    "chauffer_en_fond",
    "imprimer",
    "lire",
    "mettre_en_page",
    "oublier",
    "oublier_ceux",
    "produire",
    "rechiffrer",
    "rendre_html",
    "rendre_nu",
    "retrouver",
    "tracer",
]

journal_technique = structlog.get_logger()


class DocumentPerdu(RuntimeError):
    """The row exists, its file does not; asking for the same paper again makes it anew."""


def produire(papier: Papier, *, assure: Assure, acteur: str, personnes: Iterable[str] = ()) -> Document:
    """The document that holds `papier`, made now or found; the hand-over to `acteur` is traced.

    `personnes` are the public ids of those the paper speaks of. Raises `EchecRendu`; nothing is kept then.
    """
    epreuve = tirer(papier, personnes)
    return retrouver(epreuve, assure=assure, acteur=acteur) or imprimer(epreuve, assure=assure, acteur=acteur)


def retrouver(epreuve: Epreuve, *, assure: Assure, acteur: str) -> Document | None:
    """The document made before from the same content, handed over again; None when there is none, or its file is gone."""
    document = _garde(epreuve, assure)
    return _redonner(document, acteur) if document is not None and _present(document) else None


def imprimer(epreuve: Epreuve, *, assure: Assure, acteur: str) -> Document:
    """The document of `epreuve`, made now, kept and traced. Raises `EchecRendu`; nothing is kept then."""
    pdf = rendre_html(epreuve.html)
    document = _garde(epreuve, assure)
    if document is not None and _present(document):  # another request was quicker
        return _redonner(document, acteur)
    neuf = document or Document(
        assure=assure,
        genre=epreuve.genre,
        titre=epreuve.titre,
        nom_fichier=epreuve.nom_fichier,
        personnes=list(epreuve.personnes),
        empreinte=epreuve.empreinte,
        code_verif=epreuve.code_verif,
        fond=epreuve.fond,
        valable_au=epreuve.valable_au,
        resume_verif=json.dumps(epreuve.resume) if epreuve.resume else "",
        cree_le=maintenant(),
    )
    return _conserver(neuf, pdf, acteur)


def lire(document: Document) -> bytes:
    """The PDF in clear. Raises `DocumentPerdu` when its file is gone, DechiffrementImpossible when it was altered."""
    try:
        with document.fichier.open("rb") as fichier:
            return dechiffrer_octets(fichier.read(), document.contexte_chiffrement)
    except FileNotFoundError as absence:
        raise DocumentPerdu(document.public_id) from absence


def rechiffrer(document: Document) -> bool:
    """Rewrite the stored bytes with the current key; False when they already are. Raises `DocumentPerdu`."""
    pdf, ancien, stockage = lire(document), document.fichier.name, document.fichier.storage
    with stockage.open(ancien, "rb") as fichier:
        if fichier.read().startswith(prefixe(trousseau().courante)):
            return False
    document.fichier.save("pdf", ContentFile(chiffrer_octets(pdf, document.contexte_chiffrement)), save=False)
    document.save(update_fields=["fichier"])
    stockage.delete(ancien)
    return True


def oublier(document: Document) -> None:
    """Forget a paper and the traces of its hand-overs; its bytes go once that is certain."""
    stockage, nom = document.fichier.storage, document.fichier.name
    document.delete()
    transaction.on_commit(lambda: stockage.delete(nom))


def oublier_ceux(assure: Assure, nom_fichier: str) -> None:
    """Forget every paper of `assure` that has this name."""
    for document in Document.objects.de(assure).filter(nom_fichier=nom_fichier).order_by("id"):
        oublier(document)


def tracer(document: Document, geste: Edition.Geste, acteur: str) -> Edition:
    """Write that `document` was handed to `acteur` ("assure:…", "agent:…")."""
    return Edition.objects.create(document=document, geste=geste, acteur=acteur, le=maintenant())


def _garde(epreuve: Epreuve, assure: Assure) -> Document | None:
    return Document.objects.de(assure).filter(genre=epreuve.genre, empreinte=epreuve.empreinte).first()


def _present(document: Document) -> bool:
    return document.fichier.storage.exists(document.fichier.name)


def _redonner(document: Document, acteur: str) -> Document:
    tracer(document, Edition.Geste.REDEMANDE, acteur)
    return document


def _conserver(document: Document, pdf: bytes, acteur: str) -> Document:
    """Store the bytes first, then the row: a crash between the two leaves an unreadable file, never a row without one.

    Two requests may make the same paper at once: the second finds the row of the first and drops its own file.
    """
    document.taille = len(pdf)
    document.fichier.save("pdf", ContentFile(chiffrer_octets(pdf, document.contexte_chiffrement)), save=False)
    try:
        with transaction.atomic():
            if document.pk:
                document.save(update_fields=["fichier", "taille"])
                garde = document
            else:
                garde = _inserer_ou_retrouver(document)
            tracer(garde, Edition.Geste.PRODUIT if garde is document else Edition.Geste.REDEMANDE, acteur)
    except BaseException:
        document.fichier.delete(save=False)
        raise
    if garde is not document:
        document.fichier.delete(save=False)
    journal_technique.info("document_produit", genre=document.genre, taille=document.taille)
    return garde


def _inserer_ou_retrouver(document: Document) -> Document:
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError:
        return Document.objects.de(document.assure).get(genre=document.genre, empreinte=document.empreinte)
    return document
