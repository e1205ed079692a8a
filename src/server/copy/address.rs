//! Addresses of the site, and the files of a copy that stand for them.

/// A path with its query, as one asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Address {
    /// With the slash in front.
    pub(super) path: String,
    pub(super) query: String,
}

/// A link: what it leads to, and the place there.
pub(super) struct Link {
    pub(super) address: Address,
    pub(super) fragment: String,
}

impl Address {
    pub(super) fn of(text: &str) -> Self {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        Self { path: path.to_owned(), query: query.to_owned() }
    }

    /// What a link on this page leads to; none where it leaves the site.
    pub(super) fn link(&self, text: &str) -> Option<Link> {
        let (address, fragment) = text.split_once('#').unwrap_or((text, ""));
        let address = match address.chars().next() {
            None => self.clone(),
            Some('/') if !address.starts_with("//") => Self::of(address),
            Some('?') => Self { path: self.path.clone(), query: address[1..].to_owned() },
            _ => return None,
        };
        Some(Link { address, fragment: fragment.to_owned() })
    }

    /// Whether a copy has it: pages without a question, further parts of lists, and questions that are saved.
    pub(super) fn is_copied(&self) -> bool {
        let first = self.path[1..].split('/').next().unwrap_or_default();
        let asks = ["api", "sparql", "graph-store", "mcp", "search", "search.json", "openapi.json"];
        if asks.contains(&first) {
            return false;
        }
        let parts = self.query.split('&').filter(|part| !part.is_empty());
        first == "queries"
            || parts.clone().all(|part| ["page=", "year=", "list="].iter().any(|known| part.starts_with(known)))
    }

    pub(super) fn uri(&self) -> String {
        if self.query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, self.query) }
    }

    /// The file for a page, or for data with its own ending.
    pub(super) fn file(&self, is_page: bool) -> String {
        let path = percent_encoding::percent_decode_str(&self.path).decode_utf8_lossy().into_owned();
        let mut file = match path.trim_matches('/') {
            "" => "index".to_owned(),
            path => path.split('/').map(plain).collect::<Vec<_>>().join("/"),
        };
        if !self.query.is_empty() {
            let query = percent_encoding::percent_decode_str(&self.query).decode_utf8_lossy().into_owned();
            let (stem, ending) = match file.rsplit_once('.').filter(|(_, ending)| !is_page && !ending.contains('/')) {
                Some((stem, ending)) => (stem.to_owned(), format!(".{ending}")),
                None => (file, String::new()),
            };
            file = format!("{stem}~{}{ending}", plain(&query));
        }
        if is_page { format!("{file}.html") } else { file }
    }
}

/// A name that every file system and every address takes. What is long is cut, with a checksum in place of the rest.
fn plain(name: &str) -> String {
    let named: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.=,~".contains(c) { c } else { '_' }).collect();
    let same = named == name;
    let named = named.trim_start_matches('.');
    if same && named.len() <= 100 && named.len() == name.len() {
        return named.to_owned();
    }
    let sum =
        name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("{}~{sum:016x}", &named[..named.len().min(80)])
}

/// The way from one file of the copy to another.
pub(super) fn relative(from: &str, to: &str) -> String {
    let up = from.matches('/').count();
    let mut way = "../".repeat(up);
    way.push_str(to);
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_has_a_file_of_its_own() {
        let file = |address: &str, page| Address::of(address).file(page);
        assert_eq!(file("/", true), "index.html");
        assert_eq!(file("/state/fiji", true), "state/fiji.html");
        assert_eq!(file("/state/fiji.ttl", false), "state/fiji.ttl");
        assert_eq!(file("/meeting?page=2", true), "meeting~page=2.html");
        assert_eq!(file("/queries/a.csv?b=c", false), "queries/a~b=c.csv");
        assert_ne!(file("/queries/a?b=c%20d", true), file("/queries/a?b=c%2Fd", true));
        assert!(!file("/x/../../y", true).contains(".."));
    }

    #[test]
    fn links_are_read_from_where_they_stand() {
        let page = Address::of("/meeting?page=2");
        assert_eq!(page.link("#main").unwrap().address, page);
        assert_eq!(page.link("?page=3").unwrap().address.uri(), "/meeting?page=3");
        assert!(page.link("https://example.org/").is_none() && page.link("//example.org/").is_none());
        assert_eq!(relative("state/fiji.html", "index.html"), "../index.html");
    }
}
