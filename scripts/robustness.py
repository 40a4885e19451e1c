#!/usr/bin/env python3
"""Kills dewax, fills its disk, gives it FFmpegs that hang or lie, runs it twice at once, kills films; counts what was lost. Needs Linux and FFmpeg.

scripts/robustness.py PATH/TO/dewax [--seed N] [--kills 30] [--full 10] [--lies 12] [--double 20] [--films 10]

Before and after each run every file of the folder is hashed. It is a failure when a source or a file that is nobody's of dewax changes or
goes, when a file under a final name is not one of the whole results that undisturbed runs make, when a run that ends by itself leaves
temporary files, when a lie passes, or when the run after a killed one does not do its work. Ends with 1 when anything failed.
"""

import argparse
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FRAMES = 24
LOOKS = ("light", "film-35")


def run(words, **more):
    return subprocess.run([str(w) for w in words], stdin=subprocess.DEVNULL, capture_output=True, text=True, **more)


def hashes(folder):
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


def pictures(out):
    """What FFmpeg decodes of a file; none when there is none or it is broken."""
    first = out.with_name(out.name % 1) if "%" in out.name else out
    if not first.exists():
        return None
    done = run(["ffmpeg", "-v", "error", "-xerror", "-i", out, "-map", "0:v:0", "-f", "framemd5", "-"])
    lines = [line.rsplit(",", 1)[-1].strip() for line in done.stdout.splitlines() if not line.startswith("#")]
    return tuple(lines) if done.returncode == 0 and not done.stderr else ("broken", done.stderr[:200])


class Bench:
    def __init__(self, dewax, seed):
        self.dewax, self.chance = dewax, random.Random(seed)
        self.failures, self.notes = [], {}
        self.base = Path(tempfile.mkdtemp(prefix="robustness-"))
        self.clip = self.base / "clip.mp4"
        run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc2=s=256x192:r=24:d={FRAMES / 24}", "-f", "lavfi", "-i", f"sine=d={FRAMES / 24}",
             "-c:v", "libx264", "-crf", "10", "-pix_fmt", "yuv420p", "-c:a", "aac", self.clip], check=True)
        self.whole, self.time_s, self.sizes = {}, {}, {}
        for ending in ("out.mov", "out.mkv", "out.mp4", "out_%03d.png"):
            for look in LOOKS:
                folder = self.folder()
                start = time.monotonic()
                done = self.fix(folder, ending, look)
                self.time_s[ending] = min(time.monotonic() - start, self.time_s.get(ending, 1e9))
                assert done.returncode in (0, 3), done
                self.whole[ending, look] = pictures(folder / ending)
                assert len(self.whole[ending, look]) == FRAMES, self.whole[ending, look]
                if look == LOOKS[0]:
                    own = folder.glob("out_0??.png") if "%" in ending else [folder / ending]
                    self.sizes[ending] = sum(p.stat().st_size for p in own)
                shutil.rmtree(folder)
            assert self.whole[ending, LOOKS[0]] != self.whole[ending, LOOKS[1]]

    def folder(self):
        """A folder with a source, and files that are nobody's of dewax, some with names close to those that it writes."""
        folder = Path(tempfile.mkdtemp(dir=self.base))
        shutil.copy(self.clip, folder / "clip.mp4")
        (folder / "notes.txt").write_text("mine")
        for name in ("out.mov.bak", "out_0001.png", ".out.mov", "out.wav"):
            (folder / name).write_text(f"somebody's {name}")
        (folder / "out.dewax").mkdir()
        (folder / "out.dewax" / "recipe.toml").write_text("somebody's")
        return folder

    def words(self, folder, ending, look):
        return [str(self.dewax), "fix", "--force", str(folder / "clip.mp4"), "-q", "--faces", "off", "--look", look, "-o", str(folder / ending)]

    def fix(self, folder, ending, look, **more):
        return run(self.words(folder, ending, look), **more)

    def look(self, what, folder, before, ending, allowed, leftovers=False):
        """What must hold after any run. `allowed` are the looks whose results may lie there; None is that nothing does."""
        after = hashes(folder)
        stem = ending.split("%")[0] if "%" in ending else ending
        for name, old in before.items():
            is_own = name == ending or name.startswith(f"{ending}.dewax/") or ("%" in ending and name.startswith(stem) and len(name) == len("out_001.png"))
            if not is_own and after.get(name) != old:
                self.fail(what, f"{name} changed")
        found = pictures(folder / ending)
        if found is None:
            if None not in allowed:
                self.fail(what, "the result is gone")
        elif found not in [self.whole[ending, look] for look in allowed if look]:
            self.fail(what, f"{ending} is not whole: {found[:2]}")
        hidden = [name for name in after if ".dewax-" in name]
        if hidden and not leftovers:
            self.fail(what, f"left behind: {hidden}")
        return None if found is None else next((l for l in allowed if l and self.whole[ending, l] == found), None)

    def fail(self, what, why):
        self.failures.append(f"{what}: {why}")
        print(f"FAILED {what}: {why}", flush=True)

    def count(self, what):
        self.notes[what] = self.notes.get(what, 0) + 1


def kills(bench, number):
    done = 0
    while done < number:
        ending = bench.chance.choice(["out.mov", "out.mkv", "out.mp4", "out_%03d.png"])
        folder = bench.folder()
        has_old = bench.chance.random() < 0.4
        if has_old:
            bench.fix(folder, ending, LOOKS[1])
        before = hashes(folder)
        child = subprocess.Popen(bench.words(folder, ending, LOOKS[0]), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # The moments that matter most are the last.
        moment = bench.chance.choice([bench.chance.uniform(0.0, 1.0), bench.chance.uniform(0.85, 1.0)]) * bench.time_s[ending]
        time.sleep(moment)
        was_running = child.poll() is None
        child.kill()
        child.wait()
        done += was_running
        what = f"kill {done} of {ending} after {moment:.2f} s"
        old = LOOKS[1] if has_old else None
        bench.count("killed while it ran" if was_running else "ended before it was killed")
        # A sequence is many files: between two names it is mixed, until the next run settles it.
        if "%" not in ending:
            now = bench.look(what, folder, before, ending, {old, LOOKS[0]}, leftovers=True)
            bench.count("killed: " + ("nothing there" if now is None else "the old result there" if now == old else "the new result there"))
        again = bench.fix(folder, ending, LOOKS[0])
        if again.returncode not in (0, 3):
            bench.fail(what, f"run again: {again.returncode} {again.stderr[-300:]}")
        bench.look(what + ", run again", folder, before, ending, {LOOKS[0]})
        shutil.rmtree(folder)


def full_disks(bench, number):
    can_mount = None
    for turn in range(number):
        ending = ("out.mov", "out.mkv", "out.mp4", "out_%03d.png")[turn % 4]
        room = int(bench.sizes[ending] * bench.chance.uniform(0.02, 0.9))
        folder = bench.folder()
        disk = folder / "disk"
        disk.mkdir()
        mounted = run(["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", disk]).returncode == 0
        can_mount = mounted
        (disk / "mine.txt").write_text("mine")
        before = hashes(folder)
        out = f"disk/{ending}"

        def limit():
            if not mounted:
                # The largest file that may be written; the signal that comes with it is ignored, so that writing fails as on a full disk.
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                part = room // FRAMES if "%" in ending else room
                resource.setrlimit(resource.RLIMIT_FSIZE, (part, part))

        done = run([w if w != str(folder / ending) else str(folder / out) for w in bench.words(folder, ending, LOOKS[0])], preexec_fn=limit)
        what = f"full disk {turn + 1} ({room} bytes for {ending})"
        if done.returncode in (0, 3):
            bench.fail(what, f"it said that all is well: {done.returncode}")
        bench.count(f"full disk: exit code {done.returncode}")
        after = hashes(folder)
        if {name: after.get(name) for name in before} != before:
            bench.fail(what, "a file changed")
        if set(after) != set(before):
            bench.fail(what, f"left behind: {sorted(set(after) - set(before))}")
        if mounted:
            run(["umount", disk])
        shutil.rmtree(folder)
    bench.notes["full disks were"] = "tmpfs of that size" if can_mount else "limits of file size"


DECODE, ENCODE = '*"pipe:1"*', '*"pipe:0"*'
LAST = 'for last in "$@"; do :; done; out=${last#file:}'
SHORT = "encoder leaves out the end"
LIES = {
    "decoder hangs": ("ffmpeg", DECODE, "exec sleep 600"),
    "encoder hangs": ("ffmpeg", ENCODE, "exec sleep 600"),
    "ffprobe hangs": ("ffprobe", "*show_streams*", "exec sleep 600"),
    "decoder gives nothing": ("ffmpeg", DECODE, "exit 0"),
    "decoder gives half": ("ffmpeg", DECODE, 'REAL "$@" | head -c 900000; exit 0'),
    "decoder gives garbage": ("ffmpeg", DECODE, "head -c 3000000 /dev/urandom; exit 0"),
    "decoder fails at its end": ("ffmpeg", DECODE, 'REAL "$@"; exit 1'),
    "encoder writes nothing": ("ffmpeg", ENCODE, "cat > /dev/null; exit 0"),
    "encoder writes half": ("ffmpeg", ENCODE, LAST + '; REAL "$@"; truncate -s $(($(stat -c %s "$out") / 2)) "$out"; exit 0'),
    "encoder writes garbage": ("ffmpeg", ENCODE, LAST + '; cat > /dev/null; head -c 300000 /dev/urandom > "$out"; exit 0'),
    SHORT: ("ffmpeg", ENCODE, LAST + '; REAL "$@"; REAL -v error -y -i "$out" -map 0 -c copy -frames:v 20 "$out.x.mov" && mv "$out.x.mov" "$out"; exit 0'),
    "ffprobe says nothing": ("ffprobe", "*", "exit 0"),
}


def lies(bench, number):
    for turn in range(number):
        name = list(LIES)[turn % len(LIES)]
        tool, when, body = LIES[name]
        folder = bench.folder()
        real = shutil.which(tool)
        fake = folder / "tools" / tool
        fake.parent.mkdir()
        # `-version` and `-encoders` are answered: else it would only be told as an FFmpeg that is not there.
        fake.write_text(f'#!/bin/sh\ncase "$*" in *-version*|*-encoders*|*-decoders*) exec {real} "$@";; {when}) {body.replace("REAL", real)};; *) exec {real} "$@";; esac\n')
        fake.chmod(0o755)
        before = hashes(folder)
        environment = dict(os.environ, PATH=f"{fake.parent}:{os.environ['PATH']}", DEWAX_PATIENCE_S="2")
        environment.pop("DEWAX_FFMPEG", None)
        start = time.monotonic()
        try:
            done = bench.fix(folder, "out.mov", LOOKS[0], env=environment, timeout=120)
        except subprocess.TimeoutExpired:
            bench.fail(name, "dewax hangs")
            continue
        took = time.monotonic() - start
        print(f"  {name}: {done.returncode} after {took:.1f} s: {done.stderr.strip()[-160:]}")
        bench.count(f"{name}: exit code {done.returncode}")
        if name == SHORT:
            # A file that can be read and is not what was rendered stays for judging: the certificate refuses it by name.
            report = (folder / "out.mov.dewax" / "report.json").read_text()
            if done.returncode != 3 or f"20 of {FRAMES} decoded" not in report:
                bench.fail(name, f"exit code {done.returncode}, and the report does not say it")
            bench.whole["out.mov", SHORT] = pictures(folder / "out.mov")
            bench.look(name, folder, before, "out.mov", {SHORT})
        else:
            if done.returncode != 1:
                bench.fail(name, f"exit code {done.returncode}")
            bench.look(name, folder, before, "out.mov", {None})
        shutil.rmtree(folder)


def doubles(bench, number):
    for turn in range(number):
        ending = ("out.mov", "out.mkv", "out.mp4", "out_%03d.png")[turn % 4]
        folder = bench.folder()
        before = hashes(folder)
        delay = bench.chance.choice([0.0, bench.chance.uniform(0.0, 1.2) * bench.time_s[ending]])
        children = []
        for look in LOOKS:
            children.append(subprocess.Popen(bench.words(folder, ending, look), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
            time.sleep(delay if len(children) == 1 else 0)
        said = [child.communicate()[1] for child in children]
        codes = [child.returncode for child in children]
        what = f"double run {turn + 1} of {ending}, {delay:.2f} s apart"
        if not any(code in (0, 3) for code in codes) or any(code not in (0, 1, 3) for code in codes):
            bench.fail(what, f"{codes} {said}")
        done = {look for look, code in zip(LOOKS, codes) if code in (0, 3)}
        now = bench.look(what, folder, before, ending, done)
        recipe = (folder / f"{ending}.dewax" / "recipe.toml").read_text()
        if f'look = "{now}"' not in recipe:
            bench.fail(what, f"the recipe beside {now} is another's")
        bench.count("double runs: one refused" if 1 in codes else "double runs: both done, one after the other")
        shutil.rmtree(folder)


def films(bench, shots):
    """A film of so many shots of 2 s (a fifth of them in one file), killed twice and resumed: the same bytes as undisturbed, nothing measured twice."""
    if shots == 0:
        return
    folder = Path(tempfile.mkdtemp(dir=bench.base))
    (folder / "clips").mkdir()
    colours = ["red", "green", "blue", "yellow", "gray"]
    inner = shots // 5
    for number in range(shots - inner + 1):
        parts = range(inner) if number == shots - inner else [number]
        # Parts of one file differ so much that there is a cut between them.
        kinds = [f"mandelbrot=s=160x120:r=24:start_scale={0.5 + 0.07 * number}", "testsrc2=s=160x120:r=24"]
        row = [f"{kinds[i % 2]},drawbox=t=fill:w=50:color={colours[n % 5]},trim=duration=2[p{i}]" for i, n in enumerate(parts)]
        graph = ";".join(row) + ";" + "".join(f"[p{i}]" for i in range(len(row))) + f"concat=n={len(row)}:v=1:a=0"
        run(["ffmpeg", "-v", "error", "-filter_complex", graph, "-c:v", "libx264", "-crf", "10", "-pix_fmt", "yuv420p", folder / "clips" / f"shot_{number}.mp4"], check=True)
    run([bench.dewax, "project", "init", folder / "clips", "-q", "--faces", "off", "-o", folder / "whole.dewax.toml"], check=True)
    shutil.copy(folder / "whole.dewax.toml", folder / "killed.dewax.toml")
    words = lambda name: [str(bench.dewax), "fix", str(folder / f"{name}.dewax.toml"), "-q", "--faces", "off", "--look", "film-35", "-o", str(folder / name)]
    whole = run(words("whole"))
    measured = folder / "killed.dewax.toml.dewax"
    known = lambda: {p: (p.stat().st_ino, p.stat().st_mtime_ns) for p in measured.rglob("analysis.json")}
    # The overview names the file of its film.
    file_of = lambda name: f"../{name}.dewax.toml".encode()
    made = lambda name: {str(p.relative_to(folder / name)): hashlib.sha256(p.read_bytes().replace(file_of(name), b"")).hexdigest() for p in (folder / name).rglob("*")
                         if p.name.endswith((".mov", "recipe.toml", "film.json"))}
    is_made = lambda name: [p for p in (folder / name).glob("*.mov") if not p.name.startswith(".")]
    files = len(list((folder / "clips").iterdir()))
    for moment in (lambda: len(known()) >= files // 2, lambda: (folder / "killed").is_dir() and len(is_made("killed")) >= shots // 2):
        child = subprocess.Popen(words("killed"), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not moment() and child.poll() is None:
            time.sleep(0.01)
        time.sleep(bench.chance.uniform(0.0, 0.5))
        bench.count("films: killed while it ran" if child.poll() is None else "films: ended before it was killed")
        child.kill()
        child.wait()
        before = known()
    again = run(words("killed"))
    if again.returncode != whole.returncode:
        bench.fail("film", f"resumed: {again.returncode} {again.stderr[-300:]}")
    if made("killed") != made("whole"):
        bench.fail("film", "a killed and resumed film is not as an undisturbed one")
    if any(known()[path] != was for path, was in before.items()):
        bench.fail("film", "something was measured twice")
    left = [str(p) for name in ("killed", "killed.dewax.toml.dewax") for p in (folder / name).rglob(".*")]
    if left:
        bench.fail("film", f"left behind: {left}")
    bench.count(f"films: {len(is_made('killed'))} shots of {files} files")


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("dewax", type=Path)
    asked.add_argument("--seed", type=int, default=1)
    for name, usual in (("kills", 30), ("full", 10), ("lies", len(LIES)), ("double", 20), ("films", 10)):
        asked.add_argument(f"--{name}", type=int, default=usual)
    asked = asked.parse_args()
    start = time.monotonic()
    bench = Bench(asked.dewax.resolve(), asked.seed)
    for name, work, number in (("kills", kills, asked.kills), ("full disks", full_disks, asked.full), ("lies", lies, asked.lies), ("double runs", doubles, asked.double), ("films of so many shots", films, asked.films)):
        print(f"{name}: {number}", flush=True)
        work(bench, number)
    for what, count in sorted(bench.notes.items()):
        print(f"  {what}: {count}")
    print(f"{len(bench.failures)} failures in {time.monotonic() - start:.0f} s")
    shutil.rmtree(bench.base, ignore_errors=True)
    return 1 if bench.failures else 0


if __name__ == "__main__":
    sys.exit(main())
