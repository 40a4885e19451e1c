//! Where a cut list says that a file lies: URLs and paths of several systems, to paths of this one and back. Nothing is opened.

use std::path::{Path, PathBuf};

/// Endings of files with pictures, by which the name of a clip is known as that of a file.
const ENDINGS: &[&str] =
    &["mov", "mp4", "m4v", "mkv", "mxf", "webm", "avi", "png", "tif", "tiff", "exr", "dpx", "jpg", "jpeg"];

/// Of them those of single pictures.
const PICTURES: &[&str] = &["png", "tif", "tiff", "exr", "dpx", "jpg", "jpeg"];

/// Whether a file is a picture by its ending.
pub(super) fn is_picture(path: &Path) -> bool {
    path.extension().and_then(|e| e.to_str()).is_some_and(|e| PICTURES.contains(&e.to_lowercase().as_str()))
}

/// The path of what a cut list names, or none where it lies on another machine. `is_there` says whether a name as it stands is one of a file:
/// some programs write names as they are, others with `%20` for a space.
pub(super) fn path_of(url: &str, is_there: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    let url = url.trim();
    if url.is_empty() || url.contains('\0') {
        return None;
    }
    if let Some(rest) = strip(url, "file:") {
        // file:///path, file://localhost/path, file:/path; another host is another machine.
        let path = match rest.strip_prefix("//") {
            Some(after) => {
                let at = after.find('/')?;
                let host = &after[..at];
                (host.is_empty() || host.eq_ignore_ascii_case("localhost")).then(|| &after[at..])?
            }
            None => rest,
        };
        // file:///C:/path is C:/path where there are drives, and some write C%3a.
        let path = decoded(path);
        let bare = path.trim_start_matches('/');
        return Some(PathBuf::from(if is_drive(bare) { bare } else { &path }));
    }
    if has_scheme(url) {
        return None;
    }
    if is_drive(url) || url.starts_with("\\\\") {
        return Some(PathBuf::from(url.replace('\\', "/")));
    }
    let plain = PathBuf::from(url);
    Some(if is_there(&plain) { plain } else { PathBuf::from(decoded(url)) })
}

/// A clip's name as a file's, where it ends as one.
pub(super) fn file_name(name: &str) -> Option<PathBuf> {
    let ending = Path::new(name).extension()?.to_str()?.to_lowercase();
    (ENDINGS.contains(&ending.as_str()) && !has_scheme(name)).then(|| PathBuf::from(name))
}

/// Name before the number, its digits, name behind it, of `shot.%04d.png`.
pub(super) fn sequence(path: &Path) -> Option<(String, u64, String)> {
    let name = path.file_name()?.to_str()?;
    let (before, rest) = name.split_once('%')?;
    let (digits, behind) = rest.split_once('d')?;
    let is_number = digits.bytes().all(|b| b.is_ascii_digit()) && !behind.contains('%');
    // `50%done.mov` is a film; `%d` without digits stands alone.
    let is_alone = !digits.is_empty() || !behind.starts_with(|c: char| c.is_alphanumeric());
    (is_number && is_alone && is_picture(path))
        .then(|| (before.to_owned(), digits.parse().unwrap_or(0), behind.to_owned()))
}

fn strip<'a>(url: &'a str, scheme: &str) -> Option<&'a str> {
    url.get(..scheme.len()).filter(|head| head.eq_ignore_ascii_case(scheme)).map(|head| &url[head.len()..])
}

/// Whether it begins as `https://` does.
pub(super) fn has_scheme(url: &str) -> bool {
    url.split_once("://").is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

fn is_drive(path: &str) -> bool {
    matches!(path.as_bytes(), [letter, b':', b'/' | b'\\', ..] if letter.is_ascii_alphabetic())
}

/// With `%20` and the like as what they stand for (RFC 3986); what is no such number stays as it is.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = |i: usize| bytes.get(at + i).and_then(|b| char::from(*b).to_digit(16));
        match (byte, hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) if high + low > 0 => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

/// The URL of a path: relative ones stay relative, absolute ones get `file://`.
pub(super) fn url_of(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut url = String::with_capacity(text.len() + 8);
    if is_drive(&text) {
        url.push_str("file:///");
    } else if text.starts_with('/') {
        url.push_str("file://");
    }
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'_'
            | b'.'
            | b'~'
            | b'/'
            | b':'
            | b'+'
            | b','
            | b'('
            | b')' => {
                url.push(char::from(byte));
            }
            other => url.push_str(&format!("%{other:02X}")),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_out_of_urls_and_go_back() {
        let none = |_: &Path| false;
        for (url, path) in [
            ("file:///x/y%20z.mov", "/x/y z.mov"),
            ("file://localhost/x/a.mov", "/x/a.mov"),
            ("FILE:/x/a.mov", "/x/a.mov"),
            ("media/a%23.mov", "media/a#.mov"),
            ("media/100%.mov", "media/100%.mov"),
            ("C:\\shots\\a.mov", "C:/shots/a.mov"),
            ("file:///C:/shots/a.mov", "C:/shots/a.mov"),
            ("file://localhost/C%3a/shots/a%20b.mov", "C:/shots/a b.mov"),
            ("/x/%ff.mov", "/x/%ff.mov"),
            ("/x/%00.mov", "/x/%00.mov"),
        ] {
            assert_eq!(path_of(url, none), Some(PathBuf::from(path)), "{url}");
        }
        for far in ["https://x/a.mov", "s3://b/a.mov", "file://server/share/a.mov", "", "a\0b", "rtsp://x"] {
            assert_eq!(path_of(far, none), None, "{far}");
        }
        assert_eq!(
            path_of("a%20b.mov", |_| true),
            Some(PathBuf::from("a%20b.mov")),
            "the file has that name"
        );
        for path in ["/x/ä b%20#?.mov", "shots/a b.%04d.png", "C:/a b.mov"] {
            assert_eq!(path_of(&url_of(Path::new(path)), none), Some(PathBuf::from(path)), "{path}");
        }
        assert_eq!(file_name("take 3.MOV"), Some(PathBuf::from("take 3.MOV")));
        assert_eq!((file_name("take.v02"), file_name("http://x/a.mov")), (None, None));
    }
}
