//! Damages what others can hand to dewax, reader by reader.

mod damage;
mod readers;

pub(crate) use damage::damaged;

#[test]
#[should_panic(expected = "makes it panic")]
fn a_reader_that_panics_on_one_input_in_hundreds_is_seen() {
    damaged("broken", 5_000, &[b"length=1 content".to_vec()], |bytes| {
        assert!(!bytes.starts_with(b"length=9223372036854775807"), "a length that was believed");
        bytes.starts_with(b"length=1")
    });
}
