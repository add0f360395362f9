"""The program that parses one file of a stranger: `python -I lecteur.py <type> <most pixels> <most bytes> [words]`, the file on its input.

It prints a verdict ("ok", "illisible", "complique", "trop_grande", "protege", "actif", "joint", "lettres", "sans_page", "heic") on a
line, then the picture drawn anew or the PDF rebuilt, with `words` written across it when there are some. It imports
nothing of the product but its own second half, `lecteur_pdf/`, and limits itself before it reads a byte.
"""

from __future__ import annotations

import io
import math
import resource
import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

MEMOIRE = 1_500_000_000  # bytes of addresses: a picture of 40 megapixels needs three copies of 160 MB
CALCUL = 20  # seconds
QUALITES = (88, 80, 70, 60)  # of a JPEG: the first that weighs no more than it may
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/heic": "HEIF", "image/webp": "WEBP"}
FIN_DE_JPEG, SUITES = b"\xff\xd9", (b"", b"\xa5" * 64)
ORIENTATION = 0x0112  # in the EXIF of a picture; the names are those of Image.Transpose
REDRESSER = {2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_270", 7: "TRANSVERSE",
             8: "ROTATE_90"}  # fmt: skip


def se_limiter() -> None:
    """Nothing that is read here may take the machine along."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE, MEMOIRE))
    resource.setrlimit(resource.RLIMIT_CPU, (CALCUL, CALCUL))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def redessiner(octets: bytes, format_image: str, pixels: int, poids: int, mots: str = "") -> tuple[str, bytes]:
    """The same picture upright, and nothing else that its file held: a PNG, or a JPEG of `poids` bytes at most.

    What a HEIC or a WebP shows comes back as a JPEG, or as a PNG when one can see through it.
    """
    from PIL import Image

    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    if format_image == "HEIF":
        try:
            import pillow_heif
        except ImportError:
            return "heic", b""
        pillow_heif.register_heif_opener()
    try:
        image: Any = Image.open(io.BytesIO(octets), formats=(format_image,))
        if image.width * image.height > pixels:
            return "trop_grande", b""
        image = _entiere(image, octets)
    except Image.DecompressionBombError:
        return "trop_grande", b""
    droite = _en_srgb(_en_huit_bits(_redresser(image)))
    image = None
    propre = droite.convert(_mode(droite, format_image))
    propre.info.clear()
    if mots:
        propre = _marquer_image(propre, mots)
    return "ok", _enregistrer(propre, format_image, poids)


def _entiere(image: Any, octets: bytes) -> Any:
    """Its points. A JPEG may lack its last mark and nothing else: then it shows the same whatever is put behind it."""
    from PIL import Image

    try:
        image.load()
        return image
    except OSError:
        if image.format not in ("JPEG", "MPO"):
            raise
    finies = [Image.open(io.BytesIO(octets + suite + FIN_DE_JPEG), formats=("JPEG",)) for suite in SUITES]
    if finies[0].tobytes() != finies[1].tobytes():
        raise OSError("cut")
    return finies[0]


def _redresser(image: Any) -> Any:
    """Upright, when its EXIF can be read: one that cannot changes nothing to what it shows."""
    from PIL import Image

    try:
        geste = REDRESSER.get(image.getexif().get(ORIENTATION))
    except Exception:  # noqa: BLE001 - each kind of broken EXIF has its own
        geste = None
    return image.transpose(Image.Transpose[geste]) if geste else image


def _en_huit_bits(image: Any) -> Any:
    """Flatbed scanners write 16 bits: what was half grey stays half grey. `convert` alone would make it all white."""
    if image.mode not in ("I", "F") and not image.mode.startswith("I;16"):
        return image
    plein = 65_535 if image.mode.startswith("I;16") else max(255, image.getextrema()[1])
    vide = image.info.pop("transparency", None)
    huit = image.convert("F").point(lambda point: point * (255 / plein) + 0.5).convert("L")
    if isinstance(vide, int):
        huit.info["transparency"] = vide * 255 // plein
    return huit


def _en_srgb(image: Any) -> Any:
    """The same colours, told as a page tells them: those of a camera, of a screen or of a press have a profile that says how.

    One that cannot be read, or that speaks of another kind of picture, changes nothing to what the points say.
    """
    profil = image.info.get("icc_profile")
    if not profil:
        return image
    from PIL import Image, ImageCms

    voile = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    gris = image.mode in ("1", "L", "LA")
    points = image if image.mode in ("L", "RGB", "CMYK") else image.convert("L" if gris else "RGB")
    try:
        ecrit = ImageCms.ImageCmsProfile(io.BytesIO(profil))
        vus: Any = ImageCms.profileToProfile(points, ecrit, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    if gris:
        vus = vus.convert("L")
    return Image.merge("RGBA", (*vus.convert("RGB").split(), voile)) if voile else vus


def _mode(image: Any, format_image: str) -> str:
    """The mode to keep it in: grey stays grey, what one can see through stays so; nothing of a JPEG is."""
    if format_image != "JPEG" and image.has_transparency_data and image.convert("RGBA").getextrema()[3][0] < 255:
        return "RGBA"
    return "L" if image.mode in ("1", "L", "LA") else "RGB"


def _enregistrer(image: Any, format_image: str, poids: int) -> bytes:
    """Its bytes. A PNG without transparency that weighs too much becomes a JPEG."""
    if format_image == "PNG" or image.mode == "RGBA":
        png = io.BytesIO()
        image.save(png, "PNG")
        if image.mode == "RGBA" or png.tell() <= poids:
            return png.getvalue()
    for qualite in QUALITES:
        sortie = io.BytesIO()
        image.save(sortie, "JPEG", quality=qualite)
        if sortie.tell() <= poids:
            break
    return sortie.getvalue()


def _marquer_image(image: Any, mots: str) -> Any:
    """`mots` across the picture, over and over: what lies under them can still be read."""
    from PIL import Image, ImageDraw, ImageFont

    police: Any = ImageFont.load_default(size=max(12, min(image.size) // 28))
    bande = ImageDraw.Draw(image).textbbox((0, 0), mots, font=police)
    largeur, hauteur = int(bande[2]) + 60, int(bande[3]) * 4
    cote = math.ceil(math.hypot(*image.size))
    gauche, haut = (cote - image.width) // 2, (cote - image.height) // 2
    marquee = image if image.mode in ("RGB", "RGBA") else image.convert("RGB")
    for encre, force, trait in (((255, 255, 255), 90, 2), ((170, 0, 60), 140, 0)):  # a halo, for dark papers
        calque = Image.new("L", (cote, cote), 0)
        dessin = ImageDraw.Draw(calque)
        for rang, y in enumerate(range(0, cote, hauteur)):
            for x in range(-(rang % 2) * largeur // 2, cote, largeur):
                dessin.text((x, y), mots, font=police, fill=force, stroke_width=trait)
        masque = calque.rotate(30).crop((gauche, haut, gauche + image.width, haut + image.height))
        marquee.paste(encre, (0, 0), masque)
    return marquee


def principal() -> None:
    type_mime, pixels, poids, mots = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), " ".join(sys.argv[4:])
    se_limiter()
    octets = sys.stdin.buffer.read()
    if type_mime == "application/pdf":
        sys.path.append(str(Path(__file__).parent))
        verdict, refaits = import_module("lecteur_pdf.pages").examiner(octets, pixels, mots)
    else:
        verdict, refaits = redessiner(octets, FORMATS[type_mime], pixels, poids, mots)
    sys.stdout.buffer.write(verdict.encode() + b"\n" + refaits)


if __name__ == "__main__":
    try:
        principal()
    except MemoryError:
        sys.stdout.buffer.write(b"complique\n")
    except Exception:  # noqa: BLE001 - whatever a parser trips on, the file is what is wrong; nothing of it is printed
        sys.stdout.buffer.write(b"illisible\n")
