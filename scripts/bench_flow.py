#!/usr/bin/env python3
"""Error and time of the dense flow beside OpenCV's DIS, one thread each, on the same pairs with known motion.

Usage: scripts/bench_flow.py [STILL ...]     more stills (photographs) beside the made pictures
Needs numpy and opencv-python-headless (Python packages), and `cargo build --release -p dewax --example flow_bench` before.
Times are the least of interleaved runs and include the pyramids; EPE is the mean end-point error in px.
"""
import os
import subprocess
import sys
import tempfile
import time

try:
    import cv2
    import numpy as np
except ImportError as error:
    sys.exit(f"bench_flow: {error.name} is missing; get it with: pip install opencv-python-headless numpy")

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
OURS = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release/examples/flow_bench")
SIZES = {"480p": (854, 480), "720p": (1280, 720), "1080p": (1920, 1080)}
PRESETS = {"ultrafast": 0, "fast": 1, "medium": 2}
ROUNDS = int(os.environ.get("ROUNDS", "3"))
EDGE = 16  # pixels next to the edge have no counterpart


def smooth_motion(width, height, seed, mean=2.3):
    """A smooth non-rigid motion of `mean` px on average: a few waves, a turn and a scale."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = x / height - width / height / 2, y / height - 0.5
    field = np.zeros((height, width, 2), np.float32)
    for axis in (0, 1):
        field[..., axis] = rng.normal(0, 1) + rng.normal(0, 1) * x + rng.normal(0, 1) * y
        for _ in range(4):
            kx, ky = rng.normal(0, 6, 2)
            field[..., axis] += 0.6 * np.sin(kx * x + ky * y + rng.uniform(0, 6.28))
    return field * (mean / np.hypot(field[..., 0], field[..., 1]).mean())


def pair(still, seed):
    """Picture one, picture two (noise of one level, flicker of 2 %), and the motion between them."""
    height, width = still.shape
    rng = np.random.default_rng(seed + 1000)
    flow = smooth_motion(width, height, seed)
    gx, gy = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    back = -flow.copy()  # inverse of the motion, by iteration: two(p) = one(p + back(p))
    for _ in range(30):
        back = -cv2.remap(flow, gx + back[..., 0], gy + back[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    two = cv2.remap(still, gx + back[..., 0], gy + back[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    noisy = [p * gain + rng.normal(0, 1, p.shape) for p, gain in ((still, 1.0), (two, 1.02 if seed % 2 else 0.98))]
    return [np.clip(np.rint(p), 0, 255).astype(np.uint8) for p in noisy] + [flow]


def made(width, height):
    """Band-limited noise of three sizes."""
    white = np.random.default_rng(5).normal(0, 1, (height, width)).astype(np.float32)
    bands = [(cv2.GaussianBlur(white, (0, 0), s), gain) for s, gain in ((1.5, 10), (4, 15), (14, 25))]
    return np.clip(128 + sum(b / b.std() * gain for b, gain in bands), 0, 255).astype(np.float32)


def cut(path, width, height):
    """The middle of a photograph at the wanted size, as luma."""
    image = cv2.imread(path, cv2.IMREAD_GRAYSCALE)
    if image is None:
        sys.exit(f"bench_flow: {path} cannot be read as a picture")
    scale = max(width / image.shape[1], height / image.shape[0])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = (max(width, round(image.shape[1] * scale)), max(height, round(image.shape[0] * scale)))
    image = cv2.resize(image.astype(np.float32), size, interpolation=how)
    y, x = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return image[y : y + height, x : x + width]


def epe(found, truth):
    apart = np.hypot(*np.moveaxis(found - truth, 2, 0))
    return apart[EDGE:-EDGE, EDGE:-EDGE].mean()


def main():
    cv2.setNumThreads(1)
    environment = dict(os.environ, RAYON_NUM_THREADS="1")
    print("| picture | size | preset | EPE OpenCV | EPE ours | ratio | ms OpenCV | ms ours | ratio |\n|" + "---|" * 9)
    with tempfile.TemporaryDirectory() as folder:
        one, two, out = (os.path.join(folder, name) for name in ("one.pgm", "two.pgm", "out.flo"))
        for which, path in enumerate([None] + sys.argv[1:]):
            for size, (width, height) in SIZES.items():
                name = os.path.basename(path).split(".")[0] if path else "made noise"
                a, b, truth = pair(cut(path, width, height) if path else made(width, height), which)
                cv2.imwrite(one, a), cv2.imwrite(two, b)
                for preset, number in PRESETS.items():
                    theirs, ours = [], []
                    for _ in range(ROUNDS):
                        dis = cv2.DISOpticalFlow_create(number)
                        for _ in range(2):  # the first run allocates
                            began = time.process_time()
                            flow = dis.calc(a, b, None)
                            theirs.append(1e3 * (time.process_time() - began))
                        command = [OURS, "--preset", preset, "--repeat", "3", "--out", out, one, two]
                        words = subprocess.run(command, env=environment, check=True, capture_output=True).stdout.split()
                        ours.append(float(words[1]))
                    mine = np.fromfile(out, np.float32, offset=12).reshape(height, width, 2)
                    e0, e1, t0, t1 = epe(flow, truth), epe(mine, truth), min(theirs), min(ours)
                    print(f"| {name} | {size} | {preset} | {e0:.3f} | {e1:.3f} | {e1 / e0:.2f} "
                          f"| {t0:.1f} | {t1:.1f} | {t1 / t0:.2f} |", flush=True)


if __name__ == "__main__":
    main()
