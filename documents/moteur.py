"""What makes a paper: the same content for the same person is made once, kept encrypted, and each hand-over is traced.

The content is the rendered HTML, so that a changed template, a changed name or a new day makes a new document, and
nothing else does. What comes out of `documents.rendu` is the same bytes for the same HTML.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import structlog
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from accounts.models import Assure
from ameli.noyau.chiffrement import chiffrer_octets, dechiffrer_octets, empreinte, prefixe, trousseau
from ameli.noyau.horloge import maintenant
from documents.models import Document, Edition
from documents.rendu import EchecRendu, chauffer_en_fond, rendre_html, rendre_nu, revision
from documents.verification.codes import Verifiable, marque_du_fond

__all__ = [
    "DocumentPerdu",
    "EchecRendu",
    "Papier",
    "chauffer_en_fond",
    "lire",
    "mettre_en_page",
    "oublier",
    "produire",
    "rechiffrer",
    "rendre_html",
    "rendre_nu",
    "tracer",
]

journal_technique = structlog.get_logger()


class Papier(Protocol):
    """What an edition gives: frozen data and the template that lays it out (see `documents.editions`)."""

    @property
    def genre(self) -> str: ...
    @property
    def gabarit(self) -> str: ...
    @property
    def titre(self) -> str:
        """Title of the PDF and of its download link, 160 characters at most."""

    @property
    def nom_fichier(self) -> str:
        """Name given to the downloaded file; never a number that identifies somebody."""


class DocumentPerdu(RuntimeError):
    """The row exists, its file does not; asking for the same paper again makes it anew."""


def produire(papier: Papier, *, assure: Assure, acteur: str, personnes: Iterable[str] = ()) -> Document:
    """The document that holds `papier`, made now or found; the hand-over to `acteur` is traced.

    `personnes` are the public ids of those the paper speaks of. Raises `EchecRendu`; nothing is kept then.
    """
    html = mettre_en_page(papier)
    cle = empreinte("document", f"{papier.genre}\0{revision()}\0{html}")
    document = Document.objects.de(assure).filter(genre=papier.genre, empreinte=cle).first()
    if document is not None and document.fichier.storage.exists(document.fichier.name):
        tracer(document, Edition.Geste.REDEMANDE, acteur)
        return document
    pdf = rendre_html(html)
    neuf = document or Document(
        assure=assure,
        genre=papier.genre,
        titre=papier.titre,
        nom_fichier=papier.nom_fichier,
        personnes=sorted(personnes),
        empreinte=cle,
        cree_le=maintenant(),
    )
    if isinstance(papier, Verifiable):
        neuf.code_verif, neuf.fond, neuf.valable_au = papier.code_verif, marque_du_fond(papier), papier.valable_au
    return _conserver(neuf, pdf, acteur)


def mettre_en_page(papier: Papier) -> str:
    """The HTML of a paper, whole, before WeasyPrint."""
    return render_to_string(papier.gabarit, {"papier": papier})


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


def tracer(document: Document, geste: Edition.Geste, acteur: str) -> Edition:
    """Write that `document` was handed to `acteur` ("assure:…", "agent:…")."""
    return Edition.objects.create(document=document, geste=geste, acteur=acteur, le=maintenant())


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
