//! Parameters of a form or of an address, `name=value&name=value`, as browsers write them.

use percent_encoding::percent_decode_str;

/// What cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a parameter is not UTF-8")]
pub(super) struct NotUtf8;

/// The parameters in their order, decoded once. A name may stand more than once.
///
/// # Errors
/// Bytes that are not UTF-8.
pub(super) fn pairs(text: &str) -> Result<Vec<(String, String)>, NotUtf8> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decoded(name)?, decoded(value)?))
        })
        .collect()
}

fn decoded(text: &str) -> Result<String, NotUtf8> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().map(|text| text.into_owned()).map_err(|_| NotUtf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded_once_and_may_repeat() {
        let read = pairs("a=1+2&a=%2B%31&b&=c&&d=%2531=").unwrap();
        let read: Vec<(&str, &str)> = read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(read, [("a", "1 2"), ("a", "+1"), ("b", ""), ("", "c"), ("d", "%31=")]);
        assert_eq!(pairs("a=%FF"), Err(NotUtf8));
    }
}
