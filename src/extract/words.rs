//! Closed word classes of English that several steps look at.

/// Articles, demonstratives, possessives and quantifiers that open a noun phrase.
pub(super) fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "this"
            | "that"
            | "these"
            | "those"
            | "its"
            | "their"
            | "his"
            | "her"
            | "our"
            | "all"
            | "both"
            | "each"
            | "every"
            | "any"
            | "some"
            | "several"
            | "many"
            | "most"
            | "other"
            | "another"
            | "no"
            | "such"
    )
}

pub(super) fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "of" | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "to"
            | "with"
            | "under"
            | "during"
            | "after"
            | "before"
            | "since"
            | "through"
            | "within"
            | "over"
            | "into"
            | "towards"
            | "toward"
            | "between"
            | "among"
            | "including"
            | "regarding"
            | "concerning"
            | "against"
            | "as"
            | "about"
            | "upon"
            | "following"
            | "via"
            | "throughout"
            | "across"
            | "without"
            | "until"
            | "per"
    )
}

pub(super) fn is_conjunction(word: &str) -> bool {
    matches!(word, "and" | "or" | "but" | "nor" | "while" | "whilst" | "whereas")
}

pub(super) fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "be" | "is"
            | "are"
            | "was"
            | "were"
            | "been"
            | "being"
            | "has"
            | "have"
            | "had"
            | "having"
            | "will"
            | "would"
            | "shall"
            | "should"
            | "may"
            | "might"
            | "can"
            | "could"
            | "must"
            | "do"
            | "does"
            | "did"
    )
}

/// Modal verbs that make a statement a decision, a plan or a recommendation.
pub(super) fn is_modal(word: &str) -> bool {
    matches!(word, "will" | "would" | "shall" | "should" | "must" | "may" | "might" | "can" | "could")
}

/// Whether a word has the form of a past participle.
pub(super) fn is_participle(word: &str) -> bool {
    let strong = [
        "held", "made", "set", "led", "put", "kept", "sent", "built", "done", "found", "met", "brought", "sought",
        "paid", "run",
    ];
    ["ed", "en", "wn"].iter().any(|tail| word.ends_with(tail)) || strong.contains(&word)
}

pub(super) fn is_relative(word: &str) -> bool {
    matches!(word, "which" | "who" | "whom" | "whose" | "that" | "where" | "when")
}

pub(super) fn is_pronoun(word: &str) -> bool {
    matches!(word, "they" | "we" | "he" | "she" | "it" | "i" | "them" | "us" | "this" | "these" | "those" | "there")
}

/// The words that a title keeps in lower case.
pub(super) fn is_minor(word: &str) -> bool {
    is_determiner(word) || is_preposition(word) || is_conjunction(word)
}

/// A phrase in title case, acronyms left as they are: "regional roundtable on Iraq" → "Regional roundtable on Iraq".
pub(super) fn sentence_case(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A heading printed in capitals, in title case; other text as it is.
pub(super) fn tame_capitals(text: &str) -> String {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.len() < 8 || letters.iter().any(|c| c.is_lowercase()) {
        return text.to_owned();
    }
    let words: Vec<String> = text
        .split(' ')
        .enumerate()
        .map(|(index, word)| {
            let lower = word.to_lowercase();
            // "(LRF)"
            if word.starts_with('(') && word.ends_with(')') {
                return word.to_owned();
            }
            if index > 0 && is_minor(&lower) { lower } else { sentence_case(&lower) }
        })
        .collect();
    words.join(" ")
}

/// The ordinal word of a number: 2 → "Second", 21 → "21st".
pub(super) fn ordinal_word(n: u64) -> String {
    const WORDS: [&str; 20] = [
        "First",
        "Second",
        "Third",
        "Fourth",
        "Fifth",
        "Sixth",
        "Seventh",
        "Eighth",
        "Ninth",
        "Tenth",
        "Eleventh",
        "Twelfth",
        "Thirteenth",
        "Fourteenth",
        "Fifteenth",
        "Sixteenth",
        "Seventeenth",
        "Eighteenth",
        "Nineteenth",
        "Twentieth",
    ];
    if let Some(word) = usize::try_from(n).ok().and_then(|n| WORDS.get(n.wrapping_sub(1))) {
        return (*word).to_owned();
    }
    let suffix = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{suffix}")
}

/// A plural noun phrase in the singular, last word only: "experts groups" → "experts group".
pub(super) fn singular(text: &str) -> String {
    let (head, last) = text.rsplit_once(' ').map_or(("", text), |(head, last)| (head, last));
    let lower = last.to_ascii_lowercase();
    let single = if let Some(stem) = last.strip_suffix("ies").filter(|s| s.len() > 2) {
        format!("{stem}y")
    } else if lower.ends_with('s') && !lower.ends_with("ss") && !lower.ends_with("us") && last.len() > 3 {
        last[..last.len() - 1].to_owned()
    } else {
        last.to_owned()
    };
    if head.is_empty() { single } else { format!("{head} {single}") }
}
