//! The verb of a speech act as gold names it: a lemma in British spelling, whatever its form in the text.

/// Verbs that have no other forms than the regular ones.
const VERBS: &str = "agree welcome note commit reaffirm recognise recommend call acknowledge decide underline \
    underscore affirm encourage discuss emphasise support recall commend stress urge request ask direct instruct \
    suggest endorse consider appreciate reiterate announce highlight intend invite adopt resolve task identify express \
    thank propose accept determine look demand hope review regret embrace value plan pledge mandate congratulate \
    undertake advise indicate reconfirm confirm condemn deplore approve authorise establish launch examine promise \
    offer contribute seek observe applaud praise deploy implore implement exhort reject share assess report remind \
    conclude convene declare proclaim stand believe";

const IRREGULAR: [(&str, &str); 9] = [
    ("undertook", "undertake"),
    ("undertaken", "undertake"),
    ("sought", "seek"),
    ("took", "take"),
    ("taken", "take"),
    ("stood", "stand"),
    ("grateful", "thank"),
    ("concerned", "express-concern"),
    ("pleased", "welcome"),
];

/// Verbs that gold writes as another one.
const SAME: [(&str, &str); 9] = [
    ("underscore", "underline"),
    ("ask", "request"),
    ("instruct", "direct"),
    ("will", "commit"),
    ("shall", "commit"),
    ("would", "decide"),
    ("should", "recommend"),
    ("could", "suggest"),
    ("confirm", "affirm"),
];

/// What is expressed, by a part of its word.
const EXPRESSED: [(&str, &str); 11] = [
    ("concern", "express-concern"),
    ("appreciat", "appreciate"),
    ("gratitude", "thank"),
    ("thank", "thank"),
    ("satisf", "express-satisfaction"),
    ("view", "express-view"),
    ("support", "support"),
    ("hope", "hope"),
    ("intent", "intend"),
    ("commit", "commit"),
    ("regret", "regret"),
];

/// The class of a leaf concept of scheme `force`, as gold names it.
pub(super) fn class_of_force(force: &str) -> &str {
    match force {
        "direct" | "decide" | "adopt" => "decision",
        "request" | "urge" | "demand" => "request",
        "recommend" | "encourage" | "suggest" => "recommendation",
        "undertake" | "commit" | "pledge" => "commitment",
        "affirm" | "note" | "concern" | "acknowledge" | "recall" => "acknowledgement",
        "welcome" | "endorse" | "support" | "thank" | "commend" => "endorsement",
        other => other,
    }
}

/// The lemma of a verb as written ("called on" is "call-on"); none for a verb that is not in the list.
pub(super) fn lemma(verb: &str) -> Option<&'static str> {
    let lower = verb.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_lowercase()).filter(|word| !word.is_empty()).collect();
    let any = |start: &str| words.iter().any(|word| word.starts_with(start));
    // with one word between them at most
    let before = |verb: &str, after: &[&str]| {
        words.iter().enumerate().any(|(at, word)| {
            is_form(word, verb) && words[at + 1..words.len().min(at + 3)].iter().any(|word| after.contains(word))
        })
    };
    if any("concern") {
        return Some("express-concern");
    }
    if words.contains(&"note") && words.iter().any(|word| base(word) == Some("take")) {
        return Some("note");
    }
    if any("express")
        && let Some((_, lemma)) = EXPRESSED.iter().find(|(part, _)| lower.contains(part))
    {
        return Some(lemma);
    }
    if before("call", &["on", "upon", "for"]) || words == ["called"] || words == ["call"] {
        return Some("call-on");
    }
    if before("look", &["forward"]) {
        return Some("look-forward");
    }
    let known = words.iter().find_map(|word| base(word).filter(|base| !["look", "stand", "take"].contains(base)));
    known.map(same).or_else(|| words.iter().find_map(|word| SAME.iter().find(|(verb, _)| verb == word).map(|s| s.1)))
}

fn same(base: &'static str) -> &'static str {
    match base {
        "reconfirm" => "reaffirm",
        _ => SAME.iter().find(|(verb, _)| *verb == base).map_or(base, |(_, lemma)| lemma),
    }
}

fn base(word: &str) -> Option<&'static str> {
    let irregular = IRREGULAR.iter().find(|(form, _)| *form == word).map(|(_, base)| *base);
    irregular.or_else(|| VERBS.split(' ').filter(|verb| !verb.is_empty()).find(|verb| is_form(word, verb)))
}

/// Whether a word is a regular form of a verb; British and American spelling are one.
fn is_form(word: &str, verb: &str) -> bool {
    let american = verb.strip_suffix("ise").map(|stem| format!("{stem}ize"));
    [Some(verb), american.as_deref()].into_iter().flatten().any(|verb| {
        let stem = verb.strip_suffix('e').unwrap_or(verb);
        let doubled = || ["commit", "regret", "plan"].contains(&verb).then(|| verb.chars().last()).flatten();
        match word.strip_prefix(stem) {
            Some("ed" | "ing") => true,
            Some(ending) if ending == &verb[stem.len()..] => true,
            Some(ending) if ending.strip_suffix('s') == Some(&verb[stem.len()..]) => true,
            Some("es") => verb.ends_with('s') || verb.ends_with("sh") || verb.ends_with("ch"),
            Some(ending) => doubled().is_some_and(|c| ending == format!("{c}ed") || ending == format!("{c}ing")),
            None => verb
                .strip_suffix('y')
                .and_then(|stem| word.strip_prefix(stem))
                .is_some_and(|end| ["ied", "ies"].contains(&end)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_has_one_lemma_in_whatever_form_it_stands() {
        for (written, wanted) in [
            ("agreed that", "agree"),
            ("called on", "call-on"),
            ("calls upon", "call-on"),
            ("takes note with interest", "note"),
            ("expressed their grave concern", "express-concern"),
            ("expresses its gratitude", "thank"),
            ("recognizing", "recognise"),
            ("recognised", "recognise"),
            ("underscored", "underline"),
            ("committed themselves", "commit"),
            ("looked forward to", "look-forward"),
            ("reconfirmed", "reaffirm"),
            ("would", "decide"),
            ("identified", "identify"),
            ("undertook", "undertake"),
            ("stresses", "stress"),
        ] {
            assert_eq!(lemma(written), Some(wanted), "{written}");
        }
        assert_eq!(lemma("danced"), None);
    }
}
