//! Texts in other encodings than UTF-8: what they say of themselves, and else what their bytes make likely.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::{Converted, Refusal};

/// Bytes in which a page says how it is encoded ([HTML, 13.2.3.2](https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding)).
const PRESCAN: usize = 1_024;

/// The text of some bytes. What is UTF-8 stays as it is, byte for byte.
pub(super) fn decoded(bytes: &[u8]) -> Result<Converted, Refusal> {
    if let Some(encoding) = of_marks(bytes) {
        return with(encoding, bytes, None);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Converted { text: text.to_owned(), notes: Vec::new() }),
        Err(error) => guessed(bytes, error.valid_up_to(), error.error_len().is_none()),
    }
}

/// The text of a page, by what it says of itself.
pub(super) fn decoded_html(bytes: &[u8]) -> Result<Converted, Refusal> {
    if let Some(encoding) = of_marks(bytes) {
        return with(encoding, bytes, None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Converted { text: text.to_owned(), notes: Vec::new() });
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let said = head.split("charset=").nth(1).map(|rest| rest.trim_start_matches(['"', '\'', ' ']));
    let label = said.and_then(|said| said.split(|c: char| !c.is_ascii_alphanumeric() && !"-_:".contains(c)).next());
    match label.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|encoding| *encoding != UTF_8) {
        Some(encoding) => with(encoding, bytes, None),
        None => guessed(bytes, 0, false),
    }
}

/// UTF-16 by its byte order mark, or by the zeros that every other byte is.
fn of_marks(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes).filter(|(encoding, _)| *encoding != UTF_8) {
        return Some(encoding);
    }
    let head = &bytes[..bytes.len().min(PRESCAN)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count() * 2;
    let most = head.len() * 6 / 10;
    match head.len() > 8 {
        true if zeros(1) > most && zeros(0) * 10 < head.len() => Some(UTF_16LE),
        true if zeros(0) > most && zeros(1) * 10 < head.len() => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that the bytes make likely. A text that is UTF-8 but for some bytes is damaged, and of those nobody can tell
/// what they were.
fn guessed(bytes: &[u8], valid: usize, cut: bool) -> Result<Converted, Refusal> {
    let line = |at: usize| bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    // Half a character at the very end was cut off.
    let is_damaged = cut || bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    if is_damaged {
        let reason =
            format!("line {} has a byte that fits no character of UTF-8, as which the rest is written", line(valid));
        return Err(Refusal::Broken("text".to_owned(), reason));
    }
    if let Some(at) = bytes.iter().position(|byte| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f)) {
        let reason = format!("line {} has a byte that no text has; it may be a file of a program", line(at));
        return Err(Refusal::Broken("text".to_owned(), reason));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    with(
        encoding,
        bytes,
        Some(format!("was read as {}, which its bytes make likely; save it as UTF-8 to be sure", encoding.name())),
    )
}

fn with(encoding: &'static Encoding, bytes: &[u8], note: Option<String>) -> Result<Converted, Refusal> {
    let (text, _, wrong) = encoding.decode(bytes);
    match wrong {
        true => Err(Refusal::Broken("text".to_owned(), format!("some bytes fit no character of {}", encoding.name()))),
        false => Ok(Converted { text: text.into_owned(), notes: note.into_iter().collect() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_usual_encodings_are_read_and_a_guess_is_said() {
        let utf16: Vec<u8> = "Réunion à Nouméa.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&[b"\xff\xfe".as_slice(), &utf16].concat()).unwrap().text, "Réunion à Nouméa.");
        assert_eq!(decoded(&utf16).unwrap().text, "Réunion à Nouméa.");
        let latin = decoded(b"La r\xe9union \xe0 Noum\xe9a \x96 les ministres ont d\xe9cid\xe9.").unwrap();
        assert_eq!(latin.text, "La réunion à Nouméa – les ministres ont décidé.");
        assert!(latin.notes[0].contains("windows-1252"), "{:?}", latin.notes);
        let same = "\u{feff}Fünf\r\n\0".as_bytes();
        assert_eq!(decoded(same).unwrap(), Converted { text: "\u{feff}Fünf\r\n\0".into(), notes: vec![] });
    }

    #[test]
    fn damaged_texts_and_files_of_programs_are_refused_with_their_line() {
        let said = |bytes: &[u8]| decoded(bytes).unwrap_err().to_string();
        assert!(
            said(&["Fünf\nzw".as_bytes(), b"\xf6lf"].concat()).contains("line 2 has a byte that fits no character")
        );
        assert!(said("Gen\u{e8}ve".as_bytes().split_at(4).0).contains("line 1"));
        assert!(said(b"one\n\x01\x02\xff").contains("line 2 has a byte that no text has"));
    }

    #[test]
    fn a_page_is_read_as_it_says_it_is_written() {
        let page =
            b"<meta http-equiv=content-type content='text/html; charset=windows-1251'><p>\xcf\xf0\xe8\xe2\xe5\xf2";
        assert!(decoded_html(page).unwrap().text.ends_with("Привет"));
        assert_eq!(decoded_html("<p>é".as_bytes()).unwrap().text, "<p>é");
    }
}
