//! Where the document names things, found by place.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::{Deref, Range as Tokens};

use rustc_hash::FxHashSet;

use crate::assertion::EntityId;

/// A place where the document names an entity.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) tokens: Tokens<usize>,
    pub(super) id: EntityId,
}

/// Tokens that share one list of mentions.
const STRIDE: usize = 16;

/// Mentions in the order in which they were added or last sorted.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    list: Vec<Mention>,
    /// For each [`STRIDE`] of tokens the mentions that cover one of them, in order.
    places: Vec<Vec<u32>>,
    /// Those that are taken away, until the list is tidied.
    gone: FxHashSet<u32>,
}

impl Mentions {
    pub(super) fn push(&mut self, mention: Mention) {
        self.place(self.list.len(), &mention.tokens);
        self.list.push(mention);
    }

    /// Mentions that share a token with a range, in order.
    pub(super) fn near(&self, tokens: Tokens<usize>) -> impl DoubleEndedIterator<Item = &Mention> + Clone {
        let places = tokens.start / STRIDE..tokens.end.div_ceil(STRIDE).min(self.places.len());
        let indices = match places.len() {
            _ if tokens.is_empty() => Cow::Borrowed(&[][..]),
            1 => Cow::Borrowed(self.places[places.start].as_slice()),
            _ => {
                let mut all: Vec<u32> = places.flat_map(|place| self.places[place].iter().copied()).collect();
                all.sort_unstable();
                all.dedup();
                Cow::Owned(all)
            }
        };
        (0..indices.len())
            .map(move |i| &self.list[indices[i] as usize])
            .filter(move |m| m.tokens.start < tokens.end && tokens.start < m.tokens.end)
    }

    /// Mentions that end at a token, in order.
    pub(super) fn ending(&self, token: usize) -> impl DoubleEndedIterator<Item = &Mention> + Clone {
        self.near(token.saturating_sub(1)..token).filter(move |m| m.tokens.end == token)
    }

    /// Mentions that start at a token, in order.
    pub(super) fn starting(&self, token: usize) -> impl DoubleEndedIterator<Item = &Mention> + Clone {
        self.near(token..token + 1).filter(move |m| m.tokens.start == token)
    }

    /// Puts the mentions in the order of the text, the longer first.
    pub(super) fn sort(&mut self) {
        self.tidy();
        self.list.sort_by_key(|m| (m.tokens.start, Reverse(m.tokens.end)));
        self.renew();
    }

    /// Drops those that were taken away.
    pub(super) fn tidy(&mut self) {
        if self.gone.is_empty() {
            return;
        }
        let gone = std::mem::take(&mut self.gone);
        let mut index = 0;
        self.list.retain(|_| {
            index += 1;
            !gone.contains(&(index - 1))
        });
        self.renew();
    }

    /// Takes away those that lie inside a range. They stay in the whole list until it is tidied or sorted.
    pub(super) fn remove_inside(&mut self, tokens: &Tokens<usize>) {
        for place in tokens.start / STRIDE..tokens.end.div_ceil(STRIDE).min(self.places.len()) {
            let (list, gone) = (&self.list, &mut self.gone);
            self.places[place].retain(|index| {
                let found = &list[*index as usize].tokens;
                let inside = tokens.start <= found.start && found.end <= tokens.end;
                if inside {
                    gone.insert(*index);
                }
                !inside
            });
        }
    }

    /// Puts another mention, over more of the text, in the place of one.
    pub(super) fn widen(&mut self, index: usize, mention: Mention) {
        let (old, new) = (self.list[index].tokens.clone(), mention.tokens.clone());
        for place in new.start / STRIDE..new.end.div_ceil(STRIDE) {
            if self.places.len() <= place {
                self.places.resize_with(place + 1, Vec::new);
            }
            let covered = (old.start / STRIDE..old.end.div_ceil(STRIDE)).contains(&place);
            if let (false, Err(at)) = (covered, self.places[place].binary_search(&(index as u32))) {
                self.places[place].insert(at, index as u32);
            }
        }
        self.list[index] = mention;
    }

    fn place(&mut self, index: usize, tokens: &Tokens<usize>) {
        let places = tokens.start / STRIDE..tokens.end.div_ceil(STRIDE);
        if self.places.len() < places.end {
            self.places.resize_with(places.end, Vec::new);
        }
        self.places[places].iter_mut().for_each(|place| place.push(index as u32));
    }

    fn renew(&mut self) {
        self.places.iter_mut().for_each(Vec::clear);
        let list = std::mem::take(&mut self.list);
        list.iter().enumerate().for_each(|(index, mention)| self.place(index, &mention.tokens));
        self.list = list;
    }
}

impl Deref for Mentions {
    type Target = [Mention];

    fn deref(&self) -> &[Mention] {
        &self.list
    }
}
