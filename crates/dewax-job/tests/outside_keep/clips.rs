//! A clip with everything beside its picture.

use super::*;

pub(crate) fn rich_clip(bench: &Bench) -> PathBuf {
    let chapters = bench.path("chapters.txt");
    std::fs::write(
        &chapters,
        ";FFMETADATA1\ntitle=Take 5\nprompt={\"seed\": 1}\nAIGC={\"Label\": \"1\"}\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=one\n\
         [CHAPTER]\nTIMEBASE=1/1000\nSTART=500\nEND=1000\ntitle=two\n",
    )
    .unwrap();
    let subtitles = bench.path("text.srt");
    std::fs::write(&subtitles, "1\n00:00:00,100 --> 00:00:00,800\nHello\n").unwrap();
    let (chapters, subtitles) = (chapters.display().to_string(), subtitles.display().to_string());
    let path = bench.path("rich.mp4");
    ffmpeg(
        &[
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=96x64:r=24:d=1",
            "-f",
            "lavfi",
            "-i",
            "sine=d=1",
            "-i",
            &chapters,
            "-i",
            &subtitles,
            "-map",
            "0:v",
            "-map",
            "1:a",
            "-map",
            "1:a",
            "-map",
            "3:s",
            "-map_metadata",
            "2",
            "-map_chapters",
            "2",
            "-vf",
            "setsar=8/9",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-c:s",
            "mov_text",
            "-metadata:s:a:0",
            "language=deu",
            "-metadata:s:a:1",
            "language=fra",
            "-metadata:s:v:0",
            "language=eng",
            "-timecode",
            "10:11:12:13",
            "-movflags",
            "+use_metadata_tags",
            "-color_primaries",
            "bt709",
            "-color_trc",
            "bt709",
            "-colorspace",
            "bt709",
            "-color_range",
            "tv",
            "-chroma_sample_location",
            "left",
        ],
        &path,
    );
    path
}
