//! (in the next commit)
/// x
pub fn vocabulary_quads() -> Vec<oxigraph::model::Quad> {
    Vec::new()
}
