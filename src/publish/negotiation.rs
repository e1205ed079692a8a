//! Content negotiation: which of our representations a client likes best ([RFC 9110, section 12.5.1](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1)).

/// One media range of an `Accept` header with its weight.
#[derive(Debug, Clone, PartialEq)]
struct Range {
    main: String,
    sub: String,
    weight: f32,
}

/// What a client said it can read, parsed once.
#[derive(Debug, Clone, PartialEq)]
pub struct Preferences(Vec<Range>);

impl Preferences {
    /// Reads an `Accept` header. No header, an empty one, or one without a readable range accepts everything.
    ///
    /// ```
    /// use rapporteur::publish::Preferences;
    /// let accept = Preferences::parse(Some("text/turtle;q=0.5, application/*"));
    /// assert!(accept.weight("application/json") > accept.weight("text/turtle"));
    /// ```
    pub fn parse(accept: Option<&str>) -> Self {
        let mut ranges: Vec<Range> = accept.unwrap_or_default().split(',').filter_map(range).collect();
        if ranges.is_empty() {
            ranges.push(Range { main: "*".into(), sub: "*".into(), weight: 1.0 });
        }
        Self(ranges)
    }

    /// The weight of a media type (without parameters): that of the most specific range which covers it, else 0.
    pub fn weight(&self, media_type: &str) -> f32 {
        self.best(media_type).1
    }

    /// Specificity (3 named, 2 by its main type, 1 by `*/*`, 0 not at all) and weight of a media type.
    fn best(&self, media_type: &str) -> (u8, f32) {
        let (main, sub) = media_type.split_once('/').unwrap_or((media_type, ""));
        let mut best = (0, 0.0);
        for range in &self.0 {
            let specificity = match (range.main.as_str(), range.sub.as_str()) {
                (m, s) if m == main && s == sub => 3,
                (m, "*") if m == main => 2,
                ("*", "*") => 1,
                _ => continue,
            };
            if specificity > best.0 {
                best = (specificity, range.weight);
            }
        }
        best
    }
}

fn range(text: &str) -> Option<Range> {
    let mut parts = text.split(';').map(str::trim);
    let (main, sub) = parts.next()?.split_once('/')?;
    let mut weight = 1.0;
    for parameter in parts {
        if let Some((name, value)) = parameter.split_once('=')
            && name.trim().eq_ignore_ascii_case("q")
        {
            weight = value.trim().parse::<f32>().ok().filter(|q| q.is_finite())?.clamp(0.0, 1.0);
        }
    }
    Some(Range { main: main.to_ascii_lowercase(), sub: sub.to_ascii_lowercase(), weight })
}

/// The offer the client likes best, or `None` where it accepts none of them. Each offer has one or more media types,
/// the registered one first.
/// Of equally liked ones the first offered wins.
pub fn negotiate<'a, T>(preferences: &Preferences, offers: impl IntoIterator<Item = (&'a [&'a str], T)>) -> Option<T> {
    let mut best: Option<(f32, T)> = None;
    for (media_types, offer) in offers {
        // A further name counts only where the client uses it: a wildcard means the registered one.
        let further = media_types.iter().skip(1).map(|name| preferences.best(name)).filter(|(how, _)| *how == 3);
        let registered = media_types.first().map_or(0.0, |name| preferences.weight(name));
        let weight = further.map(|(_, weight)| weight).fold(registered, f32::max);
        if weight > 0.0 && best.as_ref().is_none_or(|(w, _)| weight > *w) {
            best = Some((weight, offer));
        }
    }
    best.map(|(_, offer)| offer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(accept: Option<&str>) -> Option<&'static str> {
        let offers: [(&[&str], &'static str); 3] =
            [(&["text/html"], "html"), (&["text/turtle", "application/x-turtle"], "ttl"), (&["text/csv"], "csv")];
        negotiate(&Preferences::parse(accept), offers)
    }

    #[test]
    fn no_header_takes_the_first_offer() {
        assert_eq!(choose(None), Some("html"));
        assert_eq!(choose(Some("")), Some("html"));
        assert_eq!(choose(Some("*/*")), Some("html"));
    }

    #[test]
    fn weights_decide_and_the_most_specific_range_counts() {
        assert_eq!(choose(Some("text/html;q=0.2, text/turtle;q=0.8, text/csv;q=0.5")), Some("ttl"));
        assert_eq!(choose(Some("text/*;q=0.5, text/html;q=0.1")), Some("ttl"));
        assert_eq!(choose(Some("*/*, text/html;q=0, text/turtle;q=0")), Some("csv"));
        assert_eq!(choose(Some("APPLICATION/X-TURTLE")), Some("ttl"));
    }

    #[test]
    fn nothing_acceptable_is_none() {
        assert_eq!(choose(Some("image/png")), None);
        assert_eq!(choose(Some("text/*;q=0")), None);
    }
}
