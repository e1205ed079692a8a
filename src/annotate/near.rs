//! What was found near some tokens, without a walk over the whole document.

use std::ops::Range as Tokens;

use super::{
    AcronymDefinition, Annotations, DateExpression, Money, Name, NameKind, Number, PersonMention, PostMention,
};

/// Something found in the text that covers tokens.
pub(super) trait Found {
    fn tokens(&self) -> &Tokens<usize>;
}

macro_rules! found {
    ($($kind:ty),*) => { $(impl Found for $kind { fn tokens(&self) -> &Tokens<usize> { &self.tokens } })* };
}
found!(AcronymDefinition, DateExpression, Money, Name, Number, PersonMention, PostMention);

/// Those that share a token with a range. Both ends of what is found rise along the list.
fn near<'l, T: Found>(list: &'l [T], tokens: &Tokens<usize>) -> &'l [T] {
    let from = list.partition_point(|found| found.tokens().end <= tokens.start);
    let len = list[from..].partition_point(|found| found.tokens().start < tokens.end);
    &list[from..from + len]
}

/// Kinds of what was found in a text, as a set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// A known name of a kind.
    pub const STATE: Self = Self(1);
    /// A known name of a kind.
    pub const ORGANISATION: Self = Self(1 << 1);
    /// A known name of a kind.
    pub const PLACE: Self = Self(1 << 2);
    /// A known name of a kind.
    pub const DEMONYM: Self = Self(1 << 3);
    /// Any known name.
    pub const NAME: Self = Self::STATE.or(Self::ORGANISATION).or(Self::PLACE).or(Self::DEMONYM);
    /// A number that is no part of a date or sum.
    pub const NUMBER: Self = Self(1 << 4);
    /// A date.
    pub const DATE: Self = Self(1 << 5);
    /// A sum of money.
    pub const MONEY: Self = Self(1 << 6);
    /// A person.
    pub const PERSON: Self = Self(1 << 7);

    /// The kind of a known name.
    pub const fn of_name(kind: NameKind) -> Self {
        match kind {
            NameKind::State => Self::STATE,
            NameKind::Organisation => Self::ORGANISATION,
            NameKind::Place => Self::PLACE,
            NameKind::Demonym => Self::DEMONYM,
        }
    }

    /// Those of both sets.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that both sets have.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether it has one of these.
    pub const fn has_one_of(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// Whether it has all of these.
    pub const fn has_all_of(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }
}

impl Annotations<'_> {
    /// Notes for each token what was found over it, when all is found: most questions are about tokens with nothing.
    pub(super) fn cover(&mut self) {
        let mut covered = vec![Kinds::default(); self.tokens.len()];
        let mut mark = |tokens: &Tokens<usize>, kind| {
            covered[tokens.clone()].iter_mut().for_each(|kinds: &mut Kinds| *kinds = kinds.or(kind));
        };
        self.names.iter().for_each(|name| mark(&name.tokens, Kinds::of_name(name.kind)));
        self.numbers.iter().for_each(|number| mark(&number.tokens, Kinds::NUMBER));
        self.dates.iter().for_each(|date| mark(&date.tokens, Kinds::DATE));
        self.money.iter().for_each(|money| mark(&money.tokens, Kinds::MONEY));
        self.persons.iter().for_each(|person| mark(&person.tokens, Kinds::PERSON));
        self.covered = covered;
    }

    /// What was found over a token; nothing behind the last.
    #[inline]
    pub fn kinds_over(&self, token: usize) -> Kinds {
        self.covered.get(token).copied().unwrap_or_default()
    }

    /// What was found over some tokens.
    pub fn kinds_in(&self, tokens: Tokens<usize>) -> Kinds {
        let covered = self.covered.get(tokens).unwrap_or_default();
        covered.iter().fold(Kinds::default(), |all, kinds| all.or(*kinds))
    }

    /// Whether nothing of a kind was found over a token, as far as it is noted.
    #[inline]
    pub(super) fn lacks(&self, token: usize, kind: Kinds) -> bool {
        self.covered.get(token).is_some_and(|kinds| !kinds.has_one_of(kind))
    }

    /// The known names that share a token with a range.
    pub fn names_near(&self, tokens: Tokens<usize>) -> &[Name] {
        near(&self.names, &tokens)
    }

    /// The numbers that share a token with a range.
    pub fn numbers_near(&self, tokens: Tokens<usize>) -> &[Number] {
        near(&self.numbers, &tokens)
    }

    /// The dates that share a token with a range.
    pub fn dates_near(&self, tokens: Tokens<usize>) -> &[DateExpression] {
        near(&self.dates, &tokens)
    }

    /// The sums of money that share a token with a range.
    pub fn money_near(&self, tokens: Tokens<usize>) -> &[Money] {
        near(&self.money, &tokens)
    }

    /// The persons that share a token with a range.
    pub fn persons_near(&self, tokens: Tokens<usize>) -> &[PersonMention] {
        near(&self.persons, &tokens)
    }

    /// The posts without a person beside them that share a token with a range.
    pub fn posts_near(&self, tokens: Tokens<usize>) -> &[PostMention] {
        near(&self.posts, &tokens)
    }

    /// The definitions of short names that share a token with a range.
    pub fn acronyms_near(&self, tokens: Tokens<usize>) -> &[AcronymDefinition] {
        near(&self.acronyms, &tokens)
    }

    /// The number that begins with a token.
    pub fn number_at(&self, token: usize) -> Option<&Number> {
        if self.lacks(token, Kinds::NUMBER) {
            return None;
        }
        self.numbers_near(token..token + 1).iter().find(|number| number.tokens.start == token)
    }

    /// The date that begins with a token.
    pub fn date_at(&self, token: usize) -> Option<&DateExpression> {
        if self.lacks(token, Kinds::DATE) {
            return None;
        }
        self.dates_near(token..token + 1).iter().find(|date| date.tokens.start == token)
    }

    /// The known name that ends in front of a token.
    pub fn name_ending(&self, token: usize) -> Option<&Name> {
        if self.lacks(token.saturating_sub(1), Kinds::NAME) {
            return None;
        }
        self.names_near(token.saturating_sub(1)..token).iter().find(|name| name.tokens.end == token)
    }

    /// The number that ends in front of a token.
    pub fn number_ending(&self, token: usize) -> Option<&Number> {
        if self.lacks(token.saturating_sub(1), Kinds::NUMBER) {
            return None;
        }
        self.numbers_near(token.saturating_sub(1)..token).iter().find(|number| number.tokens.end == token)
    }

    /// The sentences of a block.
    pub fn block_sentences(&self, block: usize) -> Tokens<usize> {
        let from = self.sentences.partition_point(|sentence| sentence.block < block);
        let len = self.sentences[from..].partition_point(|sentence| sentence.block == block);
        from..from + len
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Annotations, Gazetteer, NameKind};
    use crate::document;

    #[test]
    fn what_is_near_is_what_a_walk_over_everything_finds() {
        let gazetteer = Gazetteer::new([("Fiji", NameKind::State, "fiji"), ("Viet Nam", NameKind::State, "viet-nam")]);
        let text = "Fiji and Viet Nam met in 2004 and 2005.\n\nViet Nam gave US$ 3 million. Two of them left Fiji.";
        let document = document::read("d", text.as_bytes()).unwrap();
        let a = Annotations::new(&document, &gazetteer);
        for from in 0..=a.tokens.len() {
            for to in from..=a.tokens.len() {
                let shares = |tokens: &std::ops::Range<usize>| tokens.start < to && from < tokens.end;
                let names: Vec<_> = a.names.iter().filter(|n| shares(&n.tokens)).cloned().collect();
                assert_eq!(a.names_near(from..to), names);
                assert_eq!(a.numbers_near(from..to).len(), a.numbers.iter().filter(|n| shares(&n.tokens)).count());
                assert_eq!(a.dates_near(from..to).len(), a.dates.iter().filter(|d| shares(&d.tokens)).count());
                assert_eq!(a.money_near(from..to).len(), a.money.iter().filter(|m| shares(&m.tokens)).count());
            }
        }
        for block in 0..document.blocks.len() {
            let of_block = |i: &usize| a.sentences[*i].block == block;
            assert!(a.block_sentences(block).eq((0..a.sentences.len()).filter(of_block)));
        }
    }
}
