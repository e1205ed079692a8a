//! The walk through the algebra behind [`bind`](super::bind): one function per kind of place.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Literal;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::{GroundTerm, NamedNodePattern, TermPattern, TriplePattern, Variable};

use crate::query::bind::{BindError, Value};
use crate::store::inside_mut;

type Bound = Result<(), BindError>;

/// Replaces the variables that have values and notes every variable that it meets.
pub(super) struct Binder<'a> {
    values: &'a BTreeMap<String, Value>,
    /// Names of the variables met so far.
    pub(super) seen: BTreeSet<String>,
}

impl<'a> Binder<'a> {
    pub(super) fn new(values: &'a BTreeMap<String, Value>) -> Self {
        Self { values, seen: BTreeSet::new() }
    }

    fn value(&mut self, variable: &Variable) -> Option<&'a Value> {
        self.seen.insert(variable.as_str().to_owned());
        self.values.get(variable.as_str())
    }

    /// A variable that the query itself assigns must not be one that we bind.
    fn assigned(&mut self, variable: &Variable) -> Bound {
        match self.value(variable) {
            Some(_) => Err(BindError::Assigned { variable: variable.as_str().to_owned() }),
            None => Ok(()),
        }
    }

    fn name(&mut self, name: &mut NamedNodePattern) -> Bound {
        let NamedNodePattern::Variable(variable) = name else { return Ok(()) };
        match self.value(variable) {
            Some(Value::Iri(iri)) => *name = iri.clone().into(),
            Some(Value::Literal(literal)) => return Err(literal_as_name(variable, literal)),
            None => {}
        }
        Ok(())
    }

    fn subject(&mut self, term: &mut TermPattern) -> Bound {
        if let TermPattern::Variable(variable) = term
            && let Some(Value::Literal(literal)) = self.value(variable)
        {
            return Err(literal_as_name(variable, literal));
        }
        self.term(term)
    }

    fn term(&mut self, term: &mut TermPattern) -> Bound {
        match term {
            TermPattern::Variable(variable) => {
                match self.value(variable) {
                    Some(Value::Iri(iri)) => *term = iri.clone().into(),
                    Some(Value::Literal(literal)) => *term = literal.clone().into(),
                    None => {}
                }
                Ok(())
            }
            TermPattern::Triple(triple) => self.triple(triple),
            TermPattern::NamedNode(_) | TermPattern::BlankNode(_) | TermPattern::Literal(_) => Ok(()),
        }
    }

    pub(super) fn triple(&mut self, triple: &mut TriplePattern) -> Bound {
        self.subject(&mut triple.subject)?;
        self.name(&mut triple.predicate)?;
        self.term(&mut triple.object)
    }

    /// The outermost pattern of a SELECT or DESCRIBE: bound variables that it projects stay in the answer.
    pub(super) fn top(&mut self, pattern: &mut GraphPattern) -> Bound {
        match pattern {
            GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } | GraphPattern::Slice { inner, .. } => {
                self.top(inner)
            }
            GraphPattern::Project { inner, variables } => {
                self.pattern(inner)?;
                for variable in variables {
                    if let Some(value) = self.value(variable) {
                        extend(below_order(inner), variable.clone(), value);
                    }
                }
                Ok(())
            }
            other => self.pattern(other),
        }
    }

    pub(super) fn pattern(&mut self, pattern: &mut GraphPattern) -> Bound {
        match pattern {
            GraphPattern::Bgp { patterns } => patterns.iter_mut().try_for_each(|triple| self.triple(triple)),
            GraphPattern::Path { subject, object, .. } => {
                // Unlike in a triple, a literal may stand at either end of a path.
                self.term(subject)?;
                self.term(object)
            }
            GraphPattern::Join { left, right }
            | GraphPattern::Union { left, right }
            | GraphPattern::Lateral { left, right } => {
                self.pattern(left)?;
                self.pattern(right)
            }
            GraphPattern::LeftJoin { left, right, expression } => {
                self.pattern(left)?;
                self.pattern(right)?;
                expression.iter_mut().try_for_each(|expression| self.expression(expression))
            }
            GraphPattern::Minus { left, right } => self.minus(left, right),
            GraphPattern::Filter { expr, inner } => {
                self.expression(expr)?;
                self.pattern(inner)
            }
            GraphPattern::Graph { name, inner } | GraphPattern::Service { name, inner, .. } => {
                self.name(name)?;
                self.pattern(inner)
            }
            GraphPattern::Extend { inner, variable, expression } => {
                self.assigned(variable)?;
                self.expression(expression)?;
                self.pattern(inner)
            }
            GraphPattern::Values { variables, bindings } => {
                self.inline_data(variables, bindings);
                Ok(())
            }
            GraphPattern::OrderBy { inner, expression } => {
                for OrderExpression::Asc(by) | OrderExpression::Desc(by) in expression {
                    self.expression(by)?;
                }
                self.pattern(inner)
            }
            GraphPattern::Project { inner, variables } => {
                // What joins with a subquery has the value itself; the column is no longer needed.
                variables.retain(|variable| self.value(variable).is_none());
                self.pattern(inner)
            }
            GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } | GraphPattern::Slice { inner, .. } => {
                self.pattern(inner)
            }
            GraphPattern::Group { inner, variables, aggregates } => {
                self.pattern(inner)?;
                for variable in variables {
                    // Grouping by nothing would make one group of no rows, so the constant stays a key.
                    if let Some(value) = self.value(variable) {
                        let key = key_of(variable.as_str());
                        extend(inner, key.clone(), value);
                        *variable = key;
                    }
                }
                for (variable, aggregate) in aggregates {
                    self.assigned(variable)?;
                    if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                        self.expression(expr)?;
                    }
                }
                Ok(())
            }
        }
    }

    /// MINUS removes only what shares a variable: a bound variable on both sides must stay one.
    fn minus(&mut self, left: &mut GraphPattern, right: &mut GraphPattern) -> Bound {
        let (here, there) = (in_scope(left), in_scope(right));
        self.pattern(left)?;
        self.pattern(right)?;
        for name in here.intersection(&there) {
            if let Some(value) = self.values.get(name) {
                extend(left, key_of(name), value);
                extend(right, key_of(name), value);
            }
        }
        Ok(())
    }

    fn inline_data(&mut self, variables: &mut Vec<Variable>, bindings: &mut Vec<Vec<Option<GroundTerm>>>) {
        let mut column = 0;
        while let Some(variable) = variables.get(column) {
            let Some(value) = self.value(variable) else {
                column += 1;
                continue;
            };
            bindings.retain(|row| match &row[column] {
                Some(GroundTerm::NamedNode(iri)) => matches!(value, Value::Iri(value) if value == iri),
                Some(GroundTerm::Literal(literal)) => matches!(value, Value::Literal(value) if value == literal),
                Some(GroundTerm::Triple(_)) => false,
                None => true,
            });
            variables.remove(column);
            for row in bindings.iter_mut() {
                row.remove(column);
            }
        }
    }

    fn expression(&mut self, expression: &mut Expression) -> Bound {
        match expression {
            Expression::Variable(variable) => {
                if let Some(value) = self.value(variable) {
                    *expression = constant(value);
                }
                Ok(())
            }
            Expression::Bound(variable) => {
                if self.value(variable).is_some() {
                    *expression = Literal::from(true).into();
                }
                Ok(())
            }
            Expression::Exists(pattern) => self.pattern(pattern),
            other => inside_mut(other, |inner| self.expression(inner)),
        }
    }
}

fn literal_as_name(variable: &Variable, literal: &Literal) -> BindError {
    BindError::LiteralAsName { variable: variable.as_str().to_owned(), literal: literal.to_string() }
}

fn constant(value: &Value) -> Expression {
    match value {
        Value::Iri(iri) => iri.clone().into(),
        Value::Literal(literal) => literal.clone().into(),
    }
}

/// A variable of our own that carries the value: a name that begins with a digit, as no parameter's does.
fn key_of(name: &str) -> Variable {
    Variable::new_unchecked(format!("0{name}"))
}

fn extend(pattern: &mut GraphPattern, variable: Variable, value: &Value) {
    let inner = Box::new(std::mem::take(pattern));
    *pattern = GraphPattern::Extend { inner, variable, expression: constant(value) };
}

/// The pattern whose rows an ORDER BY sorts, so that the sorting stays outermost.
fn below_order(pattern: &mut GraphPattern) -> &mut GraphPattern {
    match pattern {
        GraphPattern::OrderBy { inner, .. } => inner,
        other => other,
    }
}

fn in_scope(pattern: &GraphPattern) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    pattern.on_in_scope_variable(|variable| {
        names.insert(variable.as_str().to_owned());
    });
    names
}
