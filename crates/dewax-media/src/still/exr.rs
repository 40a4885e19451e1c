//! What OpenEXR says beside its pixels. FFmpeg reads the picture of the first layer and the shape of its pixels; the rest is named, so
//! that the report can say that it is not carried.

use super::Facts;

/// Bytes of a name or a type at most (OpenEXR 2, "long names").
const LONGEST_NAME: usize = 256;
/// Bit of the version field that says that there are several parts.
const PARTS: u32 = 1 << 12;
/// Channels that are the picture itself.
const OF_PICTURE: [&[u8]; 7] = [b"R", b"G", b"B", b"A", b"Y", b"RY", b"BY"];
/// Attributes that say how the pixels lie, or that FFmpeg reads.
const OF_PIXELS: [&[u8]; 14] = [
    b"channels",
    b"compression",
    b"dataWindow",
    b"displayWindow",
    b"lineOrder",
    b"pixelAspectRatio",
    b"screenWindowCenter",
    b"screenWindowWidth",
    b"tiles",
    b"type",
    b"chunkCount",
    b"framesPerSecond",
    b"writer",
    b"dwaCompressionLevel",
];

/// The first bytes of such files.
pub(super) const MAGIC: [u8; 4] = [0x76, 0x2f, 0x31, 0x01];

/// What the first header says. Of a file that is cut off or damaged, what stands before that.
pub(super) fn read(bytes: &[u8]) -> Facts {
    let version = bytes.get(4..8).and_then(|v| v.try_into().ok()).map_or(0, u32::from_le_bytes);
    let mut rest = bytes.get(8..).unwrap_or_default();
    let (mut layers, mut colours, mut others) = (version & PARTS != 0, false, false);
    while let Some((name, content)) = attribute(&mut rest) {
        match name {
            b"channels" => layers |= channels(content).iter().any(|channel| !OF_PICTURE.contains(channel)),
            b"chromaticities" => colours = true,
            _ => others |= !OF_PIXELS.contains(&name),
        }
    }
    let all = [
        (layers, "further layers and channels of EXR (such as depth)"),
        (colours, "the chromaticities of EXR"),
        (others, "attributes of EXR (such as owner and timecode)"),
    ];
    let untold = all.into_iter().filter(|(is_there, _)| *is_there).map(|(_, what)| what).collect();
    Facts { untold, ..Facts::default() }
}

/// Takes a name, which ends with a zero; none at the end of a list.
fn name<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = rest.iter().take(LONGEST_NAME).position(|byte| *byte == 0).filter(|length| *length > 0)?;
    let (name, after) = rest.split_at(length);
    *rest = &after[1..];
    Some(name)
}

/// Takes an attribute: its name and its content. Its type and its size stand between them.
fn attribute<'a>(rest: &mut &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    let called = name(rest)?;
    name(rest)?;
    let (size, after) = rest.split_first_chunk::<4>()?;
    let size = usize::try_from(u32::from_le_bytes(*size)).ok()?;
    let (content, after) = after.split_at_checked(size)?;
    *rest = after;
    Some((called, content))
}

/// The names of the channels: each stands before 16 bytes of its own.
fn channels(mut content: &[u8]) -> Vec<&[u8]> {
    let mut all = Vec::new();
    while let Some(channel) = name(&mut content) {
        all.push(channel);
        let Some(after) = content.get(16..) else { break };
        content = after;
    }
    all
}
