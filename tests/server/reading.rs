//! The start page, heads of pages, the reader of documents and the help, on the shipped corpus.

use axum::http::StatusCode;

use super::screens::{attributes, get, page, text};

#[test]
fn the_start_page_asks_questions_that_its_links_answer() {
    let home = page("/");
    let words = text(&home);
    assert!(words.contains("Who was at First Bali Process Ministerial Conference, 2002, but not at"), "{words}");
    let asked = home.split("What to ask first").nth(1).unwrap().split("</section>").next().unwrap().to_owned();
    let links = attributes(&asked, "href");
    assert!(links.len() >= 8, "{links:?}");
    for link in links {
        assert_eq!(get(link.split('#').next().unwrap()).status, StatusCode::OK, "{link}");
    }
    // Newest first.
    let newest = home.split("Newest documents").nth(1).unwrap();
    assert!(newest.find("2013-04-02").unwrap() < newest.find("2002-02-26").unwrap());
}

#[test]
fn heads_of_pages_say_what_the_overviews_know() {
    let meeting = page("/meeting/bali-process/senior-officials-meeting-2004-06-brisbane");
    let words = text(&meeting);
    assert!(words.contains("47 of 47 states stated") && words.contains("Compare with"), "{words}");
    let body = page("/body/bali-process/aheg-1");
    let life = body.split("id=\"life\"").nth(1).unwrap().split("</ol>").next().unwrap();
    assert!(text(life).contains("discontinued, proposed"), "{}", text(life));
    assert_eq!(life.matches("<li").count(), life.matches("class=\"proof\"").count(), "each change has its sentence");
    let mandate = page("/mandate/bali-2004-som/15964-asked");
    assert!(text(&mandate).contains("due date passed") && text(&mandate).contains("due 2005-06"), "{}", text(&mandate));
    let answered = page("/mandate/bali-2004-som/4070-agreed");
    let answers = answered.split("What answers it").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(answers.contains("class=\"proof\""), "{answers}");
    let state = page("/state/fiji");
    let strip = state.split("id=\"attendance\"").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(text(strip).contains("no list published") && text(strip).contains("member"), "{}", text(strip));
    let persons = page("/person");
    let person = attributes(&persons, "href").into_iter().find(|href| href.starts_with("/person/")).unwrap();
    assert!(text(&page(&person)).contains("Whom it acted for"), "{person}");
}

#[test]
fn the_reader_numbers_every_fact_and_leads_from_one_to_the_next() {
    let document = page("/doc/bali-2013-mc5");
    let numbers = document.matches("class=\"number-of\"").count();
    let cards = document.matches(" id=\"f").count() - document.matches(" id=\"facts\"").count();
    assert!(numbers > 20 && numbers == cards, "{numbers} numbers, {cards} cards");
    let second = page("/doc/bali-2013-mc5?fact=2");
    assert_eq!(second.matches("aria-current=\"true\"").count(), 1);
    let words = text(&second);
    assert!(words.contains("Previous fact") && words.contains("Next fact") && words.contains("Fact 2 of"), "{words}");
    let next = attributes(&second, "href").into_iter().find(|href| href.contains("?fact=3")).unwrap();
    assert_eq!(page(next.split('#').next().unwrap()).matches("<mark").count().min(1), 1);
    assert!(attributes(&second, "id").contains(&next.split('#').nth(1).unwrap().to_owned()), "{next}");
}

#[test]
fn the_reader_marks_facts_of_one_kind_and_sentences_without_any() {
    let all = page("/doc/bali-2004-som");
    let mandates = page("/doc/bali-2004-som?kind=mandate");
    assert!(mandates.matches("class=\"number-of\"").count() < all.matches("class=\"number-of\"").count());
    let cards = mandates.split("<li ").filter(|card| card.contains("id=\"f"));
    for card in cards {
        assert!(card.contains("Mandate"), "{}", text(card));
    }
    assert!(!all.contains("class=\"bare\""));
    let bare = page("/doc/bali-2004-som?without=show");
    let words = text(&bare);
    let counted = words.split("sentences without a fact ").nth(1).unwrap();
    let counted: String = counted.chars().take_while(char::is_ascii_digit).collect();
    assert_eq!(bare.matches("class=\"bare\"").count().to_string(), counted);
    assert!(text(&all).contains("of its letters stand in a passage"));
    assert_eq!(get("/doc/bali-2004-som?kind=dragon").status, StatusCode::BAD_REQUEST);
    assert_eq!(get("/doc/bali-2004-som?fact=x").status, StatusCode::BAD_REQUEST);
}

#[test]
fn the_text_of_a_document_stands_in_the_reader_as_it_was_received() {
    let document = page("/doc/bali-2002-mc1");
    let article = document.split("<article").nth(1).unwrap().split("</article>").next().unwrap();
    // Without the numbers, which are ours.
    let mut shown = String::new();
    for (n, piece) in article[article.find('>').unwrap() + 1..].split("<a class=\"number-of\"").enumerate() {
        shown.push_str(if n == 0 { piece } else { piece.split_once("</a>").unwrap().1 });
    }
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    let shown =
        plain(&text(&shown)).replace("&amp;", "&").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    let received = std::fs::read_to_string("data/documents/2002-first-ministerial-conference.txt").unwrap();
    assert_eq!(shown, plain(&received).trim_start_matches('\u{feff}'));
}

#[test]
fn the_help_explains_signs_statuses_and_addresses() {
    let help = text(&page("/help"));
    for word in ["¶ opens the sentence", "Observer", "due date passed", "/paths", "serif", "No list was published"] {
        assert!(help.contains(word), "{word}: {help}");
    }
}
