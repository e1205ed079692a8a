//! Slugs: the readable part of an identifier or an IRI, made of a name.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower-case ASCII slug of a name: diacritics folded, apostrophes dropped, everything else a single hyphen.
/// Letters without an ASCII base (Cyrillic, Han) are left out, so the slug of such a name can be empty.
///
/// ```
/// assert_eq!(rapporteur::slug::slug("Lao People’s Democratic Republic"), "lao-peoples-democratic-republic");
/// assert_eq!(rapporteur::slug::slug("Côte d'Ivoire"), "cote-divoire");
/// ```
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in fold(text).chars() {
        match c {
            'a'..='z' | '0'..='9' => {
                if gap && !out.is_empty() {
                    out.push('-');
                }
                gap = false;
                out.push(c);
            }
            '\'' => {}
            _ => gap = true,
        }
    }
    out
}

/// Lower case, without diacritics, typographic apostrophes as `'`, hyphens and dashes of all kinds as `-`.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.replace('`', "'").to_ascii_lowercase();
    }
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(fold_char).collect()
}

fn fold_char(c: char) -> impl Iterator<Item = char> {
    let text = match c {
        '’' | '‘' | 'ʼ' | '`' | '´' => "'",
        '‐' | '‑' | '‒' | '–' | '—' | '−' => "-",
        'ß' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        _ => "",
    };
    let lower = text.is_empty().then(|| c.to_lowercase()).into_iter().flatten();
    text.chars().chain(lower)
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_slug_is_ascii_whatever_the_marks() {
        assert_eq!(slug("Türkiye"), "turkiye");
        assert_eq!(slug("Democratic People's Republic of Korea"), "democratic-peoples-republic-of-korea");
        assert_eq!(slug("  Timor‑Leste  "), "timor-leste");
        assert_eq!(slug("Ha Noi (Viet Nam)"), "ha-noi-viet-nam");
        assert_eq!(slug("Łódź & Tromsø"), "lodz-tromso");
        assert_eq!(slug("—"), "");
    }
}
