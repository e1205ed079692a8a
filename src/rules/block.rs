//! Rules over lists: a line that leads items in (`head`), and each of the items (`pattern`).

use std::ops::Range as Tokens;

use rustc_hash::FxHashMap;

use crate::annotate::Annotations;

use super::matcher::{Captured, Matcher, Scope};
use super::{Match, Packs, prefer};

/// The phase of such rules.
pub(super) const PHASE: &str = "block";

impl Packs {
    /// The lines of a document that lead items in, each with the tokens of its items.
    pub fn lists(annotations: &Annotations<'_>) -> Vec<(Tokens<usize>, Vec<Tokens<usize>>)> {
        let sentences = &annotations.sentences;
        let mut lists: Vec<(Tokens<usize>, Vec<Tokens<usize>>)> = Vec::new();
        let mut of_lead: FxHashMap<usize, usize> = FxHashMap::default();
        for (index, block) in annotations.document.blocks.iter().enumerate() {
            let Some(lead) = block.lead else { continue };
            let first = sentences.partition_point(|sentence| sentence.block < index);
            let own = sentences[first..].iter().take_while(|sentence| sentence.block == index);
            let Some(item) = own.map(|s| s.tokens.clone()).reduce(|all, next| all.start..next.end) else { continue };
            if let Some((_, items)) = of_lead.get(&lead).and_then(|at| lists.get_mut(*at)) {
                items.push(item);
                continue;
            }
            let end = sentences.partition_point(|sentence| sentence.block <= lead);
            let head = end.checked_sub(1).map(|last| &sentences[last]).filter(|sentence| sentence.block == lead);
            if let Some(head) = head {
                of_lead.insert(lead, lists.len());
                lists.push((head.tokens.clone(), vec![item]));
            }
        }
        lists
    }

    /// The preferred match of each item of a list, for rules of phase `block`: their `head` matches in the line that
    /// leads the items in, and their pattern from the item's first token on. What the head captures, the match has too.
    pub fn run_list<'p>(
        &'p self,
        annotations: &Annotations<'_>,
        head: &Tokens<usize>,
        items: &[Tokens<usize>],
    ) -> Vec<Match<'p>> {
        self.note(PHASE, head, None);
        let heads: Vec<(usize, Tokens<usize>, Vec<Captured>)> = self.heads(annotations, head);
        if heads.is_empty() {
            return Vec::new();
        }
        items.iter().filter_map(|item| self.item(annotations, item, &heads)).collect()
    }

    /// Rules whose head matches, with where and what it captured.
    fn heads(&self, annotations: &Annotations<'_>, head: &Tokens<usize>) -> Vec<(usize, Tokens<usize>, Vec<Captured>)> {
        let wanted = self.rules.iter().enumerate().filter(|(_, rule)| rule.phase == PHASE);
        let rules: Vec<usize> = wanted.map(|(index, _)| index).collect();
        if rules.is_empty() {
            return Vec::new();
        }
        let scope = Scope::new(annotations, head.clone(), &self.words);
        let first = |index: usize| {
            let rule = &self.rules[index];
            let head = rule.head.as_ref()?;
            let mut matcher = Matcher::new(head, &self.lexicons, &scope, rule.captures.len());
            (scope.start..scope.end).filter(|start| head.can_start(&scope, *start)).find_map(|start| {
                let found = matcher.run(start, &|end| end > start)?;
                Some((index, start..found.end, found.captures))
            })
        };
        rules.into_iter().filter_map(first).collect()
    }

    /// Rules whose head matches a line.
    pub(super) fn heads_of(&self, annotations: &Annotations<'_>, head: &Tokens<usize>) -> Vec<&super::Rule> {
        self.heads(annotations, head).into_iter().map(|(index, ..)| &self.rules[index]).collect()
    }

    fn item<'p>(
        &'p self,
        annotations: &Annotations<'_>,
        item: &Tokens<usize>,
        heads: &[(usize, Tokens<usize>, Vec<Captured>)],
    ) -> Option<Match<'p>> {
        let scope = Scope::new(annotations, item.clone(), &self.words);
        let mut found = Vec::new();
        for (index, head, captures) in heads {
            let rule = &self.rules[*index];
            for (pattern, program) in rule.programs.iter().enumerate().filter(|(_, p)| p.can_start(&scope, scope.start))
            {
                let mut matcher = Matcher::new(program, &self.lexicons, &scope, rule.captures.len());
                let Some(matched) = matcher.run(scope.start, &|end| end > scope.start) else { continue };
                let own = matched.captures.iter().zip(captures);
                let captures = own.map(|(own, of_head)| if own.tokens.is_some() { *own } else { *of_head }).collect();
                let tokens = scope.start..matched.end;
                let head = Some(head.clone());
                found.push(Match { rule, tokens, head, pattern, captures, lexicons: &self.lexicons });
            }
        }
        prefer(&mut found);
        found.into_iter().next()
    }
}
