use super::super::{Annotations, Gazetteer};
use crate::document;

/// Dates as `printed=start/end`, with `~` and the qualifier behind it.
fn dates(text: &str) -> Vec<String> {
    let document = document::read("d", text.as_bytes()).unwrap();
    let annotations = Annotations::new(&document, &Gazetteer::default());
    let plain = |d: &super::PartialDate| {
        let mut text = d.year.map_or("?".to_owned(), |y| y.to_string());
        for part in [d.month, d.day].into_iter().flatten() {
            text = format!("{text}-{part:02}");
        }
        text
    };
    let shown = annotations.dates.iter().map(|d| {
        let end = d.end.as_ref().map_or(String::new(), |e| format!("/{}", plain(e)));
        let qualifier = d.qualifier.as_ref().map_or(String::new(), |q| format!("~{q}"));
        format!("{}={}{end}{qualifier}", annotations.slice(d.tokens.clone()), plain(&d.start))
    });
    shown.collect()
}

#[test]
fn days_and_ranges_of_days_are_read() {
    let cases = [
        ("It met over 26 - 28 February 2002.", "26 - 28 February 2002=2002-02-26/2002-02-28"),
        ("It met over 26-28 February, attended by all.", "26-28 February=?-02-26/?-02-28"),
        ("It met from 28 to 30 April 2003.", "28 to 30 April 2003=2003-04-28/2003-04-30"),
        ("It closed on 9 August, 2012.", "9 August, 2012=2012-08-09"),
        ("It met on April 28-30, 2003.", "April 28-30, 2003=2003-04-28/2003-04-30"),
        ("It met from 30 November to 2 December 2011.", "30 November to 2 December 2011=2011-11-30/2011-12-02"),
        ("It met from 30 December to 2 January 2011.", "30 December to 2 January 2011=2010-12-30/2011-01-02"),
        ("It met on the 2nd of April 2013.", "2nd of April 2013=2013-04-02"),
        ("It met on 1 and 2 April 2013.", "1 and 2 April 2013=2013-04-01/2013-04-02"),
        ("It closed on 12-13 July, 1991.", "12-13 July, 1991=1991-07-12/1991-07-13"),
        ("It met on July 4, 2010, again.", "July 4, 2010=2010-07-04"),
        ("Updated 2003-04-30.", "2003-04-30=2003-04-30"),
    ];
    for (text, expected) in cases {
        assert_eq!(dates(text), [expected], "{text}");
    }
    assert_eq!(dates("It met on 2 and 5 May 2010."), ["2=2010-05-02", "5 May 2010=2010-05-05"]);
}

#[test]
fn months_years_and_parts_of_years_are_read() {
    let cases = [
        ("A workshop in September 2003 was held.", "September 2003=2003-09"),
        ("It would hold a workshop in late 2004.", "late 2004=2004~late"),
        ("Workshops in the second half of 2004.", "second half of 2004=2004~second half of"),
        ("It is planned for mid-2005.", "mid-2005=2005~mid"),
        ("It is expected for 2016.", "2016=2016"),
        ("The programme (2008-2018) was agreed.", "2008-2018=2008/2018"),
        ("It met in May with others.", "May=?-05"),
        ("A workshop hosted in September, as agreed.", "September=?-09"),
        ("As the 1996 Harbour Forum agreed.", "1996=1996"),
        ("The end of March 2004 is late.", "end of March 2004=2004-03~end of"),
    ];
    for (text, expected) in cases {
        assert_eq!(dates(text), [expected], "{text}");
    }
    let two = ["February 2002=2002-02", "April 2003=2003-04"];
    assert_eq!(dates("The Conferences hosted in February 2002 and April 2003 were useful."), two);
    assert_eq!(dates("It met in February and April 2003."), ["February=2003-02", "April 2003=2003-04"]);
}

#[test]
fn what_only_looks_like_a_date_is_none() {
    for text in [
        "It met on 31 April 2003.",
        "It met on 30 February 2002.",
        "It met on 29 February 2003.",
        "A total of 2000 delegates came.",
        "See resolutions 57/238 and 2006/46 for this.",
        "States may march on.",
        "May I thank you?",
    ] {
        assert_eq!(dates(text), [""; 0], "{text}");
    }
}

#[test]
fn the_header_of_a_source_text_gives_its_dates() {
    let text = include_str!("../../data/documents/2003-second-ministerial-conference.txt");
    let expected = [
        "29 - 30 April 2003=2003-04-29/2003-04-30",
        "28 to 30 April 2003=2003-04-28/2003-04-30",
        "12 October 2002=2002-10-12",
    ];
    assert_eq!(dates(text), expected);
    let text = include_str!("../../data/documents/2004-senior-officials-meeting.txt");
    assert_eq!(dates(text).len(), 13, "{:?}", dates(text));
}
