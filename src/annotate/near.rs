//! What was found near some tokens, without a walk over the whole document.

use std::ops::Range as Tokens;

use super::{AcronymDefinition, Annotations, DateExpression, Money, Name, Number, PersonMention, PostMention};

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

impl Annotations<'_> {
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
        self.numbers_near(token..token + 1).iter().find(|number| number.tokens.start == token)
    }

    /// The date that begins with a token.
    pub fn date_at(&self, token: usize) -> Option<&DateExpression> {
        self.dates_near(token..token + 1).iter().find(|date| date.tokens.start == token)
    }

    /// The known name that ends in front of a token.
    pub fn name_ending(&self, token: usize) -> Option<&Name> {
        self.names_near(token.saturating_sub(1)..token).iter().find(|name| name.tokens.end == token)
    }

    /// The number that ends in front of a token.
    pub fn number_ending(&self, token: usize) -> Option<&Number> {
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
