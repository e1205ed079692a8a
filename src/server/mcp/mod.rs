//! The graph for assistants, over the [Model Context Protocol](https://modelcontextprotocol.io): each saved query is a
//! tool with typed input, beside search, one thing, its evidence, the schema, and SPARQL within the same limits.
//!
//! Every row brings the sentence that proves it and a link to its place; every answer is bounded and says so.

mod calls;
mod card;
mod tools;

use std::sync::Arc;

use axum::http::request::Parts;
use rmcp::ServerHandler;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData, Implementation, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig,
};
use rmcp::service::{RequestContext, RoleServer, ServiceExt};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService, stdio};

use super::client::{Client, in_thread, paid_by};
use super::site::Site;
use calls::Told;

/// Length of a request: the values of a query, or a query.
const REQUEST: usize = 1 << 20;

/// What an assistant is told at the beginning.
const INSTRUCTIONS: &str = "\
A knowledge graph of the documents of intergovernmental meetings: who met, when and where, who took part in which \
capacity, who asked whom to do what and how strongly, which bodies were established, what was pledged, where texts \
disagree. Each fact rests on a sentence of a document.

Use the tool of the question that fits; values are IRIs, paths like state/fiji, or names, and `search` finds them. \
`sparql` is for what no question covers: read `schema` first. Quote the sentence and give its link with each fact; what \
has no sentence is a count or reference data. An answer that is not complete says so and how to get the rest. That the \
documents do not say something does not mean that it did not happen.";

/// Answers the requests of one client.
#[derive(Clone)]
pub(super) struct Assistant {
    site: Arc<Site>,
}

/// `/mcp`, streamable HTTP: each request stands alone, so nothing is kept for a client that does not come back.
pub(super) fn service(site: Arc<Site>) -> StreamableHttpService<Assistant, NeverSessionManager> {
    // Everything that is read here is public, so it makes no difference under which name we are reached.
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(REQUEST)
        .disable_allowed_hosts();
    StreamableHttpService::new(move || Ok(Assistant { site: site.clone() }), Arc::default(), config)
}

/// Speaks with one client over standard input and output, until it goes.
pub(super) async fn talk(site: Arc<Site>) -> Result<(), std::io::Error> {
    let talk = Assistant { site }.serve(stdio()).await.map_err(std::io::Error::other)?;
    talk.waiting().await.map_err(std::io::Error::other)?;
    Ok(())
}

impl ServerHandler for Assistant {
    fn get_info(&self) -> ServerConfig {
        let about = Implementation::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")).with_title("Rapporteur");
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(about)
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::tools(&self.site.library())))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let given = request.arguments.unwrap_or_default();
        let name = request.name.into_owned();
        // Over standard input nobody pays.
        let client = context.extensions.get::<Parts>().and_then(|parts| parts.extensions.get::<Client>()).cloned();
        let told = if name == tools::SPARQL {
            calls::sparql(&self.site, &given, client).await
        } else {
            let site = self.site.clone();
            let call = move || calls::call(&site, &name, &given);
            let told = match client {
                Some(client) => paid_by(client, in_thread(call)).await,
                None => in_thread(call).await,
            };
            told.map_err(|_| ErrorData::internal_error("the tool failed; the log of the server says why", None))?
        };
        let mut result = match told {
            Ok(Told { text, data }) => {
                let mut result = CallToolResult::success(vec![ContentBlock::text(text)]);
                result.structured_content = Some(data);
                result
            }
            // Whoever asked can ask better when told what is wrong.
            Err(problem) => CallToolResult::error(vec![ContentBlock::text(problem.in_words())]),
        };
        result.meta = None;
        Ok(result.into())
    }
}
