#!/usr/bin/env python3
"""What dewax says of cut lists and grades, beside OpenTimelineIO and OpenColorIO: run by dewax-media's test `interchange` on a folder.

Reads the lists and grades that dewax wrote there and compares them with what it meant (`*.json`), then writes lists of its own for dewax
to read. Needs OpenTimelineIO, otio-cmx3600-adapter, otio-fcp-adapter and opencolorio. Says how far they are apart; ends with 1 where that is too far.
"""

import bisect
import json
import pathlib
import sys

import opentimelineio as otio
import PyOpenColorIO as ocio

# Colours may differ by so much, on 0 to 1.
FAR = 1e-4


def rows(timeline):
    """Name, first frame, frames, place in the film, file, grade and recipe of each part of the one track."""
    track = timeline.video_tracks()[0]
    start = timeline.global_start_time
    out = []
    for clip in track.find_clips():
        shown = clip.source_range
        place = clip.transformed_time_range(clip.trimmed_range(), timeline.tracks).start_time
        if start is not None:
            place = place.rescaled_to(start.rate) + start
        cdl = dict(clip.metadata.get("cdl", {}))
        sop = cdl.get("asc_sop", {})
        url = getattr(clip.media_reference, "target_url", None)
        out.append({
            "name": clip.name,
            "first_frame": shown.start_time.value,
            "frames": shown.duration.value,
            "rate": shown.start_time.rate,
            "record_frame": place.value,
            "url": url,
            "cdl": [list(sop[k]) for k in ("slope", "offset", "power")] + [cdl["asc_sat"]] if cdl else None,
            "markers": [[m.name.upper(), m.color, m.marked_range.start_time.value] for m in clip.markers],
        })
    return out


def apart(was, due, where):
    """Ends the run where a number is not what was meant."""
    for key, value in due.items():
        got = was[key]
        if isinstance(value, float) or isinstance(value, int):
            same = abs(got - value) < 1e-6
        elif key == "cdl" and value is not None:
            flat = lambda c: [x for part in c[:3] for x in part] + [c[3]]
            same = got is not None and max(abs(a - b) for a, b in zip(flat(got), flat(value))) < 1e-6
        else:
            same = got == value
        if not same:
            sys.exit(f"{where}: {due.get('name')}: {key} is {got!r}, and dewax meant {value!r}")


def lists(folder):
    count, frames = 0, 0
    for meant in sorted(folder.glob("ours_*.json")):
        film = json.loads(meant.read_text())
        rate = film["rate"]
        readers = ("otio", {}), ("edl", {"adapter_name": "cmx_3600", "rate": rate}), ("xml", {"adapter_name": "fcp_xml"})
        for ending, reader in readers:
            path = meant.with_suffix("." + ending)
            if not path.exists():
                continue
            read = rows(otio.adapters.read_from_file(str(path), **reader))
            if len(read) != len(film["clips"]):
                sys.exit(f"{path}: {len(read)} parts, and dewax meant {len(film['clips'])}")
            for got, due in zip(read, film["clips"]):
                due = dict(due)
                begin = due.pop("begin")
                if ending == "xml":
                    xml_part(got, due, begin, rate)
                elif ending == "edl":
                    # The path as it is, markers where they stand in the film; drop-frame ones are not read by this adapter.
                    due["url"] = due.pop("path")
                    due.pop("markers")
                due.pop("path", None)
                frames += shown(got, due.pop("shown", None), path)
                apart(got, due, path)
                count += 1
        theirs(folder, meant.stem.replace("ours_", "theirs_"), film)
    return count, frames


def shown(got, due, where):
    """Of a file whose rate varies: frame by frame of the list, the picture that is shown then is one of those that dewax meant, and all are."""
    if due is None:
        return 0
    first, rate = got["first_frame"], got["rate"]
    start = otio.opentime.RationalTime(first, rate).to_seconds()
    # A quarter of a frame is what timestamps are rounded by.
    at = (otio.opentime.RationalTime(first + n + 0.25, rate).to_seconds() for n in range(int(got["frames"])))
    seen = [bisect.bisect_right(due["seconds"], seconds) - 1 for seconds in at]
    if sorted(set(seen)) != list(range(due["frames"])):
        sys.exit(f"{where}: {got['name']} shows {seen} from {start} s on, and dewax meant the first {due['frames']}")
    return len(seen)


def xml_part(got, due, begin, rate):
    """What Final Cut Pro 7 XML says otherwise: no grade, a host in URLs, markers from the start of the media, whose colours the adapter leaves."""
    due["cdl"] = None
    due["url"] = due["url"].replace("file://", "file://localhost")
    due["markers"] = [[name, first - begin] for name, _, first in due["markers"]]
    got["markers"] = [[name, first] for name, _, first in got["markers"]]
    if due["rate"] != rate:
        # It takes lengths from places in the film, which are whole frames of the film.
        if abs(got["frames"] - due["frames"]) > due["rate"] / rate:
            sys.exit(f"{due['name']}: {got['frames']} frames, and dewax meant {due['frames']}")
        due["frames"] = got["frames"]


def theirs(folder, name, film):
    """The same film, made and written here."""
    time = otio.opentime.RationalTime
    span = otio.opentime.TimeRange
    rate = film["rate"]
    timeline = otio.schema.Timeline(name, global_start_time=time(film["start_frame"], rate))
    count = {"fcp_xml": {"timecode": {"displayformat": "DF"}}} if film["drop_frame"] else {}
    timeline.metadata.update(count)
    track = otio.schema.Track("V1", kind="Video")
    timeline.tracks.append(track)
    at = film["start_frame"]
    for part in film["clips"]:
        free = part["record_frame"] - at
        if free > 0.5:
            track.append(otio.schema.Gap(source_range=span(time(0, rate), time(free, rate))))
            at += free
        own = part["rate"]
        before = min(12, part["first_frame"])
        there = span(time(part["first_frame"] - before, own), time(part["frames"] + 24, own))
        clip = otio.schema.Clip(
            part["name"],
            media_reference=otio.schema.ExternalReference(part["path"], there, metadata=count),
            source_range=span(time(part["first_frame"], own), time(part["frames"], own)),
        )
        if part["cdl"]:
            slope, offset, power, saturation = part["cdl"]
            clip.metadata["cdl"] = {"asc_sop": {"slope": slope, "offset": offset, "power": power}, "asc_sat": saturation}
        track.append(clip)
        at += part["frames"] * rate / own
    otio.adapters.write_to_file(timeline, str(folder / (name + ".otio")))
    otio.adapters.write_to_file(timeline, str(folder / (name + ".xml")), adapter_name="fcp_xml")
    if all(part["rate"] == rate for part in film["clips"]):
        # This adapter counts from the start of the track, not of the timeline.
        text = otio.adapters.write_to_string(timeline, "cmx_3600", rate=rate)
        (folder / (name + ".edl")).write_text(text)


def grades(folder):
    most, count = 0.0, 0
    for meant in sorted(folder.glob("grade_*.json")):
        film = json.loads(meant.read_text())
        for ending in ("cc", "ccc", "cdl"):
            path = meant.with_suffix("." + ending)
            grade = ocio.CDLTransform.CreateFromFile(str(path), "a" if ending != "cc" else "")
            # The style of a file that is read is without clamps; the standard clamps.
            grade.setStyle(ocio.CDL_ASC)
            processor = ocio.Config.CreateRaw().getProcessor(grade).getDefaultCPUProcessor()
            for rgb, due in film["colours"]:
                got = processor.applyRGB(rgb)
                most = max([most] + [abs(a - b) for a, b in zip(got, due)])
                count += 1
        table = ocio.FileTransform(str(meant.with_suffix(".cube").absolute()), interpolation=ocio.INTERP_TETRAHEDRAL)
        table = ocio.Config.CreateRaw().getProcessor(table).getOptimizedCPUProcessor(ocio.OPTIMIZATION_LOSSLESS)
        for rgb, due in film["points"]:
            most = max([most] + [abs(a - b) for a, b in zip(table.applyRGB(rgb), due)])
            count += 1
    if most > FAR:
        sys.exit(f"grades are {most:.2e} apart")
    return count, most


def main():
    folder = pathlib.Path(sys.argv[1])
    parts, frames = lists(folder)
    colours, most = grades(folder)
    print(f"{parts} parts of cut lists agree frame by frame, {frames} frames show what is meant where rates vary; {colours} colours agree to {most:.2e}")


main()
