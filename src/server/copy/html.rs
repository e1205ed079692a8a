//! What a copied page leads to, and the page with other addresses in their place.
//!
//! The pages are our own: attributes stand in double quotes, and no text holds one that is not escaped.

/// Attributes that hold an address; the last is that of the data of pictures.
const ATTRIBUTES: [&str; 4] = [" href=\"", " src=\"", " action=\"", IN_DATA];
const IN_DATA: &str = "\"href\":\"";

/// How a page says that it has pictures.
const PICTURE: &str = "<rap-plot ";

/// The page with each address replaced by what `other` makes of it; where that is nothing, the attribute goes. Forms go,
/// too, because nobody would answer them; the one that searches is kept. So do the scripts of the server's pages.
pub(super) fn rewritten(page: &str, mut other: impl FnMut(&str) -> Option<String>) -> String {
    let page = without_forms(page);
    let mut out = String::with_capacity(page.len());
    let mut rest = page.as_str();
    while let Some((at, attribute)) = next(rest) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let after = &after[attribute.len()..];
        let Some((value, behind)) = after.split_once('"') else {
            rest = "";
            break;
        };
        if let Some(address) = other(&unescaped(value)) {
            out.push_str(attribute);
            out.push_str(&if attribute == IN_DATA { address.replace('&', AMPERSAND) } else { escaped(&address) });
            out.push('"');
        } else if attribute == IN_DATA {
            out.push_str("\"href\":null");
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The page with the script that draws its pictures, if it has any.
pub(super) fn with_pictures(page: String, script: impl FnOnce() -> String) -> String {
    match page.contains(PICTURE) {
        true => page.replacen("</head>", &format!("<script defer src=\"{}\"></script></head>", escaped(&script())), 1),
        false => page,
    }
}

/// The addresses of a page, as they stand there.
pub(super) fn addresses(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    rewritten(page, |address| {
        found.push(address.to_owned());
        None
    });
    found
}

/// The places of a page that a fragment can name.
pub(super) fn anchors(page: &str) -> impl Iterator<Item = String> {
    let ids = page.match_indices(" id=\"").filter_map(|(at, start)| page[at + start.len()..].split('"').next());
    ids.map(unescaped)
}

fn next(rest: &str) -> Option<(usize, &'static str)> {
    ATTRIBUTES.into_iter().filter_map(|attribute| Some((rest.find(attribute)?, attribute))).min()
}

/// The page without what asks the server: forms, and the scripts of its pages.
fn without_forms(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find("<form").into_iter().chain(rest.find("<script")).min() {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let end = if tag.starts_with("<form") { "</form>" } else { "</script>" };
        let length = tag.find(end).map_or(tag.len(), |found| found + end.len());
        let (block, behind) = tag.split_at(length);
        let tag = block.split('>').next().unwrap_or_default();
        let asks = if block.starts_with("<form") {
            !block.contains(" role=\"search\"")
        } else {
            tag.contains(" src=\"/assets/")
        };
        if !asks {
            out.push_str(block);
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// An ampersand in the data of a page.
const AMPERSAND: &str = "\\u0026";

fn unescaped(value: &str) -> String {
    let value = value.replace(AMPERSAND, "&");
    value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace("&amp;", "&")
}

fn escaped(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_replaced_and_what_leads_nowhere_is_no_link() {
        let page = "<a href=\"/a?b&amp;c\">one</a><a class=\"x\" href=\"/gone\">two</a>";
        let other = |address: &str| (address == "/a?b&c").then(|| "a~b&c.html".to_owned());
        assert_eq!(rewritten(page, other), "<a href=\"a~b&amp;c.html\">one</a><a class=\"x\">two</a>");
        assert_eq!(addresses(page), ["/a?b&c", "/gone"]);
    }

    #[test]
    fn forms_and_scripts_are_left_out() {
        let page = "a<form action=\"/x\"><input></form>b<script type=\"module\" src=\"/assets/s.js\"></script>c";
        assert_eq!(rewritten(page, |_| None), "abc");
    }

    #[test]
    fn a_picture_keeps_its_data_with_its_links_in_order_and_gets_its_script() {
        let page = "<head></head><rap-plot kind=\"map\"><script type=\"application/json\">[{\"href\":\"/a?b\\u0026c\"},{\"href\":\"/gone\"}]</script></rap-plot>";
        let other = |address: &str| (address == "/a?b&c").then(|| "../a.html".to_owned());
        let copied = with_pictures(rewritten(page, other), || "../p.js".to_owned());
        assert!(copied.starts_with("<head><script defer src=\"../p.js\"></script></head>"), "{copied}");
        assert!(copied.contains("[{\"href\":\"../a.html\"},{\"href\":null}]"), "{copied}");
        assert_eq!(with_pictures("<head></head>".to_owned(), String::new), "<head></head>");
    }
}
