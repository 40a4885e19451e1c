//! NUT, the container that raw pictures travel in between dewax and FFmpeg: it keeps every timestamp.
//!
//! [`NutReader`] reads what `ffmpeg -f nut -c:v rawvideo` writes; [`NutWriter`] writes one raw video stream that
//! every FFmpeg reads. Format: the NUT specification (nut.txt of the FFmpeg project's nut repository).

mod fields;
mod reader;
mod writer;

pub use reader::{NutReader, NutStream};
pub use writer::{NutVideo, NutWriter};

/// The first bytes of a NUT file.
pub(crate) const FILE_ID: &[u8; 25] = b"nut/multimedia container\0";

pub(crate) const MAIN: u64 = 0x4E4D_7A56_1F5F_04AD;
pub(crate) const STREAM: u64 = 0x4E53_1140_5BF2_F9DB;
pub(crate) const SYNCPOINT: u64 = 0x4E4B_E4AD_EECA_4569;
pub(crate) const INDEX: u64 = 0x4E58_DD67_2F23_E64E;
pub(crate) const INFO: u64 = 0x4E49_AB68_B596_BA78;

pub(crate) const FLAG_KEY: u64 = 1;
pub(crate) const FLAG_CODED_PTS: u64 = 8;
pub(crate) const FLAG_STREAM_ID: u64 = 16;
pub(crate) const FLAG_SIZE_MSB: u64 = 32;
pub(crate) const FLAG_CHECKSUM: u64 = 64;
pub(crate) const FLAG_RESERVED: u64 = 128;
pub(crate) const FLAG_SIDE_DATA: u64 = 256;
pub(crate) const FLAG_HEADER_INDEX: u64 = 1024;
pub(crate) const FLAG_MATCH_TIME: u64 = 2048;
pub(crate) const FLAG_CODED: u64 = 4096;
pub(crate) const FLAG_INVALID: u64 = 8192;

/// A packet whose size field is above this has a checksum of its header as well.
pub(crate) const HEADER_CHECKSUM_FROM: u64 = 4096;

/// Why a NUT stream could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum NutError {
    /// The pipe or file failed.
    #[error("the pipe to FFmpeg broke: {0}")]
    Io(#[from] std::io::Error),
    /// Bytes that are not NUT, or NUT that dewax does not use.
    #[error(
        "FFmpeg sent a picture stream that cannot be read ({0}); run `dewax doctor` to check the installation"
    )]
    Broken(&'static str),
}

/// The checksum of NUT: CRC-32, polynomial 0x04C11DB7, most significant bit first, starting from 0.
pub(crate) fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = 0u32;
    for &byte in bytes {
        crc ^= u32::from(byte) << 24;
        for _ in 0..8 {
            crc = (crc << 1) ^ if crc & 0x8000_0000 == 0 { 0 } else { 0x04C1_1DB7 };
        }
    }
    crc
}

#[cfg(test)]
pub(crate) use tests::sample;

#[cfg(test)]
mod tests {
    use super::*;

    /// One stream of three tiny pictures, with gaps in time.
    pub(crate) fn sample() -> Vec<u8> {
        let video = NutVideo {
            fourcc: *b"Y800",
            width: 4,
            height: 2,
            sample_aspect: (8, 9),
            time_base: (1, 12800),
            last_duration: 512,
        };
        let mut writer = NutWriter::new(Vec::new(), &video).unwrap();
        for (pts, value) in [(5, 1), (517, 2), (300_000, 3)] {
            writer.put(pts, &[value; 8]).unwrap();
        }
        writer.into_inner()
    }

    fn read(bytes: &[u8]) -> Result<Vec<(i64, Vec<u8>)>, NutError> {
        let mut reader = NutReader::new(bytes, 1 << 16)?;
        let (mut all, mut payload) = (Vec::new(), Vec::new());
        while let Some(pts) = reader.next(&mut payload)? {
            all.push((pts, payload.clone()));
        }
        Ok(all)
    }

    #[test]
    fn reads_what_it_writes() {
        let bytes = sample();
        let reader = NutReader::new(&bytes[..], 1 << 16).unwrap();
        let stream = reader.stream();
        assert_eq!((stream.width, stream.height, stream.fourcc.as_slice()), (4, 2, &b"Y800"[..]));
        assert_eq!(stream.time_base, (1, 12800));
        let all = read(&bytes).unwrap();
        assert_eq!(all, vec![(5, vec![1; 8]), (517, vec![2; 8]), (300_000, vec![3; 8])]);
    }

    #[test]
    fn a_cut_stream_gives_an_error_or_whole_pictures() {
        let bytes = sample();
        for end in 0..bytes.len() {
            if let Ok(all) = read(&bytes[..end]) {
                assert!(all.iter().all(|(_, payload)| payload.len() == 8));
            }
        }
    }

    #[test]
    fn the_checksum_of_bytes_and_their_checksum_is_zero() {
        let mut bytes = b"some bytes".to_vec();
        let crc = checksum(&bytes);
        bytes.extend_from_slice(&crc.to_be_bytes());
        assert_eq!(checksum(&bytes), 0);
    }
}
