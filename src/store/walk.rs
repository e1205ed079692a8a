//! The walk through an expression: one place that knows of which expressions each one is made.

use spargebra::algebra::Expression;

macro_rules! inside {
    ($(#[$documentation:meta])* $name:ident, $items:ident $(, $mutable:tt)?) => {
        $(#[$documentation])*
        pub(crate) fn $name<E>(
            expression: &$($mutable)? Expression,
            mut visit: impl FnMut(&$($mutable)? Expression) -> Result<(), E>,
        ) -> Result<(), E> {
            match expression {
                Expression::NamedNode(_)
                | Expression::Literal(_)
                | Expression::Variable(_)
                | Expression::Bound(_)
                | Expression::Exists(_) => Ok(()),
                Expression::UnaryPlus(a) | Expression::UnaryMinus(a) | Expression::Not(a) => visit(a),
                Expression::Or(a, b)
                | Expression::And(a, b)
                | Expression::Equal(a, b)
                | Expression::SameTerm(a, b)
                | Expression::Greater(a, b)
                | Expression::GreaterOrEqual(a, b)
                | Expression::Less(a, b)
                | Expression::LessOrEqual(a, b)
                | Expression::Add(a, b)
                | Expression::Subtract(a, b)
                | Expression::Multiply(a, b)
                | Expression::Divide(a, b) => {
                    visit(a)?;
                    visit(b)
                }
                Expression::If(a, b, c) => {
                    visit(a)?;
                    visit(b)?;
                    visit(c)
                }
                Expression::In(a, list) => {
                    visit(a)?;
                    list.$items().try_for_each(visit)
                }
                Expression::Coalesce(list) | Expression::FunctionCall(_, list) => list.$items().try_for_each(visit),
            }
        }
    };
}

inside! {
    /// Visits the expressions right inside of another, from left to right. A pattern behind EXISTS is none.
    inside, iter
}

inside! {
    /// The same, to change them.
    inside_mut, iter_mut, mut
}
