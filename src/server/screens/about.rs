//! What stands at the head of a thing's page: what the overviews know of it.

use std::sync::Arc;

use super::compare::{Side, side};
use super::matrix::{Field, field};
use crate::server::overview::{Answer, Change, Disputed, Overview, Status, Thing};

/// Meetings in the strip of an agent.
const STRIP: usize = 12;

/// What the overviews know of one thing.
#[derive(Debug)]
pub(in crate::server) enum About {
    Meeting {
        side: Side,
        end: Option<String>,
        status: Option<Arc<Thing>>,
        process: Option<Arc<Thing>>,
        disputed: Vec<Disputed>,
        /// The larger meetings before and after it.
        around: [Option<Arc<Thing>>; 2],
    },
    Body {
        /// Its changes, each with the meeting that decided it.
        changes: Vec<(Change, Option<Arc<Thing>>)>,
        asked_of: usize,
    },
    Mandate {
        date: Option<String>,
        due: Option<String>,
        age: Option<i32>,
        status: Status,
        answers: Vec<Answer>,
        until: Option<String>,
    },
    Agent {
        /// The larger meetings, newest last, and how it took part.
        strip: Vec<(Arc<Thing>, Option<String>, Field)>,
        asked_of: usize,
    },
}

/// What is known of a thing with this IRI and this first step of its path.
pub(in crate::server) fn about(overview: &Overview, iri: &str, segment: &str) -> Option<About> {
    let asked_of = || {
        let is_told = |things: &[Arc<Thing>]| things.iter().any(|thing| thing.iri == iri);
        overview.mandates.iter().filter(|mandate| is_told(&mandate.to)).count()
    };
    match segment {
        "meeting" => {
            let at = overview.meeting(iri)?;
            let meeting = &overview.meetings[at];
            let main = |at: &usize| overview.meetings[*at].is_main() && overview.meetings[*at].start.is_some();
            let thing = |at: usize| overview.meetings[at].thing.clone();
            let dated = meeting.start.is_some();
            let before = (0..at).rev().find(main).filter(|_| dated).map(thing);
            let after = (at + 1..overview.meetings.len()).find(main).filter(|_| dated).map(thing);
            Some(About::Meeting {
                side: side(overview, at),
                end: meeting.end.clone(),
                status: meeting.status.clone(),
                process: meeting.process.clone(),
                disputed: meeting.disputed.clone(),
                around: [before, after],
            })
        }
        "body" => {
            let body = overview.bodies.iter().find(|body| body.thing.iri == iri)?;
            let decided = |change: &Change| change.at.map(|at| overview.meetings[at].thing.clone());
            let changes = body.changes.iter().map(|change| (change.clone(), decided(change))).collect();
            Some(About::Body { changes, asked_of: asked_of() })
        }
        "mandate" => {
            let mandate = overview.mandates.iter().find(|mandate| mandate.iri == iri)?;
            Some(About::Mandate {
                date: mandate.date.clone(),
                due: mandate.due.clone(),
                age: mandate.age,
                status: mandate.status,
                answers: mandate.answers.clone(),
                until: overview.until.clone(),
            })
        }
        "state" | "org" => {
            let agent = &overview.parts.iter().find(|part| part.agent.iri == iri)?.agent;
            let main: Vec<usize> = (0..overview.meetings.len())
                .filter(|at| overview.meetings[*at].is_main() && !overview.meetings[*at].documents.is_empty())
                .collect();
            let strip = main.iter().skip(main.len().saturating_sub(STRIP)).map(|at| {
                let has_list = overview.parts_of(*at).iter().any(|part| part.listed);
                let meeting = &overview.meetings[*at];
                (meeting.thing.clone(), meeting.start.clone(), field(overview, *at, agent, has_list))
            });
            Some(About::Agent { strip: strip.collect(), asked_of: asked_of() })
        }
        _ => None,
    }
}
