//! The year of a date that is printed without one.

use rustc_hash::FxHashMap;

use crate::annotate::DateExpression;

/// The dates of a document that have a year, found by day and by place.
#[derive(Debug, Default)]
pub(super) struct Years {
    /// Index of the first date of a month and day.
    of_day: FxHashMap<(Option<u8>, Option<u8>), usize>,
    /// Index of the first range whose start is in a month and whose end is on a day.
    to_day: FxHashMap<(Option<u8>, Option<u8>), usize>,
    /// Those with a year, in order.
    with_year: Vec<usize>,
}

impl Years {
    pub(super) fn new(dates: &[DateExpression]) -> Self {
        let mut years = Self::default();
        for (index, date) in dates.iter().enumerate().filter(|(_, d)| d.start.year.is_some()) {
            years.of_day.entry((date.start.month, date.start.day)).or_insert(index);
            if let Some(end) = date.end {
                years.to_day.entry((date.start.month, end.day)).or_insert(index);
            }
            years.with_year.push(index);
        }
        years
    }

    /// The date that lends its year to one: that of the same day, else the nearest before it, else the first.
    pub(super) fn lender(&self, dates: &[DateExpression], date: &DateExpression) -> Option<usize> {
        let end = date.end.unwrap_or(date.start).day;
        let same = [self.of_day.get(&(date.start.month, date.start.day)), self.to_day.get(&(date.start.month, end))];
        let before = self.with_year.partition_point(|i| dates[*i].tokens.start < date.tokens.start);
        let nearest = before.checked_sub(1).and_then(|i| self.with_year.get(i)).or(self.with_year.first());
        same.into_iter().flatten().min().or(nearest).copied()
    }
}
