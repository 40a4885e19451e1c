#!/usr/bin/env python3
"""What psd-tools reads in a layered picture that dewax wrote: run by dewax-media's test `psd_tools_reads_the_same_layers` on a file.

Beside the file lie the planes that were meant, as raw 16-bit numbers: `merged`, `texture`, `mask`. Says how far its composite of
the layers lies from the flat picture, in codes of 8 bits; ends with an error where a layer, name, mode or mask is another one.
"""

import pathlib
import sys

import numpy
from psd_tools import PSDImage
from psd_tools.constants import BlendMode

path = pathlib.Path(sys.argv[1])
psd = PSDImage.open(path)


def meant(name, planes):
    raw = numpy.fromfile(path.with_name(name), "<u2").reshape(planes, psd.height, psd.width)
    return raw.transpose(1, 2, 0) / 65535


assert psd.depth == 16 and psd.color_mode.name == "RGB", (psd.depth, psd.color_mode)
base, folder = list(psd)
assert (base.name, folder.name) == ("base", "dewax") and folder.is_group(), [layer.name for layer in psd]
assert folder.blend_mode == BlendMode.PASS_THROUGH, folder.blend_mode
texture, source = list(folder)
assert (texture.name, source.name) == ("texture — peau", "source"), (texture.name, source.name)
assert texture.blend_mode == BlendMode.LINEAR_LIGHT and source.blend_mode == BlendMode.NORMAL
assert texture.visible and not source.visible
worst = numpy.abs(texture.numpy("color") - meant("texture", 3)).max()
worst = max(worst, numpy.abs(texture.numpy("mask") - meant("mask", 1)).max())
worst = max(worst, numpy.abs(psd.numpy("color") - meant("merged", 3)).max())
assert worst < 1e-6, worst
flat = numpy.asarray(psd.composite(force=True, apply_icc=False).convert("RGB")).astype(float)
far = numpy.abs(flat - meant("merged", 3) * 255).max()
assert far <= 1.0, far
print(f"layers as meant, composite within {far:.2f} of 255")
