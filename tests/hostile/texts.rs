//! Texts that nobody writes on purpose, of any size.

/// A page that says something of every kind, so that what surrounds it is read as a document of the genre.
const PAGE: &str = "\
The Fourth Ministerial Conference of the Budapest Process took place in Istanbul on 19 April 2013.\n\n\
The Conference was attended by Ministers from Kenya, Uganda, the Republic of Korea, Côte d’Ivoire and Viet Nam, and \
by the International Organization for Migration (IOM). Dr Anna Field, Minister for Justice of Fiji, chaired it.\n\n\
Ministers urged States to share data on the register, and called on Kenya and Uganda to ratify the Convention by \
31 May 2014. They established a Working Group on Visas, co-chaired by Fiji and Tonga, which would:\n\
- report to the next Ministerial Conference;\n- meet twice a year.\n\n\
Kenya pledged US$ 2 million to the Trust Fund. The Third Ministerial Conference was held in Rabat in June 2009.\n\n";

/// Makes a text of about so many bytes.
pub(crate) type Make = fn(usize) -> String;

/// Kinds of texts by name.
const KINDS: &[(&str, Make)] = &[
    ("ordinary pages", |size| PAGE.repeat(size / PAGE.len() + 1)),
    ("pages with the line ends of DOS", |size| PAGE.replace('\n', "\r\n").repeat(size / PAGE.len() + 1)),
    ("pages with the line ends of old Macs", |size| PAGE.replace('\n', "\r").repeat(size / PAGE.len() + 1)),
    ("pages in capitals", |size| PAGE.to_uppercase().repeat(size / PAGE.len() + 1)),
    ("pages with soft hyphens, joiners and marks of direction", |size| {
        let page = PAGE.replace("is", "i\u{ad}s").replace(' ', "\u{200b} \u{200f}").replace("an", "a\u{200d}n");
        page.repeat(size / page.len() + 1)
    }),
    ("pages with an accent on each letter", |size| {
        let page: String = PAGE.chars().flat_map(|c| [c, if c.is_alphabetic() { '\u{301}' } else { c }]).collect();
        page.repeat(size / page.len() + 1)
    }),
    ("pages wrapped after each word", |size| PAGE.replace(' ', "\n").repeat(size / PAGE.len() + 1)),
    ("pages wrapped inside of words", |size| PAGE.replace("er", "e-\nr").repeat(size / PAGE.len() + 1)),
    ("pages on one line", |size| PAGE.replace('\n', " ").repeat(size / PAGE.len() + 1)),
    ("nothing but line ends", |size| "\n".repeat(size)),
    ("nothing but spaces", |size| " ".repeat(size)),
    ("nothing but page breaks", |size| "\u{c}".repeat(size)),
    ("nothing but NUL bytes", |size| "\0".repeat(size)),
    ("NUL bytes in names", |size| "Mini\0sters urged Ken\0ya to act.\0\n".repeat(size / 32 + 1)),
    ("nothing but accents", |size| "\u{301}".repeat(size / 2)),
    ("nothing but soft hyphens", |size| "\u{ad}".repeat(size / 2)),
    ("nothing but commas", |size| ",".repeat(size)),
    ("nothing but full stops", |size| ". ".repeat(size / 2)),
    ("nothing but hyphens in a word", |size| "a-".repeat(size / 2)),
    ("words in capitals joined by hyphens", |size| "ASEAN-".repeat(size / 6)),
    ("words joined by apostrophes", |size| "a'b".repeat(size / 3)),
    ("possessives", |size| "Kenya's ".repeat(size / 8)),
    ("one word of letters", |size| "a".repeat(size)),
    ("one word of capitals", |size| "A".repeat(size)),
    ("one number", |size| "1".repeat(size)),
    ("one number with commas", |size| "1,".repeat(size / 2)),
    ("initials", |size| "A.B.C. ".repeat(size / 7)),
    ("one name again and again", |size| "Ministers ".repeat(size / 10)),
    ("one sentence without end", |size| "Ministers urged States to share data and ".repeat(size / 41)),
    ("one sentence of many clauses", |size| {
        "Ministers, noting the report, urged Kenya; called on Uganda to act, and, having met, agreed that "
            .repeat(size / 96)
    }),
    ("one sentence of that-clauses", |size| format!("Ministers agreed {}", "that States agreed ".repeat(size / 19))),
    ("one sentence of infinitives", |size| {
        format!("Ministers asked Kenya {}", "to ask Uganda to urge ".repeat(size / 22))
    }),
    ("short sentences", |size| "Ministers met. ".repeat(size / 15)),
    ("speech acts", |size| "Ministers urged Kenya to act. ".repeat(size / 30)),
    ("speech acts in lines", |size| "Ministers urged Kenya to act.\n\n".repeat(size / 31)),
    ("short lines", |size| "a\n".repeat(size / 2)),
    ("lines with a colon", |size| "Ministers:\n".repeat(size / 11)),
    ("fields of a head", |size| "Date: 3 May 2010\n".repeat(size / 17)),
    ("fields of a head on one line", |size| "Date: 3 May 2010 ".repeat(size / 17)),
    ("headings", |size| counted(size, |i| format!("{i}. Report of the Working Group\n\n"))),
    ("headings in capitals", |size| "PARTICIPANTS\n\n".repeat(size / 14)),
    ("headings and their lists", |size| "PARTICIPANTS\n\nKenya\nUganda\n\n".repeat(size / 28)),
    ("numbered paragraphs", |size| counted(size, |i| format!("{i}. Ministers urged Kenya to act.\n\n"))),
    ("dotted paragraphs", |size| counted(size, |i| format!("{}.{}. Ministers met.\n", i % 90, i % 80))),
    ("page numbers", |size| counted(size, |i| format!("{}\n\n", i % 900))),
    ("images", |size| "picture.jpg\n".repeat(size / 12)),
    ("only bullets", |size| "- \n".repeat(size / 3)),
    ("only filled bullets", |size| "•\n".repeat(size / 4)),
    ("items", |size| "- to act\n".repeat(size / 9)),
    ("items below a colon", |size| {
        format!("Ministers recommended that:\n{}", "- States share data;\n".repeat(size / 21))
    }),
    ("items of items", |size| counted(size, |i| format!("{}- States shall:\n", " ".repeat(i % 60)))),
    ("ever deeper items", |size| counted(size, |i| format!("{}- to act:\n", " ".repeat((i as f64).sqrt() as usize)))),
    ("lettered items", |size| counted(size, |i| format!("({}) to act;\n", char::from(b'a' + (i % 26) as u8)))),
    ("states of a list", |size| list(size, &["Kenya", "Uganda", "Viet Nam", "the Republic of Korea"])),
    ("unknown members of a list", |size| {
        format!("The meeting was attended by {}.", counted(size, |i| format!("Land{i}, ")))
    }),
    ("unknown bodies of a list", |size| {
        format!("The meeting was attended by {}.", counted(size, |i| format!("the Union of Harbour {}, ", letters(i))))
    }),
    ("members in lines", |size| format!("PARTICIPANTS\n\n{}", counted(size, |i| format!("Land{i}\n")))),
    ("brackets that open", |size| "(".repeat(size)),
    ("brackets that close", |size| ")".repeat(size)),
    ("brackets in brackets", |size| {
        format!("Ministers {} urged {}", "(of Kenya [".repeat(size / 14), "])".repeat(size / 14))
    }),
    ("quotes", |size| "“Kenya” ".repeat(size / 12)),
    ("short names", |size| counted(size, |i| format!("The Group of Friends {} (GF{}) met. ", letters(i), letters(i)))),
    ("the same short name", |size| "the Group of Friends (GF) met. ".repeat(size / 31)),
    ("persons", |size| counted(size, |i| format!("Dr {} Smith, Minister for Justice of Fiji, spoke. ", letters(i)))),
    ("persons of a list", |size| {
        format!("It was attended by {}.", counted(size, |i| format!("Dr {} Smith, ", letters(i))))
    }),
    ("honorifics", |size| "the Hon Dr ".repeat(size / 11)),
    ("posts", |size| "Minister for Justice of Fiji and ".repeat(size / 33)),
    ("meetings", |size| counted(size, |i| format!("The Workshop on {} was held in Suva on 3 May 2010. ", letters(i)))),
    ("meetings of many years", |size| {
        counted(size, |i| format!("The Regional Forum was held in Rabat in {}. ", 1900 + i % 200))
    }),
    ("meetings by number", |size| counted(size, |i| format!("The {i}th Ministerial Conference was held in Rabat. "))),
    ("meetings without end", |size| "Meeting of the Conference of the ".repeat(size / 33)),
    ("bodies", |size| counted(size, |i| format!("Ministers established a Working Group on {}. ", letters(i)))),
    ("bodies that are one", |size| "Ministers established a Working Group on Visas. ".repeat(size / 48)),
    ("documents", |size| {
        counted(size, |i| format!("Ministers adopted the Declaration on {} and resolution {i}/12. ", letters(i)))
    }),
    ("pledges", |size| counted(size, |i| format!("Kenya pledged US$ {i} million to the Fund. "))),
    ("dates", |size| counted(size, |i| format!("{} May {}, ", i % 28 + 1, 1900 + i % 200))),
    ("parts of dates", |size| "31 31 of May–June 0 2003 to 2004 and ".repeat(size / 38)),
    ("ordinals", |size| "first second and third ".repeat(size / 23)),
    ("numbers in words", |size| "two hundred thousand million and ".repeat(size / 33)),
    ("emoji", |size| "🙂 Ministers 🇰🇪 urged 🌍 Kenya 👩🏽‍🚀 ".repeat(size / 60)),
    ("right to left", |size| "اجتمع الوزراء في \u{202e}Suva\u{202c} يوم 3 May 2010. ".repeat(size / 60)),
    ("letters that look like others", |size| "Міnіstеrs urgеd Кеnуа to аct. ".repeat(size / 40)),
    ("Chinese", |size| "部长们敦促各国分享数据。".repeat(size / 36)),
    ("tables", |size| "| Kenya | Uganda | 3 May 2010 | Dr Anna Field |\n|---|---|---|---|\n".repeat(size / 66)),
    ("columns", |size| "Kenya\tUganda\t2010\t\tUS$ 3\n".repeat(size / 26)),
    ("turns of speakers", |size| counted(size, |i| format!("MR {}: Good morning.\n", letters(i)))),
    ("transcript with questions", |size| "QUESTION: Will you act?\nMARSH: We urge Kenya to act.\n".repeat(size / 53)),
    ("every character", |size| (0..=0x10_ffff).cycle().filter_map(char::from_u32).take(size / 4).collect()),
];

/// A number as a capitalised word: "Baca".
pub(crate) fn letters(mut number: usize) -> String {
    let mut word = String::from("B");
    loop {
        word.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
        if number == 0 {
            return word;
        }
    }
}

/// Repeats with a counter up to so many bytes.
fn counted(size: usize, part: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(size + 64);
    for i in 1.. {
        if text.len() >= size {
            break;
        }
        text.push_str(&part(i));
    }
    text
}

fn list(size: usize, names: &[&str]) -> String {
    format!("The meeting was attended by {} and Tonga.", counted(size, |i| format!("{}, ", names[i % names.len()])))
}

/// All kinds of texts, by name.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, Make)> {
    KINDS.iter().copied()
}
