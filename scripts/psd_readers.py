#!/usr/bin/env python3
"""What other programs see in a layered picture that `dewax fix … -o FLAT.tif --layers-out LAYERS.psd` wrote.

psd_readers.py LAYERS.psd FLAT.tif: how far the flat picture that is in it, GIMP's own flatten and psd-tools' composite of the layers lie from
FLAT.tif, and names, modes and masks as each tells them. Needs a Python with psd-tools, numpy, tifffile and opencv; what is not installed of
ImageMagick (`convert`) and GIMP 2.10 (`gimp`) is left out, and said. Ends with an error beyond 1 of 65535 (psd-tools' composite: 1 of 255).
"""

import os
import shutil
import subprocess
import sys
import tempfile

import cv2
import numpy as np
import tifffile
from psd_tools import PSDImage

FLATTEN = """(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE "{psd}" "{psd}"))))
 (letrec ((tell (lambda (items depth) (let loop ((i 0)) (if (< i (car items)) (let ((one (vector-ref (cadr items) i)))
 (gimp-message (string-append "GIMP: " depth (car (gimp-item-get-name one)) ", mode " (number->string (car (gimp-layer-get-mode one)))
 (if (= -1 (car (gimp-layer-get-mask one))) "" ", mask")))
 (if (= 1 (car (gimp-item-is-group one))) (tell (gimp-item-get-children one) (string-append depth "  ")))
 (loop (+ i 1)))))))) (tell (gimp-image-get-layers image) ""))
 (gimp-image-flatten image)
 (file-png-save RUN-NONINTERACTIVE image (car (gimp-image-get-active-drawable image)) "{out}" "{out}" 0 9 0 0 0 0 0))"""

worst = 0.0


def told(who, seen, meant, most):
    global worst
    off = np.abs(seen.astype(float) - meant)
    worst = max(worst, off.max() / most)
    print(f"{who}: off by {off.max():.3f} at most, {off.mean():.4f} on average")


def by_imagemagick(psd, flat, folder):
    convert = next((p for p in ["/usr/bin/convert", shutil.which("convert")] if p and os.path.exists(p)), None)
    out = os.path.join(folder, "merged.tif")
    done = convert and subprocess.run([convert, f"{psd}[0]", "-depth", "16", out], capture_output=True)
    if not os.path.exists(out):
        print("LEFT OUT: no ImageMagick here", done and done.stderr.decode())
        return
    told("flat picture by ImageMagick, of 65535", tifffile.imread(out)[..., :3], flat, 1)


def by_gimp(psd, flat, folder):
    if not shutil.which("gimp"):
        print("LEFT OUT: no GIMP here")
        return
    out = os.path.join(folder, "gimp.png")
    call = ["gimp", "-i", "-d", "-f", "-s", "--batch-interpreter", "plug-in-script-fu-eval"]
    batch = [FLATTEN.format(psd=os.path.abspath(psd), out=out), "(gimp-quit 0)"]
    done = subprocess.run(call + [word for one in batch for word in ("-b", one)], capture_output=True, text=True)
    if not os.path.exists(out):
        sys.exit(f"GIMP wrote nothing: {done.stdout + done.stderr}")
    print("\n".join(line.split("Warning: ")[1] for line in (done.stdout + done.stderr).splitlines() if "GIMP: " in line))
    told("flatten by GIMP, of 65535", cv2.imread(out, cv2.IMREAD_UNCHANGED)[..., ::-1], flat, 1)


def by_psd_tools(psd, flat):
    opened = PSDImage.open(psd)
    for layer in opened.descendants():
        print(f"psd-tools: {'  ' * (layer.parent is not opened)}{layer.name}, {layer.blend_mode.name}{', mask' if layer.mask else ''}")
    told("flat picture by psd-tools, of 65535", np.round(opened.numpy("color") * 65535), flat, 1)
    seen = np.asarray(opened.composite(force=True, apply_icc=False).convert("RGB"))
    told("composite by psd-tools, of 255", seen, flat / 257, 1)


if __name__ == "__main__":
    psd, flat = sys.argv[1], tifffile.imread(sys.argv[2]).astype(float)
    with tempfile.TemporaryDirectory() as folder:
        by_imagemagick(psd, flat, folder)
        by_gimp(psd, flat, folder)
    by_psd_tools(psd, flat)
    # psd-tools cuts what 8 bits do not hold off instead of rounding, so that one code of 16 bits below can be one of 8 and that one.
    sys.exit(int(worst > 1 + 1 / 257))
