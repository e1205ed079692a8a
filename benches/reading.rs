//! How fast a document is read, on the shipped corpus and one core: from bytes to annotations (the surface), to assertions,
//! to checked quads; and apart from these, quads written as N-Quads.
//!
//! `cargo bench --bench reading`

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::Quad;
use rapporteur::annotate::Annotations;
use rapporteur::document;
use rapporteur::graph::{Iris, SourceMeta, document_quads, verify_quotes};
use rapporteur::pipeline::Reader;

fn reading(criterion: &mut Criterion) {
    let reader = Reader::shipped().expect("the shipped tables and packs are whole");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/documents");
    let mut texts = Vec::new();
    for file in std::fs::read_dir(folder).expect("the corpus is there") {
        texts.push(std::fs::read(file.expect("a file").path()).expect("a document"));
    }
    let source = SourceMeta { id: "bench".to_owned(), language: "en".to_owned(), ..SourceMeta::default() };
    let iris = Iris::default();
    let quads = |text: &[u8]| {
        let (document, said) = reader.read_text("bench", text).expect("a text");
        let quads = document_quads(&iris, &source, &document, &said);
        verify_quotes(&document, &quads).expect("quotes are what the text says");
        quads
    };
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
    group.bench_function("quads", |bench| {
        bench.iter(|| {
            for text in &texts {
                std::hint::black_box(quads(text));
            }
        });
    });
    let graphs: Vec<Vec<Quad>> = texts.iter().map(|text| quads(text)).collect();
    let written: usize = graphs.iter().map(|graph| nquads(graph).len()).sum();
    group.throughput(Throughput::Bytes(written as u64));
    group.bench_function("nquads", |bench| {
        bench.iter(|| {
            for graph in &graphs {
                std::hint::black_box(nquads(graph));
            }
        });
    });
    group.finish();
}

fn nquads(quads: &[Quad]) -> Vec<u8> {
    let mut writer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
    for quad in quads {
        writer.serialize_quad(quad).expect("memory takes everything");
    }
    writer.finish().expect("memory takes everything")
}

criterion_group!(benches, reading);
criterion_main!(benches);
