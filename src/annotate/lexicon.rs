//! Closed classes of English words that texts of meetings use, all in lower case.

use super::class::Class;

pub(super) const AUXILIARIES: &str = "\
    am are be been being can cannot could did do does had has have is may might must ought shall should was \
    were will would";

pub(super) const DETERMINERS: &str = "\
    a all an another any both each either every further her his its many more most my neither no other our several \
    some such that the their these this those your";

pub(super) const PREPOSITIONS: &str = "\
    about above across after against along amid among amongst around as at before behind below beneath beside \
    besides between beyond by concerning despite down during except following for from in including inside into like \
    near of off on onto out outside over past per regarding since through throughout to toward towards under \
    underlying until upon via with within without";

const CONJUNCTIONS: &str = "\
    although and because but if nor or so than that though unless whereas whether while yet";

const RELATIVES: &str = "\
    that what when where whereby which who whom whose";

const PRONOUNS: &str = "\
    he her him i it itself me she them themselves they us we you";

/// Base forms of verbs that follow "to", a modal, or "that X" in mandates; some are nouns too.
pub(super) const VERBS: &str = "\
    accept accelerate achieve acknowledge act adapt address adhere adopt advance advise affirm agree aim allocate \
    allow analyse announce apply appoint appreciate approve arrange ask assess assist assume attend avoid base \
    become begin benefit bolster bring build call carry celebrate chair circulate co-chair co-host co-operate \
    collaborate collect combat come commend comment commit communicate compile complete comply concern conclude \
    condemn conduct confer confirm consider consult contain continue contribute control convene convey cooperate \
    coordinate counter create criminalise criminalize decide declare deepen define deliver demonstrate deny deploy \
    describe design designate detect deter determine develop direct discourage discuss dismantle disrupt disseminate \
    draft draw elaborate emphasise emphasize employ enable enact encourage endorse enforce engage enhance enlarge \
    ensure enter entrench establish evaluate examine exchange expand explore express extend extradite facilitate \
    feed finalise finalize find finance focus follow formulate foster fulfil fulfill fund gather generate give go \
    grant guarantee guide handle harmonise harmonize have help highlight hold host identify implement improve \
    include increase inform initiate institute integrate intensify intercept introduce investigate invite involve \
    issue join keep launch lead learn maintain make manage meet mitigate mobilise mobilize monitor note obtain offer \
    operate organise organize oversee participate pay persuade place plan pledge prepare present preserve prevent \
    prioritise prioritize proceed produce promote propose prosecute protect provide publish pursue raise ratify \
    reach readmit reaffirm realise realize receive recognise recognize recommend reduce refer refine reflect \
    regulate reinforce reiterate rely remain remove renew repatriate reply report request resolve respect respond \
    restore retain retask return review safeguard second secure see seek send serve set share show sign stop \
    streamline strengthen stress strive submit suggest support supply sustain tackle take target thank train \
    transfer translate treat undertake underline underscore update uphold urge use utilise utilize verify view visit \
    warn welcome widen work";

/// Past forms that the endings of [`VERBS`] do not give.
pub(super) const PAST: &str = "\
    became began brought built came chose drew fell found gave grew held kept knew led left lost made met paid ran \
    rose said saw sent set showed spoke stood sought took undertook went won wrote";

/// The closed classes.
pub(super) const CLOSED: [&str; 6] = [AUXILIARIES, DETERMINERS, PREPOSITIONS, CONJUNCTIONS, RELATIVES, PRONOUNS];

/// Whether a word in lower case is the base form of a verb that texts of meetings use; some are nouns too.
pub fn is_verb_base(word: &str) -> bool {
    Class::of(word).is(Class::VERB_BASE)
}

/// Whether a word in lower case is an auxiliary or modal verb.
pub fn is_auxiliary(word: &str) -> bool {
    Class::of(word).is(Class::AUXILIARY)
}

/// Whether a word in lower case opens a noun phrase: an article, a possessive, a quantifier.
pub fn is_determiner(word: &str) -> bool {
    Class::of(word).is(Class::DETERMINER)
}

/// Whether a word in lower case is a preposition.
pub fn is_preposition(word: &str) -> bool {
    Class::of(word).is(Class::PREPOSITION)
}

/// Whether a word in lower case belongs to a closed class: no noun, adjective or full verb.
pub fn is_function_word(word: &str) -> bool {
    Class::of(word).is(Class::FUNCTION)
}

/// Whether a word in lower case is a past form of a verb of the closed list ("agreed", "held").
pub fn is_verb_past(word: &str) -> bool {
    let Some(stem) = word.strip_suffix("ed") else { return Class::of(word).is(Class::VERB_PAST) };
    let doubled = stem.len() > 3 && stem.as_bytes()[stem.len() - 1] == stem.as_bytes()[stem.len() - 2];
    is_verb_base(stem)
        || is_verb_base(&word[..word.len() - 1])
        || (doubled && stem.is_char_boundary(stem.len() - 1) && is_verb_base(&stem[..stem.len() - 1]))
        || stem.strip_suffix('i').is_some_and(|s| is_verb_base(&format!("{s}y")))
}
