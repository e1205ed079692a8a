//! The table of contents: every route there is, with its path, what answers it, and what stands around it. The router and
//! the description of the interface ([`super::openapi`]) are both made of it.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::middleware::{from_fn, from_fn_with_state as around};
use axum::routing::{MethodRouter, any_service, delete, get, post};

use super::screens::{self, Form, Screen};
use super::site::Site;
use super::{
    admin, assets, canvas, cors, dataset, documents, graph_store, graph_write, health, lists, mcp, meter, openapi,
    original, passage, quality, resource, saved, search, sparql, suggest, update, vocab,
};

/// A route of the public address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    Home,
    Sparql,
    Update,
    Documents,
    OneDocument,
    GraphStore,
    GraphOfStore,
    Search,
    SearchJson,
    Screen(Screen, Form),
    Suggestions,
    Passage,
    Graph,
    GraphJson,
    GraphCsv,
    GraphMl,
    Neighbours,
    Vocabulary,
    Check,
    Queries,
    QueriesTurtle,
    QueriesTriples,
    QueriesJson,
    Query,
    ApiQueries,
    ApiRows,
    ApiValues,
    Assistants,
    Help,
    Quality,
    QualityJson,
    Ontology,
    Terms,
    Void,
    Context,
    OpenApi,
    Thing,
    Resource,
    StyleSheet,
    Icon,
    Original,
    Bundle,
    Live,
    Ready,
    Running,
    Stop,
}

/// What stands around a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    /// Costs nothing.
    Plain,
    /// Reads the store: not everybody at once.
    Pages,
    /// Evaluates a reviewed question, within the budget, not everybody at once; what is asked may stand in the body.
    Saved,
    /// The same, and all of it stands in the address.
    Rows,
    /// Evaluates what strangers write, within the budget.
    Queries,
    Graphs,
    Updates,
    Removals,
    /// For administrators; no page of another site has anything to do there.
    Admin,
}

impl Route {
    /// All of them.
    pub(super) const ALL: [Self; 69] = [
        Self::Home,
        Self::Sparql,
        Self::Update,
        Self::Documents,
        Self::OneDocument,
        Self::GraphStore,
        Self::GraphOfStore,
        Self::Search,
        Self::SearchJson,
        Self::Screen(Screen::Matrix, Form::Page),
        Self::Screen(Screen::Matrix, Form::Csv),
        Self::Screen(Screen::Matrix, Form::Json),
        Self::Screen(Screen::Matrix, Form::Turtle),
        Self::Screen(Screen::Mandates, Form::Page),
        Self::Screen(Screen::Mandates, Form::Csv),
        Self::Screen(Screen::Mandates, Form::Json),
        Self::Screen(Screen::Mandates, Form::Turtle),
        Self::Screen(Screen::Timeline, Form::Page),
        Self::Screen(Screen::Timeline, Form::Csv),
        Self::Screen(Screen::Timeline, Form::Json),
        Self::Screen(Screen::Timeline, Form::Turtle),
        Self::Screen(Screen::Map, Form::Page),
        Self::Screen(Screen::Map, Form::Csv),
        Self::Screen(Screen::Map, Form::Json),
        Self::Screen(Screen::Map, Form::Turtle),
        Self::Screen(Screen::Compare, Form::Page),
        Self::Screen(Screen::Compare, Form::Csv),
        Self::Screen(Screen::Compare, Form::Json),
        Self::Screen(Screen::Compare, Form::Turtle),
        Self::Screen(Screen::Paths, Form::Page),
        Self::Screen(Screen::Paths, Form::Csv),
        Self::Screen(Screen::Paths, Form::Json),
        Self::Screen(Screen::Paths, Form::Turtle),
        Self::Suggestions,
        Self::Passage,
        Self::Graph,
        Self::GraphJson,
        Self::GraphCsv,
        Self::GraphMl,
        Self::Neighbours,
        Self::Vocabulary,
        Self::Check,
        Self::Queries,
        Self::QueriesTurtle,
        Self::QueriesTriples,
        Self::QueriesJson,
        Self::Query,
        Self::ApiQueries,
        Self::ApiRows,
        Self::ApiValues,
        Self::Assistants,
        Self::Help,
        Self::Quality,
        Self::QualityJson,
        Self::Ontology,
        Self::Terms,
        Self::Void,
        Self::Context,
        Self::OpenApi,
        Self::Thing,
        Self::Resource,
        Self::StyleSheet,
        Self::Icon,
        Self::Original,
        Self::Bundle,
        Self::Live,
        Self::Ready,
        Self::Running,
        Self::Stop,
    ];

    /// Its path, as the router has it.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::Sparql => "/sparql",
            Self::Update => "/update",
            Self::Documents => "/documents",
            Self::OneDocument => "/documents/{id}",
            Self::GraphStore => "/graph-store",
            Self::GraphOfStore => "/graph-store/{*path}",
            Self::Search => "/search",
            Self::SearchJson => "/search.json",
            Self::Screen(Screen::Matrix, Form::Page) => "/matrix",
            Self::Screen(Screen::Matrix, Form::Csv) => "/matrix.csv",
            Self::Screen(Screen::Matrix, Form::Json) => "/matrix.json",
            Self::Screen(Screen::Matrix, Form::Turtle) => "/matrix.ttl",
            Self::Screen(Screen::Mandates, Form::Page) => "/mandates",
            Self::Screen(Screen::Mandates, Form::Csv) => "/mandates.csv",
            Self::Screen(Screen::Mandates, Form::Json) => "/mandates.json",
            Self::Screen(Screen::Mandates, Form::Turtle) => "/mandates.ttl",
            Self::Screen(Screen::Timeline, Form::Page) => "/timeline",
            Self::Screen(Screen::Timeline, Form::Csv) => "/timeline.csv",
            Self::Screen(Screen::Timeline, Form::Json) => "/timeline.json",
            Self::Screen(Screen::Timeline, Form::Turtle) => "/timeline.ttl",
            Self::Screen(Screen::Map, Form::Page) => "/map",
            Self::Screen(Screen::Map, Form::Csv) => "/map.csv",
            Self::Screen(Screen::Map, Form::Json) => "/map.json",
            Self::Screen(Screen::Map, Form::Turtle) => "/map.ttl",
            Self::Screen(Screen::Compare, Form::Page) => "/compare",
            Self::Screen(Screen::Compare, Form::Csv) => "/compare.csv",
            Self::Screen(Screen::Compare, Form::Json) => "/compare.json",
            Self::Screen(Screen::Compare, Form::Turtle) => "/compare.ttl",
            Self::Screen(Screen::Paths, Form::Page) => "/paths",
            Self::Screen(Screen::Paths, Form::Csv) => "/paths.csv",
            Self::Screen(Screen::Paths, Form::Json) => "/paths.json",
            Self::Screen(Screen::Paths, Form::Turtle) => "/paths.ttl",
            Self::Suggestions => "/search/suggest",
            Self::Passage => "/api/passage",
            Self::Graph => "/graph",
            Self::GraphJson => "/graph.json",
            Self::GraphCsv => "/graph.csv",
            Self::GraphMl => "/graph.graphml",
            Self::Neighbours => "/api/neighbours",
            Self::Vocabulary => "/api/vocab",
            Self::Check => "/api/check",
            Self::Queries => "/queries",
            Self::QueriesTurtle => "/queries.ttl",
            Self::QueriesTriples => "/queries.nt",
            Self::QueriesJson => "/queries.jsonld",
            Self::Query => "/queries/{name}",
            Self::ApiQueries => "/api/queries",
            Self::ApiRows => "/api/queries/{name}",
            Self::ApiValues => "/api/queries/{name}/params/{parameter}",
            Self::Assistants => "/mcp",
            Self::Help => "/help",
            Self::Quality => "/quality",
            Self::QualityJson => "/quality.json",
            Self::Ontology => "/ontology",
            Self::Terms => "/ns",
            Self::Void => "/.well-known/void",
            Self::Context => "/context.jsonld",
            Self::OpenApi => openapi::PATH,
            Self::Thing => "/id/{*path}",
            Self::Resource => "/{*path}",
            Self::StyleSheet => "/assets/site.css",
            Self::Icon => "/assets/icon.svg",
            Self::Original => "/originals/{sha256}",
            Self::Bundle => "/assets/{name}",
            Self::Live => "/health/live",
            Self::Ready => "/health/ready",
            Self::Running => "/admin/queries",
            Self::Stop => "/admin/queries/{id}",
        }
    }

    fn group(self) -> Group {
        match self {
            Self::Sparql => Group::Queries,
            Self::Update | Self::Documents => Group::Updates,
            Self::OneDocument => Group::Removals,
            Self::GraphStore | Self::GraphOfStore => Group::Graphs,
            Self::Query | Self::Assistants | Self::Check => Group::Saved,
            Self::ApiRows => Group::Rows,
            Self::StyleSheet | Self::Icon | Self::Bundle | Self::Live | Self::Ready => Group::Plain,
            Self::OpenApi | Self::Context => Group::Plain,
            Self::Running | Self::Stop => Group::Admin,
            Self::Home
            | Self::Search
            | Self::SearchJson
            | Self::Screen(..)
            | Self::Suggestions
            | Self::Passage
            | Self::Graph
            | Self::GraphJson
            | Self::GraphCsv
            | Self::GraphMl
            | Self::Neighbours
            | Self::Vocabulary
            | Self::Queries
            | Self::QueriesTurtle
            | Self::QueriesTriples
            | Self::QueriesJson
            | Self::ApiQueries
            | Self::ApiValues
            | Self::Help
            | Self::Quality
            | Self::QualityJson
            | Self::Ontology
            | Self::Terms
            | Self::Void
            | Self::Original
            | Self::Thing
            | Self::Resource => Group::Pages,
        }
    }

    fn answer(self, site: &Arc<Site>) -> MethodRouter<Arc<Site>> {
        let writes = site.house.writes;
        match self {
            Self::Home => get(lists::home),
            Self::Sparql => get(sparql::sparql).post(sparql::sparql),
            Self::Update => post(update::update),
            Self::Documents => post(documents::add),
            Self::OneDocument => delete(documents::remove),
            Self::GraphStore | Self::GraphOfStore if writes => {
                let write = graph_write::write;
                get(graph_store::read).put(write).post(write).delete(write)
            }
            Self::GraphStore | Self::GraphOfStore => get(graph_store::read),
            Self::Search | Self::SearchJson => get(search::search),
            Self::Screen(screen, form) => get(move |State(site): State<Arc<Site>>, uri: Uri, headers: HeaderMap| {
                screens::screen(site, uri, headers, screen, form)
            }),
            Self::Suggestions => get(suggest::suggest),
            Self::Passage => get(passage::passage),
            Self::Graph => get(canvas::graph),
            Self::GraphJson => get(canvas::graph_json),
            Self::GraphCsv => get(canvas::graph_csv),
            Self::GraphMl => get(canvas::graph_ml),
            Self::Neighbours => get(canvas::neighbours),
            Self::Vocabulary => get(vocab::vocabulary),
            Self::Check => get(vocab::check).post(vocab::check),
            Self::Queries => get(saved::library),
            Self::QueriesTurtle | Self::QueriesTriples | Self::QueriesJson => get(saved::description),
            Self::Query => get(saved::saved).post(saved::posted),
            Self::ApiQueries => get(saved::list),
            Self::ApiRows => get(saved::rows),
            Self::ApiValues => get(saved::values),
            Self::Assistants => any_service(mcp::service(site.clone())),
            Self::Help => get(lists::help),
            Self::Quality => get(quality::page),
            Self::QualityJson => get(quality::json),
            Self::Ontology | Self::Terms => get(lists::ontology),
            Self::Void => get(dataset::void),
            Self::Context => get(dataset::context),
            Self::OpenApi => get(openapi::openapi),
            Self::Thing => get(resource::thing),
            Self::Resource => get(resource::resource),
            Self::StyleSheet => get(assets::css),
            Self::Icon => get(assets::icon),
            Self::Original => get(original::original),
            Self::Bundle => get(assets::bundle),
            Self::Live => get(health::live),
            Self::Ready => get(health::ready),
            Self::Running => get(admin::queries),
            Self::Stop => delete(admin::stop),
        }
    }
}

/// The routes that anybody may ask for, and those for administrators, each with what stands around it.
pub(super) fn routers(site: &Arc<Site>) -> (Router<Arc<Site>>, Router<Arc<Site>>) {
    let group = |group: Group| {
        let routes = Route::ALL.into_iter().filter(|route| route.group() == group);
        routes.fold(Router::new(), |router, route| router.route(route.path(), route.answer(site)))
    };
    let pages = group(Group::Pages).route_layer(around(site.clone(), meter::in_turn));
    let evaluating = |routes: Router<Arc<Site>>| {
        routes.route_layer(around(site.clone(), meter::in_turn)).route_layer(around(site.clone(), meter::metered))
    };
    let (saved, rows) = (evaluating(group(Group::Saved)), evaluating(group(Group::Rows)));
    let queries = group(Group::Queries).route_layer(around(site.clone(), meter::metered));
    let methods = if site.house.writes { &cors::GRAPHS } else { &cors::READ };
    let public = cors::read(pages.merge(rows).merge(group(Group::Plain)), &cors::READ)
        .merge(cors::read(saved.merge(queries), &cors::QUERY))
        .merge(cors::read(group(Group::Graphs), methods))
        .merge(cors::read(group(Group::Updates), &cors::UPDATE))
        .merge(cors::read(group(Group::Removals), &cors::REMOVAL));
    (public, group(Group::Admin).route_layer(from_fn(admin::guarded)))
}
