#!/usr/bin/env python3
"""The classic answer to flicker, as a peer for `cargo xtask bench lock`: FFmpeg's deflicker, then MDegrain3, in a mask.

Usage: scripts/mdegrain.py CLIP MASK OUT.mkv     MASK: a grey clip of the same size and length; - for the whole picture
Needs Python 3.12 or newer with the packages vapoursynth and vapoursynth-mvtools, and ffmpeg and ffprobe
($DEWAX_FFMPEG, $DEWAX_FFPROBE). Where the mask is 0, pixels are those of the deflickered clip. 8 bit 4:2:0; OUT is FFV1.
"""
import ctypes
import os
import subprocess
import sys

try:
    import vapoursynth as vs
except ImportError:
    sys.exit("mdegrain: vapoursynth is missing; get it with: pip install vapoursynth vapoursynth-mvtools (Python >= 3.12)")

FFMPEG = os.environ.get("DEWAX_FFMPEG", "ffmpeg")
FFPROBE = os.environ.get("DEWAX_FFPROBE", "ffprobe")
DELTAS = (1, 2, 3)  # MDegrain3: three frames on each side


def probe(path):
    """Width, height and frames per second (as FFmpeg writes it)."""
    words = [FFPROBE, "-v", "error", "-select_streams", "v:0", "-of", "csv=p=0"]
    out = subprocess.run(words + ["-show_entries", "stream=width,height,r_frame_rate", path], check=True, stdout=subprocess.PIPE)
    width, height, rate = out.stdout.decode().strip().split(",")[:3]
    return int(width), int(height), rate


def decode(path, pixels, filters=None):
    """All frames as bytes. The clips of the bench are short: they fit into memory, and a filter may ask in any order."""
    words = [FFMPEG, "-nostdin", "-v", "error", "-i", path] + (["-vf", filters] if filters else [])
    words += ["-fps_mode", "passthrough", "-pix_fmt", pixels, "-f", "rawvideo", "-"]
    return subprocess.run(words, check=True, stdout=subprocess.PIPE).stdout


def clip_of(data, width, height, kind, rate):
    """A clip over decoded bytes."""
    sizes = [(width, height)] + ([] if kind == vs.GRAY8 else [(width // 2, height // 2)] * 2)
    frame_bytes = sum(w * h for w, h in sizes)
    num, den = map(int, rate.split("/"))
    blank = vs.core.std.BlankClip(None, width, height, kind, len(data) // frame_bytes, num, den, keep=True)

    def fill(n, f):
        frame, at = f.copy(), n * frame_bytes
        for plane, (w, h) in enumerate(sizes):
            to, stride = frame.get_write_ptr(plane).value, frame.get_stride(plane)
            for row in range(h):
                ctypes.memmove(to + row * stride, data[at:at + w], w)
                at += w
        return frame

    return vs.core.std.ModifyFrame(blank, blank, fill)


def degrained(clip):
    """MDegrain3 over motion of 16 px blocks, overlapping by half, half-pixel precise, thresholds as they come."""
    above = vs.core.mv.Super(clip, pel=2)
    vectors = []
    for delta in DELTAS:
        for backward in (True, False):
            vectors.append(vs.core.mv.Analyse(above, blksize=16, overlap=8, delta=delta, isb=backward))
    return vs.core.mv.Degrain3(clip, above, *vectors)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    path, mask_path, out = sys.argv[1:]
    width, height, rate = probe(path)
    clip = clip_of(decode(path, "yuv420p", "deflicker"), width, height, vs.YUV420P8, rate)
    result = degrained(clip)
    if mask_path != "-":
        mask = clip_of(decode(mask_path, "gray"), width, height, vs.GRAY8, rate)
        if mask.num_frames != clip.num_frames:
            sys.exit(f"mdegrain: the mask has {mask.num_frames} frames, the clip {clip.num_frames}")
        result = vs.core.std.MaskedMerge(clip, result, mask, first_plane=True)
    words = [FFMPEG, "-v", "error", "-y", "-f", "yuv4mpegpipe", "-i", "-", "-c:v", "ffv1", out]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as encoder:
        result.output(encoder.stdin, y4m=True)
        encoder.stdin.close()
    if encoder.returncode != 0:
        sys.exit("mdegrain: ffmpeg could not write the result")


if __name__ == "__main__":
    main()
