//! How much text a second each step of reading takes on one core, for the documents of one file: text between form feeds.
//!
//! `cargo bench --bench throughput -- FILE [SECONDS]`; `benches/peer-spacy` compares the figures with those of
//! another pipeline. Times are those of the processor, so that other programs on the machine do not count.

use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use rapporteur::annotate::Annotations;
use rapporteur::document;
use rapporteur::graph::{Iris, SourceMeta, document_quads, verify_quotes};
use rapporteur::pipeline::Reader;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Processor time of this thread, where the system tells it; else the time that has passed since `start`.
fn time(start: Instant) -> Duration {
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = spent.and_then(|text| text.split(' ').next()?.parse().ok());
    spent.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// Runs a step over the documents, again and again for so long, and prints its speed.
fn measure<'t>(
    name: &str,
    texts: &[&'t str],
    least: Duration,
    mut step: impl FnMut(&'t str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let begin = Instant::now();
    let (from, mut bytes) = (time(begin), 0);
    for text in texts.iter().cycle().take_while(|_| begin.elapsed() < least) {
        step(text)?;
        bytes += text.len();
    }
    let spent = time(begin) - from;
    writeln!(std::io::stdout(), "{name}\t{:.2}", bytes as f64 / 1e6 / spent.as_secs_f64())?;
    Ok(())
}

fn main() -> Result<(), Failure> {
    // Cargo adds `--bench`.
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let file = arguments.next().ok_or("name a file of text")?;
    let least = Duration::from_secs_f64(arguments.next().map_or(Ok(5.0), |seconds| seconds.parse())?);
    let text = std::fs::read_to_string(file)?;
    let texts: Vec<&str> = text.split('\u{c}').filter(|text| !text.trim().is_empty()).collect();
    let reader = Reader::shipped()?;
    let iris = Iris::default();
    let source = SourceMeta { id: "bench".to_owned(), language: "en".to_owned(), ..SourceMeta::default() };
    writeln!(std::io::stdout(), "documents\t{}\nbytes\t{}", texts.len(), text.len())?;
    measure("surface", &texts, least, |text| {
        let document = document::read("bench", text.as_bytes())?;
        black_box(Annotations::new(&document, &reader.gazetteer));
        Ok(())
    })?;
    measure("assertions", &texts, least, |text| {
        black_box(reader.read_text("bench", text.as_bytes())?);
        Ok(())
    })?;
    measure("quads", &texts, least, |text| {
        let (document, said) = reader.read_text("bench", text.as_bytes())?;
        let graph = document_quads(&iris, &source, &document, &said);
        verify_quotes(&document, &graph)?;
        black_box(graph);
        Ok(())
    })
}
