//! Watches the bytes that a client sends, so that no request can be read in two ways.
//!
//! The parser behind us accepts what standards allow for old clients: a line that ends without CR, `Content-Length`
//! beside `Transfer-Encoding`, codings before `chunked`. A proxy in front of us may read such a request differently, and
//! then one request becomes two. Here such a byte is replaced by NUL, which no parser accepts, so the client gets its 400.

/// Bytes of a line that are looked at; no line that matters here is longer.
const LOOK: usize = 128;

/// Where in the stream we are.
#[derive(Debug, Default)]
enum Place {
    #[default]
    Head,
    Body(u64),
    /// Nothing is looked at any more: it is HTTP/2, or this is the last request of the connection.
    Free,
}

/// The state between two reads.
#[derive(Debug, Default)]
pub(super) struct Heads {
    place: Place,
    /// The beginning of the line, and how long it is.
    line: Vec<u8>,
    length: usize,
    lines: usize,
    after_cr: bool,
    length_of_body: Option<u64>,
    chunked: bool,
    wrong: bool,
}

impl Heads {
    /// Looks at what has been read, and spoils what could be understood in two ways.
    pub(super) fn check(&mut self, bytes: &mut [u8]) {
        let mut at = 0;
        while at < bytes.len() {
            match &mut self.place {
                Place::Free => return,
                Place::Body(left) => {
                    let here = (bytes.len() - at).min(usize::try_from(*left).unwrap_or(usize::MAX));
                    *left -= here as u64;
                    at += here;
                    if *left == 0 {
                        self.place = Place::Head;
                    }
                }
                Place::Head => {
                    if !self.fits(bytes[at]) {
                        bytes[at] = 0;
                        self.place = Place::Free;
                    }
                    at += 1;
                }
            }
        }
    }

    /// One byte of a head; false if the request must not go on.
    fn fits(&mut self, byte: u8) -> bool {
        let after_cr = std::mem::replace(&mut self.after_cr, byte == b'\r');
        match byte {
            b'\n' if !after_cr => false,
            b'\n' => self.end_of_line(),
            _ if after_cr => false,
            b'\r' => true,
            _ => {
                if self.line.len() < LOOK {
                    self.line.push(byte);
                }
                self.length += 1;
                true
            }
        }
    }

    fn end_of_line(&mut self) -> bool {
        let line = std::mem::take(&mut self.line);
        let length = std::mem::take(&mut self.length);
        match (length, self.lines) {
            // Empty lines before a request are allowed.
            (0, 0) => return true,
            (0, _) => return self.end_of_head(),
            (_, 0) if line.starts_with(b"PRI ") => self.place = Place::Free,
            (_, 0) => {}
            _ => self.field(&line, length),
        }
        self.lines += 1;
        true
    }

    fn field(&mut self, line: &[u8], length: usize) {
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let (name, value) = line.split_at(colon);
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        // With spaces or control characters around it, such a name is another one for us and the same for others.
        let name = name.to_ascii_lowercase();
        let means = |known: &str| String::from_utf8_lossy(&name).contains(known);
        if means("content-length") {
            let digits = value.iter().all(u8::is_ascii_digit).then(|| std::str::from_utf8(value).ok()).flatten();
            let number = digits.and_then(|digits| digits.parse().ok());
            self.wrong |= name != b"content-length" || length > LOOK || number.is_none();
            self.wrong |= self.length_of_body.is_some();
            self.length_of_body = number.or(Some(0));
        } else if means("transfer-encoding") {
            self.wrong |= name != b"transfer-encoding" || length > LOOK || !value.eq_ignore_ascii_case(b"chunked");
            self.wrong |= self.chunked;
            self.chunked = true;
        }
    }

    fn end_of_head(&mut self) -> bool {
        let (length, chunked) = (self.length_of_body.take(), std::mem::take(&mut self.chunked));
        self.lines = 0;
        self.place = match (length, chunked) {
            (_, true) => Place::Free,
            (Some(length @ 1..), false) => Place::Body(length),
            _ => Place::Head,
        };
        !(std::mem::take(&mut self.wrong) || (length.is_some() && chunked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a stream of bytes passes as it is, read in pieces of each size.
    fn passes(text: &str) -> bool {
        let whole = |piece: usize| {
            let mut heads = Heads::default();
            text.as_bytes().chunks(piece).all(|piece| {
                let mut bytes = piece.to_vec();
                heads.check(&mut bytes);
                bytes == piece
            })
        };
        let first = whole(text.len());
        assert!([1, 2, 3, 7].into_iter().all(|piece| whole(piece) == first), "{text:?}");
        first
    }

    #[test]
    fn a_request_that_can_be_read_in_one_way_passes() {
        for text in [
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\na\nb\rc\n\nGET / HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\ntransfer-encoding: Chunked\r\n\r\n3\r\na\nb\r\n0\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\n\n\n",
        ] {
            assert!(passes(text), "{text:?}");
        }
    }

    #[test]
    fn a_request_that_can_be_read_in_two_ways_is_spoiled() {
        for fields in [
            "Host: x\nX: y\r\n",
            "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n",
            "Content-Length: 1\r\nContent-Length: 1\r\n",
            "Content-Length: +1\r\n",
            "Content-Length: 1, 1\r\n",
            "Content-Length: \r\n",
            "Content-Length : 1\r\n",
            "\tContent-Length: 1\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
            "Transfer-Encoding: \u{b}chunked\r\n",
            "Transfer-Encoding: identity\r\n",
            "X: a\rContent-Length: 1\r\n",
        ] {
            let text = format!("POST / HTTP/1.1\r\n{fields}\r\n");
            assert!(!passes(&text), "{text:?}");
        }
        let long = format!("POST / HTTP/1.1\r\nContent-Length: {}1\r\n\r\n", "0".repeat(200));
        assert!(!passes(&long));
    }
}
