//! Five questions, answered as a person does: by following links and filling in forms, without script and without SPARQL,
//! each answer with its sentence.

use super::encode;
use super::screens::{attributes, page, text};

/// A person who reads pages: links are found by their words, forms by their names.
struct Reader {
    page: String,
    steps: usize,
}

impl Reader {
    fn begin() -> Self {
        Self { page: page("/"), steps: 0 }
    }

    /// Follows the first link with these words.
    fn follow(mut self, words: &str) -> Self {
        let link = links(&self.page).into_iter().find(|(text, _)| text.contains(words));
        let (_, href) = link.unwrap_or_else(|| panic!("no link says {words:?}: {}", text(&self.page)));
        self.page = page(&href);
        self.steps += 1;
        self
    }

    /// Fills in a form and sends it.
    fn fill(mut self, action: &str, fields: &[(&str, &str)]) -> Self {
        let form = self.page.split("<form").find(|form| form.contains(&format!("action=\"{action}\"")));
        let form = form.unwrap_or_else(|| panic!("no form leads to {action}")).split("</form>").next().unwrap();
        let names = attributes(form, "name");
        let mut query = Vec::new();
        for (name, value) in fields {
            assert!(names.contains(&(*name).to_owned()), "the form of {action} has no {name}: {names:?}");
            // What is chosen from a list has to be in it.
            if form.contains(&format!("<select name=\"{name}\""))
                || form.contains(&format!("type=\"checkbox\" name=\"{name}\""))
            {
                assert!(attributes(form, "value").contains(&(*value).to_owned()), "{name} does not offer {value}");
            }
            query.push(format!("{name}={}", encode(value)));
        }
        self.page = page(&format!("{action}?{}", query.join("&")));
        self.steps += 1;
        self
    }

    /// The part of the page between two texts.
    fn between(&self, from: &str, to: &str) -> String {
        let start = self.page.find(from).unwrap_or_else(|| panic!("no {from:?}: {}", text(&self.page)));
        let rest = &self.page[start..];
        rest[..rest[1..].find(to).map_or(rest.len(), |end| end + 1)].to_owned()
    }

    /// The sentence that the first ¶ in a part of a page opens: what is marked in its document.
    fn sentence(part: &str) -> String {
        let link = attributes(part, "href").into_iter().find(|href| href.contains("?char="));
        let document = page(&link.unwrap_or_else(|| panic!("no ¶: {}", text(part))));
        let marked: Vec<String> = document
            .split("<mark")
            .skip(1)
            .map(|rest| rest[rest.find('>').unwrap() + 1..].split("</mark>").next().unwrap().to_owned())
            .collect();
        assert!(!marked.is_empty(), "nothing is marked");
        marked.join("").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Words and address of every link.
fn links(page: &str) -> Vec<(String, String)> {
    let links = page.split("<a ").skip(1).filter_map(|rest| {
        let (tag, words) = rest.split_once('>')?;
        let href = attributes(&format!(" {tag}"), "href").into_iter().next()?;
        Some((text(words.split("</a>").next()?), href))
    });
    links.collect()
}

#[test]
fn who_attended_in_2002_but_not_in_2004_is_listed_with_the_line_that_proves_it() {
    let reader = Reader::begin()
        .follow("Compare")
        .fill("/compare", &[("a", "First Bali Process Ministerial Conference"), ("b", "Senior Officials Meeting")]);
    let only = reader.between("id=\"only-a\"", "<h2");
    let row = only.split("<tr>").find(|row| text(row).contains("Bhutan")).unwrap_or_else(|| panic!("{}", text(&only)));
    assert!(text(row).contains("not on its list"), "{}", text(row));
    assert!(Reader::sentence(row).contains("Bhutan"), "{}", Reader::sentence(row));
    assert!(!text(&only).contains("Afghanistan"), "was there both times");
    // The list of 2004 is whole: 47 of 47.
    assert!(text(&reader.page).contains("47 of 47 states stated"), "{}", text(&reader.page));
    assert!(reader.steps <= 3);
}

#[test]
fn everything_asked_of_the_regional_support_office_is_listed_by_force_with_its_sentence() {
    let office = "body/bali-process/regional-support-office";
    let reader = Reader::begin().follow("Mandates").fill("/mandates", &[("to", office), ("sort", "force")]);
    let rows: Vec<&str> = reader.page.split("<tbody>").nth(1).unwrap().split("<tr>").skip(1).collect();
    assert!(rows.len() >= 2, "{}", text(&reader.page));
    let strengths: Vec<usize> = rows
        .iter()
        .map(|row| {
            row.split("of 5)").next().unwrap().rsplit('(').next().and_then(|n| n.trim().parse().ok()).unwrap_or(0)
        })
        .collect();
    assert!(strengths.windows(2).all(|pair| pair[0] >= pair[1]) && strengths[0] > 0, "{strengths:?}");
    for row in &rows {
        assert!(text(row).contains("Regional Support Office"), "{}", text(row));
        assert!(!Reader::sentence(row).is_empty());
    }
    assert!(rows.iter().any(|row| Reader::sentence(row).contains("directed the RSO to work with JCLEC")));
}

#[test]
fn how_fiji_and_unhcr_are_connected_is_told_step_by_step_each_with_its_sentence() {
    let reader = Reader::begin().follow("Paths").fill("/paths", &[("from", "Fiji"), ("to", "UNHCR")]);
    let ways = reader.between("class=\"ways\"", "</ol>");
    let first = ways.split("<li>").nth(1).unwrap_or_else(|| panic!("{}", text(&reader.page)));
    let words = text(first);
    assert!(words.contains("Fiji") && words.contains("United Nations High Commissioner for Refugees"), "{words}");
    assert!(words.contains("host"), "{words}");
    assert!(Reader::sentence(first).contains("Fiji"), "{}", Reader::sentence(first));
}

#[test]
fn when_the_second_conference_was_has_two_answers_each_with_where_it_stands() {
    let reader = Reader::begin().follow("Timeline");
    let disputed = reader.between("id=\"disagree\"", "<h2");
    let words = text(&disputed);
    assert!(words.contains("2003-04-28") && words.contains("2003-04-29"), "{words}");
    let of = |date: &str| disputed[disputed.find(date).unwrap()..].to_owned();
    assert!(
        Reader::sentence(&of("2003-04-28")).contains("28 to 30 April 2003"),
        "{}",
        Reader::sentence(&of("2003-04-28"))
    );
    assert!(
        Reader::sentence(&of("2003-04-29")).contains("29 - 30 April 2003"),
        "{}",
        Reader::sentence(&of("2003-04-29"))
    );
    // The page of the meeting says which one holds.
    let meeting = reader.follow("Second Bali Process Ministerial Conference");
    assert!(text(&meeting.page).contains("sources disagree: preferred"), "{}", text(&meeting.page));
    assert!(text(&meeting.page).contains("sources disagree: not preferred"));
}

#[test]
fn what_became_of_the_ad_hoc_experts_groups_is_told_on_their_pages() {
    let reader = Reader::begin().fill("/search", &[("q", "ad hoc experts group")]);
    let found = links(&reader.page).into_iter().find(|(_, href)| href.starts_with("/body/")).unwrap();
    let body = page(&found.1);
    let words = text(&body);
    assert!(words.contains("discontinued"), "{words}");
    let part = &body[body.find("discontinued").unwrap()..];
    assert!(Reader::sentence(part).contains("discontinued"), "{}", Reader::sentence(part));
    // The other one: by the timeline.
    let timeline = page("/timeline?show=bodies");
    let row = timeline.split("<tr>").find(|row| text(row).contains("body discontinued")).unwrap();
    assert!(text(row).contains("proposed"), "{}", text(row));
}
