"""What ordinary people send, made on the spot: phones, flatbeds, fax machines, banks, official forms; beside what was cut on the way.

Each picture comes with what it shows, so that what is kept can be compared with it.
"""

from __future__ import annotations

import io
import random
import re
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageOps

from tests.fabriques_fichiers import pdf
from tests.noyau import profils_de_couleurs as profils

TAILLE = (320, 240)
EXIF_DEBUT = b"Exif\0\0"


def papier(taille: tuple[int, int] = TAILLE) -> Image.Image:
    """A page lit from the left, with lines of writing, a blue stamp, and a corner that tells which way is up."""
    image = (
        Image.linear_gradient("L").rotate(90).resize(taille).point(lambda gris: 150 + gris * 100 // 255).convert("RGB")
    )
    dessin, (largeur, hauteur) = ImageDraw.Draw(image), taille
    for rang in range(6):
        y = hauteur * (rang + 2) // 10
        dessin.line((largeur // 8, y, largeur * (5 + rang % 3) // 8, y), fill=(20, 20, 20), width=max(2, hauteur // 60))
    dessin.ellipse((largeur * 5 // 8, hauteur * 6 // 10, largeur * 7 // 8, hauteur * 9 // 10), fill=(40, 60, 190))
    dessin.rectangle((0, 0, largeur // 10, hauteur // 10), fill=(170, 30, 30))
    return image


def ecrite(image: Image.Image, format_image: str, **options: Any) -> bytes:
    sortie = io.BytesIO()
    image.save(sortie, format_image, **options)
    return sortie.getvalue()


# Pictures: (bytes, what they show)

Vue = tuple[bytes, Image.Image]


def en_png(couleur: int, profondeur: int, image: Image.Image, points: bytes, extras: bytes = b"") -> bytes:
    """A PNG by hand, for what Pillow does not write; `points` without the filters of the lines."""
    ligne = len(points) // image.height
    brut = b"".join(b"\0" + points[y * ligne : (y + 1) * ligne] for y in range(image.height))
    entete = struct.pack(">IIBBBBB", *image.size, profondeur, couleur, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _morceau(b"IHDR", entete)
        + extras
        + _morceau(b"IDAT", zlib.compress(brut))
        + _morceau(b"IEND", b"")
    )


def _morceau(genre: bytes, donnees: bytes) -> bytes:
    return struct.pack(">I", len(donnees)) + genre + donnees + struct.pack(">I", zlib.crc32(genre + donnees))


def seize_bits(mode: str) -> Vue:
    """As flatbed scanners write."""
    image = papier().convert(mode)
    points = b"".join(bytes((octet, octet)) for octet in image.tobytes())
    return en_png({"L": 0, "LA": 4, "RGB": 2, "RGBA": 6}[mode], 16, image, points), image


def sombre_en_seize_bits() -> Vue:
    """All of it darker than the 256th of what 16 bits can say is black for every reader."""
    image = papier().convert("L").point(lambda gris: gris // 3)
    return en_png(0, 16, image, b"".join(bytes((octet, 0)) for octet in image.tobytes())), image


def gris_a_trou() -> Vue:
    """A scan in 16 bits whose white is said to be transparent."""
    image = papier().convert("L").point(lambda gris: 255 if gris > 200 else gris)
    points = b"".join(bytes((octet, octet)) for octet in image.tobytes())
    return en_png(0, 16, image, points, _morceau(b"tRNS", b"\xff\xff")), image


def transparente(mode: str, format_image: str = "PNG") -> Vue:
    """What one sees through it is the white of the page."""
    image = papier().convert("L" if mode == "LA" else "RGB").convert("RGBA")
    trou = Image.new("L", image.size, 255)
    ImageDraw.Draw(trou).rectangle((0, 120, 160, 239), fill=0)
    image.putalpha(trou)
    vue = Image.new("RGB", image.size, "white")
    vue.paste(image, mask=trou)
    if mode == "P":
        comptee = vue.quantize(64)
        place = comptee.getpixel((10, 200))
        return ecrite(comptee, format_image, transparency=place), vue
    return ecrite(image.convert(mode), format_image, **({"lossless": True} if format_image == "WEBP" else {})), vue


def en_jpeg(image: Image.Image | None = None, **options: Any) -> Vue:
    image = image or papier()
    return ecrite(image, "JPEG", **{"quality": 90, **options}), image


def tournee(orientation: int) -> Vue:
    """Held another way: the file says how to turn it."""
    droite = papier()
    gestes = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # what undoes it, as numbers of Image.Transpose
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = droite.transpose(Image.Transpose(gestes[orientation])) if orientation in gestes else droite
    return ecrite(image, "JPEG", exif=exif, quality=90), droite


def a_l_exif_casse() -> Vue:
    return en_jpeg(exif=EXIF_DEBUT + b"II*\0\xff\xff\xff\x7f" + b"\xff" * 40)


def a_deux_vues() -> Vue:
    """What phones write under the name of a JPEG: the photo, and another of it behind (MPO)."""
    return ecrite(papier(), "MPO", save_all=True, append_images=[papier().rotate(180)], quality=90), papier()


def en_heic(vues: int = 1) -> Vue:
    pillow_heif = pytest.importorskip("pillow_heif")
    sortie = io.BytesIO()
    photo = pillow_heif.from_pillow(papier())
    for _ in range(vues - 1):
        photo.add_from_pillow(papier().rotate(180))
    photo.save(sortie, quality=90)
    return sortie.getvalue(), papier()


def douze_megapixels() -> Vue:
    return en_jpeg(papier((4000, 3000)))


def a_profil(format_image: str, mode: str = "RGB", **options: Any) -> Vue:
    """Its colours are those of a camera: the numbers of a page would be others."""
    ecrite_en = profils.ecrit_avec(papier(), profils.large())
    ecrite_en = ecrite_en.quantize(128) if mode == "P" else ecrite_en
    return ecrite(ecrite_en, format_image, icc_profile=profils.large(), **options), papier()


def a_profil_et_trou() -> Vue:
    octets, vue = transparente("RGBA")
    voile = Image.open(io.BytesIO(octets)).getchannel("A")
    image = profils.ecrit_avec(papier(), profils.large())
    image.putalpha(voile)
    return ecrite(image, "PNG", icc_profile=profils.large()), vue


def gris_a_profil() -> Vue:
    lineaire = papier().convert("L").point(lambda gris: round(255 * (gris / 255) ** 2.2))
    return ecrite(lineaire, "PNG", icc_profile=profils.gris_lineaire()), papier().convert("L")


def d_imprimerie() -> Vue:
    image = papier().convert("CMYK")
    return ecrite(image, "JPEG", icc_profile=profils.presse(), quality=95), profils.vu_avec(image, profils.presse())


IMAGES: dict[str, Callable[[], Vue]] = {
    "gris 16 bits": lambda: seize_bits("L"),
    "gris 16 bits et transparence": lambda: seize_bits("LA"),
    "couleurs 16 bits": lambda: seize_bits("RGB"),
    "couleurs 16 bits et transparence": lambda: seize_bits("RGBA"),
    "gris 16 bits sombre": sombre_en_seize_bits,
    "gris 16 bits à trou": gris_a_trou,
    "gris": lambda: (ecrite(papier().convert("L"), "PNG"), papier().convert("L")),
    "noir et blanc": lambda: (ecrite(papier().convert("1"), "PNG"), papier().convert("1")),
    "gris à transparence": lambda: transparente("LA"),
    "couleurs à transparence": lambda: transparente("RGBA"),
    "couleurs comptées à transparence": lambda: transparente("P"),
    "couleurs comptées": lambda: (ecrite(papier().quantize(64), "PNG"), papier()),
    "photo": en_jpeg,
    "photo grise": lambda: en_jpeg(papier().convert("L")),
    "photo progressive": lambda: en_jpeg(progressive=True),
    "photo pour l’imprimerie": lambda: en_jpeg(papier().convert("CMYK")),
    **{f"photo tenue autrement {n}": (lambda n=n: tournee(n)) for n in range(2, 9)},
    "photo sans sa dernière marque": lambda: (en_jpeg()[0][:-2], papier()),
    "photo à l’EXIF cassé": a_l_exif_casse,
    "photo à deux vues": a_deux_vues,
    "photo et son film": lambda: (en_jpeg()[0] + b"\0\0\0\x18ftypmp42" + random.Random(4).randbytes(300_000), papier()),
    "HEIC": en_heic,
    "WebP": lambda: (ecrite(papier(), "WEBP", quality=90), papier()),
    "WebP sans perte": lambda: (ecrite(papier(), "WEBP", lossless=True), papier()),
    "WebP à transparence": lambda: transparente("RGBA", "WEBP"),
    "douze mégapixels": douze_megapixels,
    "photo d’un appareil à profil": lambda: a_profil("JPEG", quality=95),
    "capture d’un écran à profil": lambda: a_profil("PNG"),
    "WebP à profil": lambda: a_profil("WEBP", lossless=True),
    "couleurs comptées à profil": lambda: a_profil("PNG", "P"),
    "couleurs à profil et transparence": a_profil_et_trou,
    "gris à profil": gris_a_profil,
    "photo pour l’imprimerie à profil": d_imprimerie,
    "photo à profil cassé": lambda: en_jpeg(icc_profile=b"\0" * 200),
    "photo grise au profil d’une autre": lambda: en_jpeg(papier().convert("L"), icc_profile=profils.large()),
}  # fmt: skip


# PDFs


def numerise(pages: int = 1, *, mode: str = "RGB", **racine: Any) -> bytes:
    """Pictures of a page each, as a scanner makes them; mode "1" is a page of fax (CCITT, Group 4)."""
    premiere, *autres = [
        ImageOps.autocontrast(papier().rotate(180 * (rang % 2))).convert(mode) for rang in range(pages)
    ]
    return ecrite(premiere, "PDF", save_all=True, append_images=autres, resolution=72, **racine)


def modifie(octets: bytes, changer: Callable[[pikepdf.Pdf, Any], None], **options: Any) -> bytes:
    sortie = io.BytesIO()
    with pikepdf.open(io.BytesIO(octets)) as document:
        changer(document, document.pages[0])
        document.save(sortie, **options)
    return sortie.getvalue()


def a_vignette(filtre: str) -> bytes:
    """ImageMagick adds to each page a small picture of it, in a stream that does not call itself a picture."""
    petite = papier((80, 60))
    octets = {
        "/DCTDecode": ecrite(petite, "JPEG"),
        "/CCITTFaxDecode": b"\x26\xa1",
        "/JPXDecode": ecrite(petite, "JPEG2000"),
    }

    def ajouter(document: pikepdf.Pdf, page: Any) -> None:
        vignette = pikepdf.Stream(document, b"")
        vignette.write(octets[filtre], filter=Array([Name(filtre)]))
        vignette.Width, vignette.Height, vignette.ColorSpace, vignette.BitsPerComponent = 80, 60, Name.DeviceRGB, 8
        page.Thumb = document.make_indirect(vignette)

    return modifie(numerise(), ajouter)


def verrouille(revision: int) -> bytes:
    """A bank lets everybody open its papers, and nobody change them."""
    cles = {3: {"R": 3, "aes": False, "metadata": False}, 4: {"R": 4}, 6: {"R": 6}}[revision]
    return modifie(
        numerise(), lambda *_: None, encryption=pikepdf.Encryption(owner="banque", user="", **cles)
    )  # fmt: skip


def sur_la_page(*annotations: dict[str, Any], **formulaire: Any) -> bytes:
    """A page with these annotations on it, none of which has a look of its own but by `AP`."""

    def poser(document: pikepdf.Pdf, page: Any) -> None:
        posees = [document.make_indirect(Dictionary(Type=Name.Annot, F=4, P=page.obj, **une)) for une in annotations]
        page.Annots = Array(posees)
        if formulaire:
            police = Dictionary(
                Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
            )
            champs = [une for une in posees if une.Subtype == Name.Widget]
            polices = Dictionary(Font=Dictionary(Helv=police))
            document.Root.AcroForm = Dictionary(Fields=champs, DR=polices, DA="/Helv 0 Tf 0 g", **formulaire)

    return pdf(page=poser)


def champ(x: int, y: int, **valeurs: Any) -> dict[str, Any]:
    dits = {"Subtype": Name.Widget, "FT": Name.Tx, "Rect": [x, y, x + 170, y + 20], "DA": "/Helv 12 Tf 0 g"}
    return {**dits, "T": f"champ{x}{y}", **valeurs}


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS="AFNumber_Format(2, 0)")


REMPLIS = (
    champ(10, 170, V="Élodie DUPRAT"),
    champ(10, 140, V="14 rue de l’Adour, 40100 Dax", DA="/Helv 0 Tf 0 g"),
    champ(10, 110, V="1234567890", Ff=1 << 24, MaxLen=10),
    champ(10, 80, V="128,50", Q=2),
    champ(10, 30, V="Deux lignes\nde remarques", Ff=1 << 12, Rect=[10, 30, 150, 70], MK=Dictionary(BG=[0.9])),
    champ(
        160,
        50,
        FT=Name.Btn,
        V=Name.Oui,
        AS=Name.Oui,
        DA="/ZaDb 0 Tf 0 g",
        Rect=[160, 50, 176, 66],
        MK=Dictionary(CA="4"),
    ),
    champ(10, 5, FT=Name.Ch, V="Madame", Opt=["Madame", "Monsieur"], Ff=1 << 17),
)
MARQUES: dict[str, dict[str, Any]] = {
    "Highlight": {"QuadPoints": [20, 160, 180, 160, 20, 120, 180, 120], "C": [1, 1, 0]},
    "Underline": {"QuadPoints": [20, 160, 180, 160, 20, 120, 180, 120], "C": [1, 0, 0], "BS": Dictionary(W=3)},
    "StrikeOut": {"QuadPoints": [20, 160, 180, 160, 20, 120, 180, 120], "C": [1, 0, 0], "BS": Dictionary(W=3)},
    "Ink": {"InkList": [[20, 120, 100, 160, 180, 120]], "C": [0, 0, 1], "BS": Dictionary(W=4)},
    "Line": {"L": [20, 140, 180, 140], "C": [0, 0, 0], "BS": Dictionary(W=4)},
    "Square": {"C": [0, 0.5, 0], "IC": [0.8, 1, 0.8], "BS": Dictionary(W=4)},
    "Circle": {"C": [0, 0.5, 0], "BS": Dictionary(W=4)},
    "Polygon": {"Vertices": [20, 120, 180, 120, 100, 160], "C": [1, 0, 1], "BS": Dictionary(W=4)},
    "PolyLine": {"Vertices": [20, 120, 180, 120, 100, 160], "C": [1, 0, 1], "BS": Dictionary(W=4)},
    "FreeText": {"Contents": "Lu et approuvé, Léa Duprat", "DA": "/Helv 14 Tf 0 0 1 rg", "BS": Dictionary(W=0)},
}


def marque(genre: str) -> bytes:
    return sur_la_page({"Subtype": Name(f"/{genre}"), "Rect": [20, 120, 180, 160], **MARQUES[genre]})


def par_defaut(octets: bytes, motif: bytes, par: bytes) -> bytes:
    """With one thing written wrong."""
    change = re.sub(motif, par, octets, count=1, flags=re.DOTALL)
    assert change != octets
    return change


def a_l_objet_perdu() -> bytes:
    """Something that nothing on the page leads to, and that cannot be read."""

    def ajouter(document: pikepdf.Pdf, page: Any) -> None:
        perdu = pikepdf.Stream(document, b"")
        perdu.write(b"abc", filter=Name.LZWDecode)
        page.PieceInfo = Dictionary(Ancien=document.make_indirect(perdu))

    return modifie(numerise(), ajouter)


def complete(octets: bytes) -> bytes:
    """Saved again by a program that writes what changed behind the rest: here the same page, and nothing else."""
    racine = re.search(rb"/Root (\d+ \d+ R)", octets)
    ancien = re.findall(rb"startxref\s+(\d+)", octets)[-1]
    nombre = re.search(rb"/Size (\d+)", octets)
    assert racine and nombre
    numero, place = int(nombre[1]), len(octets) + 1
    objet = b"%d 0 obj\n(nouveau)\nendobj\n" % numero
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %s /Prev %s >>\n" % (
        numero, place, numero + 1, racine[1], ancien,
    )  # fmt: skip
    return octets + b"\n" + objet + table + b"startxref\n%d\n%%%%EOF\n" % (place + len(objet))


LINEARISE = modifie(numerise(2), lambda *_: None, linearize=True)
COMPLETE = complete(numerise())

PDFS: dict[str, Callable[[], bytes]] = {
    "numérisation": lambda: numerise(3),
    "page de fax": lambda: numerise(mode="1"),
    "numérisation grise": lambda: numerise(mode="L"),
    "numérisation pour l’imprimerie": lambda: numerise(mode="CMYK"),
    **{f"vignette {f}": (lambda f=f: a_vignette(f)) for f in ("/DCTDecode", "/CCITTFaxDecode", "/JPXDecode")},
    **{f"verrouillé par la banque, révision {r}": (lambda r=r: verrouille(r)) for r in (3, 4, 6)},
    "formulaire rempli": lambda: sur_la_page(*REMPLIS, SigFlags=0),
    "formulaire rempli, à redessiner": lambda: sur_la_page(*REMPLIS, NeedAppearances=True),
    "formulaire à calculs": lambda: sur_la_page(
        champ(10, 100, V="12,50", AA=Dictionary(F=script(), K=script())),
        champ(10, 60, FT=Name.Btn, Ff=1 << 16, A=Dictionary(S=Name.ResetForm)), SigFlags=0,
    ),
    "formulaire officiel (XFA)": lambda: sur_la_page(champ(10, 100, V="Léa DUPRAT"), XFA="<xdp/>"),
    **{f"marque {genre}": (lambda genre=genre: marque(genre)) for genre in MARQUES},
    "marque sans place": lambda: sur_la_page(
        {"Subtype": Name.Ink, "Rect": [0, 0, 0, 0]}, {"Subtype": Name.Square, "C": [0]}, champ(10, 100, V="Léa", Rect=[1]), SigFlags=0
    ),
    "table fausse": lambda: par_defaut(numerise(), rb"\n\d{10} 00000 n", b"\n0000000007 00000 n"),
    "adresse de la table fausse": lambda: par_defaut(numerise(), rb"startxref\s+\d+", b"startxref\n7"),
    "sans table": lambda: par_defaut(numerise(), rb"xref\n\d.*?(?=trailer)", b""),
    "sans sa dernière ligne": lambda: par_defaut(numerise(), rb"%%EOF\s*$", b""),
    "longueur trop courte": lambda: par_defaut(numerise(), rb"/Length \d+", b"/Length 12"),
    "longueur trop longue": lambda: par_defaut(numerise(), rb"/Length \d+", b"/Length 999999"),
    "suivi de remplissage": lambda: numerise() + bytes(20_000),
    "un objet perdu": a_l_objet_perdu,
    "linéarisé": lambda: LINEARISE,
    "complété": lambda: COMPLETE,
}  # fmt: skip


# What was cut on its way, and what is not what its name says

COUPES: dict[str, Callable[[], bytes]] = {
    "photo": lambda: en_jpeg()[0][:-2000],
    "photo, quelques octets": lambda: en_jpeg()[0][:-40],
    "photo progressive": lambda: en_jpeg(progressive=True)[0][:-40],
    "photo, la moitié": lambda: en_jpeg()[0][:4000],
    "capture": lambda: ecrite(papier(), "PNG")[:600],
    "HEIC, la fin": lambda: en_heic()[0][:-300],
    "HEIC, sa seconde vue": lambda: en_heic(2)[0][:-300],
    "HEIC, la moitié": lambda: (octets := en_heic()[0])[: len(octets) // 2],
    "WebP": lambda: ecrite(papier(), "WEBP")[:-300],
    "WebP sans perte": lambda: ecrite(papier(), "WEBP", lossless=True)[:-300],
    "PDF": lambda: numerise()[:-2000],
    "PDF linéarisé": lambda: LINEARISE[:-1500],
    "PDF complété": lambda: COMPLETE[: COMPLETE.rindex(b"xref\n", 0, COMPLETE.rindex(b"startxref"))],
}
SOUS_UN_FAUX_NOM: dict[str, tuple[Callable[[], bytes], str]] = {
    "TIFF": (lambda: ecrite(papier(), "TIFF"), r"\(TIFF\)"),
    "TIFF à virgule": (lambda: ecrite(papier().convert("F"), "TIFF"), r"\(TIFF\)"),
    "BMP": (lambda: ecrite(papier(), "BMP"), r"\(BMP\)"),
    "GIF": (lambda: ecrite(papier(), "GIF"), r"\(GIF\)"),
    "AVIF": (lambda: ecrite(papier(), "AVIF"), r"\(AVIF\)"),
    "JPEG 2000": (lambda: ecrite(papier(), "JPEG2000"), r"\(JPEG 2000\)"),
}
