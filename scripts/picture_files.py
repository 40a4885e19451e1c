#!/usr/bin/env python3
# Makes picture files of many forms with Pillow, tifffile and by hand, for crates/dewax-media/tests/picture_files.rs, and reads back what dewax wrote.
"""picture_files.py make FOLDER: files, and for each a line of JSON: name, size, bits, colours, alpha, how far a reader may be off (in codes of 8
bits, at most and on average), or the words of a refusal; FILE.raw holds the pixels, 16 bits each, low byte first.
picture_files.py read FILE RAW BITS: whether Pillow or tifffile see the pixels of RAW in FILE; prints profile, EXIF and XMP as lengths and sums.
picture_files.py srgb FILE RAW: whether LittleCMS turns FILE into the sRGB of RAW, to 1.5 codes of 8 bits."""

import hashlib
import io
import json
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image, ImageCms, ImageOps

W, H = 157, 93


def drawn(channels, bits):
    """Waves, edges and noise."""
    chance = np.random.default_rng(channels * 100 + bits)
    y, x = np.mgrid[0:H, 0:W]
    planes = [
        0.5 + 0.2 * np.sin(x / (7 + c)) + 0.2 * np.cos(y / (5 + c)) + 0.05 * ((x // 20 + y // 15) % 2)
        for c in range(channels)
    ]
    own = np.stack(planes, -1) + chance.normal(0, 0.01, (H, W, channels))
    return (own.clip(0, 1) * (2**bits - 1)).round().astype(np.uint8 if bits == 8 else np.uint16)


def wide(pixels):
    return pixels.astype(np.uint16) * 257 if pixels.dtype == np.uint8 else pixels


class Maker:
    def __init__(self, folder):
        self.folder = Path(folder)

    def says(self, name, pixels, bits=8, alpha=False, grey=False, most=0.0, mean=0.0):
        """A file that is read as these pixels."""
        pixels = wide(pixels)
        if pixels.ndim == 2:
            pixels = pixels[..., None]
        pixels.astype("<u2").tofile(self.folder / f"{name}.raw")
        height, width, channels = pixels.shape
        line = dict(name=name, width=width, height=height, bits=bits, channels=channels, alpha=alpha, grey=grey)
        print(json.dumps({**line, "most": most, "mean": mean}))

    def refused(self, name, words):
        print(json.dumps(dict(name=name, refused=words)))

    def at(self, name):
        return str(self.folder / name)


def interlaced(pixels):
    """A PNG of the seven passes of Adam7, without filters."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    raw = b""
    for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        own = pixels[y0::dy, x0::dx]
        raw += b"".join(b"\0" + row.tobytes() for row in own)
    head = struct.pack(">IIBBBBB", W, H, 8, 2, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def make_png(m):
    rgb, rgba, grey = drawn(3, 8), drawn(4, 8), drawn(1, 8)[..., 0]
    Path(m.at("interlaced.png")).write_bytes(interlaced(rgb))
    m.says("interlaced.png", rgb)
    palette = Image.fromarray(rgb).quantize(40)
    palette.save(m.at("palette.png"))
    m.says("palette.png", np.array(palette.convert("RGB")))
    palette.save(m.at("palette_alpha.png"), transparency=bytes(range(100, 140)))
    m.says("palette_alpha.png", np.array(Image.open(m.at("palette_alpha.png")).convert("RGBA")), alpha=True)
    Image.fromarray(rgb).save(m.at("key.png"), transparency=tuple(int(v) for v in rgb[5, 7]))
    m.says("key.png", np.array(Image.open(m.at("key.png")).convert("RGBA")), alpha=True)
    Image.fromarray(grey > 128).convert("1").save(m.at("one_bit.png"))
    m.says("one_bit.png", ((grey > 128) * 255).astype(np.uint8), grey=True)
    Image.fromarray(rgba[..., :2].copy(), "LA").save(m.at("grey_alpha.png"))
    m.says("grey_alpha.png", rgba[..., :2], alpha=True, grey=True)
    deep = drawn(1, 16)[..., 0]
    Image.fromarray(deep).save(m.at("grey16.png"))
    m.says("grey16.png", deep, bits=16, grey=True)


def make_turned(m):
    rgb = drawn(3, 8)
    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = turn
        exif[0x010F] = "A maker"
        picture = Image.fromarray(rgb)
        shown = np.array(ImageOps.exif_transpose(picture_with(picture, exif)))
        for ending in ["png", "webp", "tif"]:
            name = f"turned{turn}.{ending}"
            if ending == "tif":
                tifffile.imwrite(m.at(name), rgb, photometric="rgb", extratags=[(274, 3, 1, turn, True)])
            else:
                picture.save(m.at(name), exif=exif, **({"lossless": True} if ending == "webp" else {}))
            m.says(name, shown)
        name = f"turned{turn}.jpg"
        picture.save(m.at(name), exif=exif, quality=95, subsampling=0)
        with Image.open(m.at(name)) as own:
            m.says(name, np.array(ImageOps.exif_transpose(own)), most=4, mean=0.4)


def picture_with(picture, exif):
    """The picture as a file with this EXIF, opened."""
    out = io.BytesIO()
    picture.save(out, "png", exif=exif)
    return Image.open(io.BytesIO(out.getvalue()))


def make_jpeg(m):
    rgb = drawn(3, 8)
    for name, more in {
        "444.jpg": dict(subsampling=0),
        "422.jpg": dict(subsampling=1),
        "420.jpg": dict(subsampling=2),
        "progressive.jpg": dict(subsampling=2, progressive=True),
        "progressive444.jpg": dict(subsampling=0, progressive=True, optimize=True),
        "restarts.jpg": dict(subsampling=2, restart_marker_rows=1),
    }.items():
        Image.fromarray(rgb).save(m.at(name), quality=90, **more)
        # Decoders may round as they like; where colours are half as wide, they may also draw them up as they like.
        m.says(name, np.array(Image.open(m.at(name))), most=4 if "444" in name else 12, mean=0.6)
    Image.fromarray(rgb[..., 0].copy()).save(m.at("grey.jpg"), quality=90)
    m.says("grey.jpg", np.array(Image.open(m.at("grey.jpg"))), grey=True, most=4, mean=0.4)
    Image.fromarray(drawn(4, 8), "CMYK").save(m.at("inks.jpg"), quality=90)
    m.refused("inks.jpg", "CMYK")


def make_tiff(m):
    rgb, deep, rgba16 = drawn(3, 8), drawn(3, 16), drawn(4, 16)
    for packing in ["tiff_lzw", "tiff_adobe_deflate", "packbits", "raw"]:
        Image.fromarray(rgb).save(m.at(f"{packing}.tif"), compression=packing)
        m.says(f"{packing}.tif", rgb)
    Image.fromarray(rgb).save(m.at("predicted.tif"), compression="tiff_lzw", tiffinfo={317: 2})
    m.says("predicted.tif", rgb)
    for name, more in {
        "little.tif": dict(),
        "big.tif": dict(byteorder=">"),
        "tiles.tif": dict(tile=(32, 48)),
        "deflated.tif": dict(compression="zlib", predictor=True),
    }.items():
        tifffile.imwrite(m.at(name), deep, photometric="rgb", **more)
        m.says(name, deep, bits=16)
    for name, own in {"planes.tif": deep, "planes8.tif": rgb}.items():
        tifffile.imwrite(m.at(name), np.moveaxis(own, -1, 0), photometric="rgb", planarconfig="separate", compression="zlib")
        m.says(name, own, bits=16 if own is deep else 8)
    tifffile.imwrite(m.at("alpha.tif"), rgba16, photometric="rgb", extrasamples=["unassalpha"])
    m.says("alpha.tif", rgba16, bits=16, alpha=True)
    tifffile.imwrite(m.at("grey16.tif"), deep[..., 0].copy(), photometric="minisblack")
    m.says("grey16.tif", deep[..., 0], bits=16, grey=True)
    tifffile.imwrite(m.at("white.tif"), rgb[..., 0].copy(), photometric="miniswhite")
    m.says("white.tif", 255 - rgb[..., 0], grey=True)
    tifffile.imwrite(m.at("grey_alpha.tif"), rgba16[..., :2].copy(), photometric="minisblack", planarconfig="contig", extrasamples=["unassalpha"])
    m.says("grey_alpha.tif", rgba16[..., :2], bits=16, grey=True, alpha=True)
    tifffile.imwrite(m.at("far.tif"), deep, photometric="rgb", bigtiff=True)
    m.refused("far.tif", "classic TIFF")
    tifffile.imwrite(m.at("float.tif"), deep.astype(np.float32) / 65535, photometric="rgb")
    m.refused("float.tif", "8 or 16 bits")
    Image.fromarray(rgb).save(m.at("jpeg.tif"), compression="jpeg")
    m.refused("jpeg.tif", "packed by")


def make_webp(m):
    rgb, rgba = drawn(3, 8), drawn(4, 8)
    Image.fromarray(rgba).save(m.at("whole.webp"), lossless=True, exact=True)
    m.says("whole.webp", rgba, alpha=True)
    Image.fromarray(rgb).save(m.at("lossy.webp"), quality=90)
    m.says("lossy.webp", np.array(Image.open(m.at("lossy.webp"))), most=6, mean=0.6)
    Image.fromarray(rgb).save(m.at("moving.webp"), save_all=True, append_images=[Image.fromarray(255 - rgb)])
    m.refused("moving.webp", "animated")


def read(file, raw, bits):
    wanted = np.fromfile(raw, "<u2")
    if file.endswith(".tif"):
        with tifffile.TiffFile(file) as opened:
            page = opened.pages[0]
            own = page.asarray()
            tag = lambda number: page.tags[number].value if number in page.tags else b""
            said = [tag(34675), b"", tag(700)]
        # Pillow reads EXIF of TIFF.
        if bits == 8:
            assert np.array_equal(np.array(Image.open(file)), own)
    elif file.endswith(".png") and bits == 16:
        # Pillow has no 16 bits of three colours.
        import cv2

        own = cv2.imread(file, cv2.IMREAD_UNCHANGED)
        own = own if own.ndim == 2 else own[..., [2, 1, 0, 3][: own.shape[2]]]
        said = facts(Image.open(file))
    else:
        opened = Image.open(file)
        own, said = np.array(opened), facts(opened)
    off = np.abs(wide(own).astype(int).ravel() - wanted.astype(int))
    print(json.dumps(dict(most=int(off.max()), mean=float(off.mean()), said=[[len(b), hashlib.sha256(b).hexdigest()] for b in said])))


def facts(opened):
    xmp = opened.info.get("xmp", b"") or opened.info.get("XML:com.adobe.xmp", "").encode()
    exif = opened.info.get("exif", b"").removeprefix(b"Exif\0\0")
    return [opened.info.get("icc_profile", b""), exif, xmp]


def srgb(file, raw):
    opened = Image.open(file)
    profile = ImageCms.ImageCmsProfile(io.BytesIO(opened.info["icc_profile"]))
    own = ImageCms.profileToProfile(opened, profile, ImageCms.createProfile("sRGB"), renderingIntent=1)
    wanted = np.fromfile(raw, "<u2").reshape(opened.height, opened.width, 3) / 257
    off = np.abs(np.array(own) - wanted)
    print(json.dumps(dict(most=float(off.max()), mean=float(off.mean()))))


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "make":
        maker = Maker(rest[0])
        for make in [make_png, make_turned, make_jpeg, make_tiff, make_webp]:
            make(maker)
    elif what == "read":
        read(rest[0], rest[1], int(rest[2]))
    else:
        srgb(*rest)
