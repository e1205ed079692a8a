//! How fast a document is read: from bytes to annotations (the surface), and from bytes to assertions.
//!
//! `cargo bench --bench reading`; figures are of one core, the input is the shipped corpus.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rapporteur::annotate::Annotations;
use rapporteur::document;
use rapporteur::pipeline::Reader;

fn reading(criterion: &mut Criterion) {
    let reader = Reader::shipped().expect("the shipped tables and packs are whole");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/documents");
    let mut texts = Vec::new();
    for file in std::fs::read_dir(folder).expect("the corpus is there") {
        texts.push(std::fs::read(file.expect("a file").path()).expect("a document"));
    }
    let bytes = texts.iter().map(|text| text.len() as u64).sum();
    let mut group = criterion.benchmark_group("reading");
    group.throughput(Throughput::Bytes(bytes));
    group.bench_function("surface", |bench| {
        bench.iter(|| {
            for text in &texts {
                let document = document::read("bench", text).expect("a text");
                std::hint::black_box(Annotations::new(&document, &reader.gazetteer));
            }
        });
    });
    group.bench_function("assertions", |bench| {
        bench.iter(|| {
            for text in &texts {
                std::hint::black_box(reader.read_text("bench", text).expect("a text"));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
