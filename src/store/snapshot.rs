//! One published generation, open for reading.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use oxigraph::model::{GraphName, GraphNameRef, NamedNodeRef, NamedOrBlankNodeRef, Quad, Term, TermRef};
use oxigraph::sparql::{CancellationToken, QueryEvaluationError, QueryExplanation, QueryResults, SparqlEvaluator};
use oxigraph::store::{StorageError, Store};
use spargebra::Query;
use spargebra::algebra::GraphPattern;
use spargebra::term::{TriplePattern, Variable};

use super::generations::search_folder;
use super::remote::{self, Remote, RemoteError, Server};
use super::{Generations, TextIndex, TextWriter};

/// What can go wrong between us and the database directory.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database reported an error.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A query of ours could not be evaluated.
    #[error(transparent)]
    Evaluation(#[from] QueryEvaluationError),
    /// A file of the store could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A server that holds the data could not be read or written.
    #[error(transparent)]
    Remote(#[from] RemoteError),
    /// Somebody else is writing.
    #[error("store {path} is being written by another process; wait for it to end")]
    Locked {
        /// The store's folder.
        path: String,
    },
    /// A file of the store does not say what it should.
    #[error("{path}: {reason}")]
    Damaged {
        /// Which file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// A generation is published, but the disk did not say that it is there to stay.
    #[error(
        "generation {generation} is published, but the disk did not confirm it, so a power cut may take it back: {source}; \
         look at the disk, then run `rapporteur verify`"
    )]
    Unconfirmed {
        /// Its number.
        generation: u64,
        /// What failed.
        source: Box<StoreError>,
    },
    /// The generation can be read, but not searched.
    #[error("{message}")]
    NoTextIndex {
        /// Why, and what to do.
        message: String,
    },
    /// There is nothing to go back to, or nothing at all.
    #[error("store {path} has {missing}")]
    Missing {
        /// The store's folder.
        path: String,
        /// What is missing.
        missing: String,
    },
}

/// See [`Snapshot::tag`].
pub(super) fn tag(generation: u64, mark: u64) -> String {
    format!("{generation}.{mark:x}")
}

impl StoreError {
    /// For `map_err` after a call of the file system.
    pub(super) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.display().to_string();
        move |source| Self::Io { path, source }
    }
}

/// One generation of the store, open for reading. Cheap to clone, shared between threads.
#[derive(Clone)]
pub struct Snapshot {
    generation: u64,
    mark: u64,
    data: Data,
    directory: Option<PathBuf>,
    texts: Option<PathBuf>,
    search: Arc<Search>,
}

/// Where the quads are.
#[derive(Clone)]
enum Data {
    /// In a database here.
    Here(Store),
    /// On a server.
    There(Box<Remote>),
}

/// Where the text index lies, and the index once it was asked for, or why it cannot be used.
#[derive(Default)]
struct Search {
    folder: Option<PathBuf>,
    opened: OnceLock<Result<TextIndex, String>>,
}

impl Snapshot {
    /// Opens the database directory of one generation for reading.
    pub fn open_generation(directory: &Path, generation: u64) -> Result<Self, StoreError> {
        let store = Store::open_read_only(directory)?;
        let search = Arc::new(Search { folder: Some(search_folder(directory)), ..Search::default() });
        let data = Data::Here(store);
        Ok(Self { generation, mark: 0, data, directory: Some(directory.to_owned()), texts: None, search })
    }

    /// A snapshot in memory, for tests and for exports that need no directory.
    ///
    /// ```
    /// let snapshot = rapporteur::store::Snapshot::in_memory(Vec::new()).unwrap();
    /// assert!(snapshot.is_empty().unwrap());
    /// ```
    pub fn in_memory(quads: impl IntoIterator<Item = Quad>) -> Result<Self, StoreError> {
        let store = Store::new()?;
        store.extend(quads)?;
        Ok(Self::of(store, 0))
    }

    /// What a database says, without texts and without a text index.
    pub(super) fn of(store: Store, generation: u64) -> Self {
        let data = Data::Here(store);
        Self { generation, mark: 0, data, directory: None, texts: None, search: Arc::default() }
    }

    /// The version that readers of a server see, of the data under a base; where none is given, of the only data there.
    /// Texts and the text index, which servers do not hold, are those of the store from which the version was copied, if
    /// it is here.
    ///
    /// # Errors
    /// The server cannot be read, or holds no such data.
    pub fn on_server(server: &Server, base: Option<&str>, texts: &Generations) -> Result<(Self, String), StoreError> {
        let base = remote::base_of(server, base)?;
        let remote = Remote::open(server, &base)?;
        let (generation, mark) = (remote.version.number, remote.version.mark());
        let folder = texts.copied_as(&remote.version.digest).map(|directory| search_folder(&directory));
        let search = Arc::new(Search { folder, ..Search::default() });
        let data = Data::There(Box::new(remote));
        let snapshot = Self { generation, mark, data, directory: None, texts: None, search };
        Ok((snapshot.with_texts(texts.texts()), base))
    }

    /// The same snapshot with a text index in memory, for tests and for graphs that are not read from a store.
    pub fn with_text_index(
        mut self,
        fill: impl FnOnce(&mut TextWriter) -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        let mut writer = TextWriter::in_memory()?;
        fill(&mut writer)?;
        self.search = Arc::new(Search { folder: None, opened: OnceLock::from(Ok(writer.finish()?)) });
        Ok(self)
    }

    /// The text index of this generation, opened and compared with its checksums at the first call.
    ///
    /// # Errors
    /// If the generation was made without one, or it is damaged: the message says what to do.
    pub fn text_index(&self) -> Result<&TextIndex, StoreError> {
        let none = || {
            Err(match &self.data {
                Data::Here(_) => "this graph is not read from a store, and so has no text index".to_owned(),
                Data::There(_) => {
                    "the text index of this version lies in the store from which it was copied, and that is not here"
                        .to_owned()
                }
            })
        };
        let open = |folder: &PathBuf| TextIndex::open(folder).map_err(|error| error.to_string());
        let opened = self.search.opened.get_or_init(|| self.search.folder.as_ref().map_or_else(none, open));
        opened.as_ref().map_err(|message| StoreError::NoTextIndex { message: message.clone() })
    }

    /// The generation's number.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Generation and store in one word, for the ETag of everything read from it: a store that was deleted and built anew
    /// begins to count at one again, but its generations were recorded at another time.
    ///
    /// ```
    /// assert_eq!(rapporteur::store::Snapshot::in_memory(Vec::new()).unwrap().tag(), "0.0");
    /// ```
    pub fn tag(&self) -> String {
        tag(self.generation, self.mark)
    }

    /// The same snapshot, with what tells it from generations of this number in other stores.
    pub(super) fn marked(mut self, mark: u64) -> Self {
        self.mark = mark;
        self
    }

    /// The database directory, which other processes may open too; nothing for a snapshot in memory.
    pub fn directory(&self) -> Option<&Path> {
        self.directory.as_deref()
    }

    /// The names of the graphs that have one.
    pub fn named_graphs(&self) -> Box<dyn Iterator<Item = Result<GraphName, StoreError>>> {
        match &self.data {
            Data::Here(store) => Box::new(store.named_graphs().map(|graph| Ok(graph?.into()))),
            Data::There(remote) => match remote.graphs() {
                Ok(graphs) => {
                    let names = graphs.into_iter().map(|(_, name, _)| name);
                    Box::new(names.filter(|name| !name.is_default_graph()).map(Ok))
                }
                Err(error) => Box::new(std::iter::once(Err(error.into()))),
            },
        }
    }

    /// Number of quads.
    pub fn len(&self) -> Result<usize, StoreError> {
        match &self.data {
            Data::Here(store) => Ok(store.len()?),
            Data::There(remote) => Ok(usize::try_from(remote.version.quads).unwrap_or(usize::MAX)),
        }
    }

    /// Whether there is no quad at all.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        match &self.data {
            Data::Here(store) => Ok(store.is_empty()?),
            Data::There(remote) => Ok(remote.version.quads == 0),
        }
    }

    /// Starts the evaluation of a query. The results are read lazily and are not `Send`: evaluate and serialise
    /// on one blocking thread. The token is looked at whenever an index is scanned.
    pub fn evaluate(
        &self,
        query: Query,
        cancellation: CancellationToken,
    ) -> Result<QueryResults<'static>, QueryEvaluationError> {
        self.evaluate_by(query, SparqlEvaluator::new().with_cancellation_token(cancellation))
    }

    /// The same by an evaluator that knows more than this one: other endpoints, for example.
    pub fn evaluate_by(
        &self,
        query: Query,
        evaluator: SparqlEvaluator,
    ) -> Result<QueryResults<'static>, QueryEvaluationError> {
        match &self.data {
            Data::Here(store) => evaluator.for_query(query).on_store(store).execute(),
            Data::There(remote) => remote.evaluate(&query),
        }
    }

    /// Starts the evaluation of a query as [`Snapshot::evaluate`] does, and shows its plan. With `measured`, each step of
    /// the plan counts its rows and its time, as far as the results were read. A server plans in its own way and tells nothing of it: then there is nothing.
    pub fn explain(
        &self,
        query: Query,
        evaluator: SparqlEvaluator,
        measured: bool,
    ) -> Option<(Result<QueryResults<'static>, QueryEvaluationError>, QueryExplanation)> {
        let Data::Here(store) = &self.data else { return None };
        let prepared = evaluator.for_query(query).on_store(store);
        Some(if measured { prepared.compute_statistics().explain() } else { prepared.explain() })
    }

    /// The text of a document as received, by its SHA-256; nothing if this store does not hold it.
    pub fn text(&self, sha256: &str) -> Result<Option<String>, StoreError> {
        self.texts.as_deref().map_or(Ok(None), |folder| super::texts::read(folder, sha256))
    }

    /// The file of a document as received, by its SHA-256, where it is not the text itself.
    ///
    /// # Errors
    /// It is there and cannot be read.
    pub fn original(&self, sha256: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.texts.as_deref().map_or(Ok(None), |folder| super::texts::read_original(folder, sha256))
    }

    /// The same snapshot, with the folder that holds the texts.
    pub(super) fn with_texts(mut self, folder: PathBuf) -> Self {
        self.texts = Some(folder);
        self
    }

    /// Whether there is a named graph of this name, with or without a triple.
    pub fn has_graph(&self, name: NamedNodeRef<'_>) -> Result<bool, StoreError> {
        match &self.data {
            Data::Here(store) => Ok(store.contains_named_graph(name)?),
            Data::There(remote) => Ok(remote.has_graph(name)?),
        }
    }

    /// The database itself, for the modules of the store; nothing where the quads are on a server.
    pub(super) fn store(&self) -> Option<&Store> {
        match &self.data {
            Data::Here(store) => Some(store),
            Data::There(_) => None,
        }
    }

    /// Subjects and objects of one property in one graph. Reading a quad looks each of its four names up, which is most of what it
    /// costs; this looks up the two that are not known.
    ///
    /// # Errors
    /// What the database reports.
    pub fn pairs(
        &self,
        property: NamedNodeRef<'_>,
        graph: NamedNodeRef<'_>,
    ) -> Result<impl Iterator<Item = Result<(Term, Term), StoreError>> + use<>, StoreError> {
        let names = [Variable::new_unchecked("s"), Variable::new_unchecked("o")];
        let [subject, object] = names.clone();
        let triple =
            TriplePattern { subject: subject.into(), predicate: property.into_owned().into(), object: object.into() };
        let inner = Box::new(GraphPattern::Bgp { patterns: vec![triple] });
        let inner = Box::new(GraphPattern::Graph { name: graph.into_owned().into(), inner });
        let pattern = GraphPattern::Project { inner, variables: names.into() };
        let query = Query::Select { dataset: None, pattern, base_iri: None };
        let QueryResults::Solutions(solutions) = self.evaluate(query, CancellationToken::new())? else {
            unreachable!("a SELECT has solutions");
        };
        Ok(solutions.filter_map(|solution| match solution {
            Ok(solution) => solution.get(0).cloned().zip(solution.get(1).cloned()).map(Ok),
            Err(error) => Some(Err(error.into())),
        }))
    }

    /// Whether its data lie in a database of this process, so that no reading waits for a network.
    pub fn is_here(&self) -> bool {
        matches!(self.data, Data::Here(_))
    }

    /// The quads that match a pattern.
    pub fn quads(
        &self,
        subject: Option<NamedOrBlankNodeRef<'_>>,
        predicate: Option<NamedNodeRef<'_>>,
        object: Option<TermRef<'_>>,
        graph: Option<GraphNameRef<'_>>,
    ) -> impl Iterator<Item = Result<Quad, StoreError>> + use<> {
        let (here, there) = match &self.data {
            Data::Here(store) => (Some(until_error(store.quads_for_pattern(subject, predicate, object, graph))), None),
            Data::There(remote) => {
                let fixed = (
                    subject.map(NamedOrBlankNodeRef::into_owned),
                    predicate.map(NamedNodeRef::into_owned),
                    object.map(TermRef::into_owned),
                );
                (None, Some(remote.quads(fixed, graph)))
            }
        };
        here.into_iter().flatten().chain(there.into_iter().flatten())
    }
}

/// Ends with the first error. The database gives it again and again, so who only counts quads would count for ever.
pub(super) fn until_error(
    quads: impl Iterator<Item = Result<Quad, StorageError>>,
) -> impl Iterator<Item = Result<Quad, StoreError>> {
    let mut failed = false;
    quads.map(|quad| Ok(quad?)).take_while(move |quad| !std::mem::replace(&mut failed, quad.is_err()))
}
