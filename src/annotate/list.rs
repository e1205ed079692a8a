//! Lists of names and of clauses: `A, B and C, as well as the Director of D`.

use std::ops::Range as Tokens;

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem {
    /// Tokens of the item without its article, its parenthesis and the conjunction in front.
    pub tokens: Tokens<usize>,
    /// Tokens inside the brackets that follow it ("France (New Caledonia)"), brackets left out.
    pub parenthesis: Option<Tokens<usize>>,
}

/// A list in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// All tokens of the list.
    pub tokens: Tokens<usize>,
    /// Its items in order.
    pub items: Vec<ListItem>,
}
