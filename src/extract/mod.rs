//! Annotations and rules become assertions: who met, who said what to whom, what was set up, who pledged.
//!
//! Extraction is pure and cannot fail; it can only warn. The steps stand in the order in which they run:
//! each one reads what the ones before it found.

mod act_details;
mod act_limits;
mod acts;
mod agents;
mod agreement;
mod attend_lists;
mod attend_told;
mod attendance;
mod attribute_ends;
mod attributes;
mod between;
mod bodies;
mod body_changes;
mod body_headings;
mod body_tasks;
mod capacities;
mod capacity_words;
mod charged;
mod clause;
mod complement;
mod counts;
mod due;
mod elections;
mod expressions;
mod finish;
mod floor;
mod follow_up;
mod gathering;
mod item_parts;
mod joint_names;
mod lead;
mod list_items;
mod main_meeting;
mod main_short;
mod main_twins;
mod meeting_attributes;
mod meeting_front;
mod meeting_identity;
mod meeting_lead;
mod meeting_lines;
mod meeting_match;
mod meeting_mentions;
mod meeting_of;
mod meeting_place;
mod meeting_process;
mod meeting_sets;
mod meeting_short;
mod meeting_tail;
mod meeting_venue;
mod meeting_words;
mod meetings;
mod mentions;
mod modal;
mod named_works;
mod namesakes;
mod new_bodies;
mod numbered_bodies;
mod opening;
mod organ_session;
mod organs;
mod other_letters;
mod participants;
mod parties;
mod party_rows;
mod passive;
mod persons;
mod pledge_rows;
mod plenary;
mod presented;
mod proposed_bodies;
mod quoted;
mod reader;
mod represented;
mod resolutions;
mod roles;
mod row_heads;
mod row_parts;
mod ruled;
mod ruled_facts;
mod ruled_names;
mod ruled_others;
mod sections;
mod short_names;
mod signatories;
mod silent;
mod small_bodies;
mod speakers;
mod subject;
mod sums;
mod tables;
mod tail_ends;
mod things;
mod told;
mod told_changes;
mod unread;
mod voice;
mod words;
mod works;
mod years;

use crate::annotate::{Annotations, PartialDate};
use crate::assertion::Extraction;
use crate::rules::Packs;

use reader::Reader;

/// What is known about a document before it is read, from the manifest.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Title, where the manifest has one.
    pub title: Option<String>,
    /// Date of the meeting or the document.
    pub date: Option<PartialDate>,
    /// Slug of the process or organisation whose document this is.
    pub process: Option<String>,
}

/// Reads one document: its annotations, the rule packs, and what the manifest says, become assertions.
pub fn extract(annotations: &Annotations<'_>, packs: &Packs, given: &Given) -> Extraction {
    let mut reader = Reader::new(annotations, packs, given);
    meetings::read(&mut reader);
    things::read(&mut reader);
    organs::read(&mut reader);
    attendance::read(&mut reader);
    persons::read(&mut reader);
    participants::read(&mut reader);
    floor::read(&mut reader);
    roles::read(&mut reader);
    capacities::read(&mut reader);
    elections::read(&mut reader);
    parties::merge(&mut reader);
    new_bodies::numbered_sets(&mut reader);
    new_bodies::introduce(&mut reader);
    acts::read(&mut reader);
    tables::read(&mut reader);
    pledge_rows::read(&mut reader);
    bodies::read(&mut reader);
    ruled::read(&mut reader);
    follow_up::read(&mut reader);
    works::read(&mut reader);
    roles::announced(&mut reader);
    counts::compare(&mut reader);
    unread::warn(&mut reader);
    finish::finish(reader)
}
