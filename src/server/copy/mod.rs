//! A copy of the site for any host of files, and for a folder that is opened from disk: the pages, their data, and a
//! search that runs in the browser. It is made of the answers of the server itself, followed from the start page.

mod address;
mod html;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;

use self::address::{Address, relative};
use super::assets::pictures;
use super::pages;
use super::site::Site;

/// The file by which a copy is known.
pub const COPY_MARKER: &str = "search-index.js";

const SCRIPT: &str = include_str!("../assets/copy-search.js");

/// The script that draws pictures.
const PICTURES: &str = "assets/pictures.js";

/// What can go wrong while a copy is made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CopyError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    /// A file could not be written.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// A page could not be made.
    #[error("{0} answered {1}: this is a defect, please report it")]
    Page(String, StatusCode),
    /// The copy could not be begun.
    #[error("no copy can be made: {0}")]
    Start(std::io::Error),
}

/// What became of an address.
enum Copied {
    Page(String),
    Data(String),
    /// Another address answers.
    Moved(Address),
}

/// How much was copied.
#[derive(Debug, Clone, Copy, Default)]
pub struct Copies {
    /// Pages.
    pub pages: usize,
    /// Other files.
    pub files: usize,
}

/// Writes a copy of the whole site into an empty folder: addresses become relative links to files, so that it works below
/// any path. Forms are left out; what needs a server leads to a page that says so.
///
/// # Errors
/// The store cannot be read, a page cannot be made, or a file cannot be written.
pub fn copy_site(site: Site, folder: &Path) -> Result<Copies, CopyError> {
    let site = Arc::new(site);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(CopyError::Start)?;
    let mut copy = Copying { app: super::router(site.clone()), folder, known: BTreeMap::new() };
    site.wait();
    site.published().wait_for_dumps(&site.base);
    copy.own_pages(&site)?;
    runtime.block_on(copy.follow())?;
    copy.search_index(&site)?;
    copy.link()
}

struct Copying<'a> {
    app: Router,
    folder: &'a Path,
    known: BTreeMap<Address, Copied>,
}

impl Copying<'_> {
    fn write(&self, file: &str, bytes: &[u8]) -> Result<(), CopyError> {
        let path = self.folder.join(file);
        let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, bytes));
        written.map_err(|error| CopyError::File(path.display().to_string(), error))
    }

    fn read(&self, file: &str) -> Result<String, CopyError> {
        let path = self.folder.join(file);
        std::fs::read_to_string(&path).map_err(|error| CopyError::File(path.display().to_string(), error))
    }

    /// The pages that only a copy has.
    fn own_pages(&mut self, site: &Site) -> Result<(), CopyError> {
        let of = site.published().snapshot.tag().to_owned();
        for (path, page) in [("/search", pages::copied_search()), ("/without-server", pages::without_server(&of))] {
            let address = Address::of(path);
            let file = address.file(true);
            self.write(&file, page.into_string().as_bytes())?;
            self.known.insert(address, Copied::Page(file));
        }
        if let Some(script) = pictures() {
            self.write(PICTURES, script)?;
        }
        self.write("assets/copy-search.js", SCRIPT.as_bytes())
    }

    /// Asks for every address that a page leads to, beginning at the start page.
    async fn follow(&mut self) -> Result<(), CopyError> {
        let mut waiting: VecDeque<Address> = [Address::of("/")].into();
        for file in ["/search", "/without-server"] {
            if let Some(Copied::Page(file)) = self.known.get(&Address::of(file)) {
                waiting.extend(leads(&Address::of("/"), &self.read(file)?));
            }
        }
        let mut seen: BTreeSet<Address> = self.known.keys().cloned().collect();
        while let Some(address) = waiting.pop_front() {
            if !seen.insert(address.clone()) {
                continue;
            }
            let (status, kind, location, body) = self.ask(&address).await?;
            if status.is_redirection() {
                let to = address.link(&location).map(|link| link.address);
                let to = to.unwrap_or_else(|| Address::of("/"));
                waiting.push_back(to.clone());
                self.known.insert(address, Copied::Moved(to));
                continue;
            }
            if !status.is_success() {
                return Err(CopyError::Page(address.uri(), status));
            }
            let is_page = kind.starts_with("text/html");
            let file = address.file(is_page);
            self.write(&file, &body)?;
            if is_page {
                waiting.extend(leads(&address, &String::from_utf8_lossy(&body)));
                self.known.insert(address, Copied::Page(file));
            } else {
                self.known.insert(address, Copied::Data(file));
            }
        }
        Ok(())
    }

    async fn ask(&self, address: &Address) -> Result<(StatusCode, String, String, Vec<u8>), CopyError> {
        let request = Request::get(address.uri())
            .header(header::HOST, "localhost")
            .header(header::ACCEPT, "text/html, */*;q=0.5");
        let broken = |_| CopyError::Page(address.uri(), StatusCode::BAD_REQUEST);
        let request = request.body(Body::empty()).map_err(broken)?;
        let response = match self.app.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (parts, body) = response.into_parts();
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let (kind, location) = (text(header::CONTENT_TYPE), text(header::LOCATION));
        let cut = |_| CopyError::Page(address.uri(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = to_bytes(body, usize::MAX).await.map_err(cut)?;
        Ok((parts.status, kind, location, body.to_vec()))
    }

    /// Names of everything that has a page, for the search: as a script, which a page that is opened from disk may read.
    fn search_index(&self, site: &Site) -> Result<(), CopyError> {
        let published = site.published();
        let mut entries = Vec::new();
        let index = published.index(&site.base);
        let index = index.map_err(|problem| CopyError::Page(problem.detail.clone(), problem.status))?;
        for entry in &index.entries {
            if let Some(Copied::Page(file)) = self.known.get(&Address::of(&format!("/{}", entry.path))) {
                entries.push(serde_json::json!([entry.label, file, entry.kind.singular]));
            }
        }
        let text = serde_json::Value::Array(entries).to_string();
        self.write(COPY_MARKER, format!("const entries = {text};\n").as_bytes())
    }

    /// Puts files in the place of addresses, page by page.
    fn link(&self) -> Result<Copies, CopyError> {
        let mut anchors: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for copied in self.known.values() {
            if let Copied::Page(file) = copied {
                anchors.insert(file, html::anchors(&self.read(file)?).collect());
            }
        }
        let draws = pictures().is_some();
        let mut copies = Copies { pages: 0, files: 2 + usize::from(draws) };
        for (address, copied) in &self.known {
            match copied {
                Copied::Page(file) => {
                    copies.pages += 1;
                    let page = self.read(file)?;
                    let mut page = html::rewritten(&page, |link| self.instead(address, file, link, &anchors));
                    if draws {
                        page = html::with_pictures(page, || relative(file, PICTURES));
                    }
                    self.write(file, page.as_bytes())?;
                }
                Copied::Data(_) => copies.files += 1,
                Copied::Moved(_) => {}
            }
        }
        Ok(copies)
    }

    /// What stands in the copy for a link on a page.
    fn instead(
        &self,
        page: &Address,
        file: &str,
        link: &str,
        anchors: &BTreeMap<&str, BTreeSet<String>>,
    ) -> Option<String> {
        let Some(mut found) = page.link(link) else { return Some(link.to_owned()) };
        if let Some(own) = link.strip_prefix("/copy/") {
            return Some(relative(file, own));
        }
        // A passage is a place in its document, and so is a numbered fact.
        if is_place(&found.address) {
            if let Some(passage) = found.address.query.strip_prefix("char=") {
                found.fragment = format!("char={passage}");
            }
            found.address.query.clear();
        }
        let mut address = &found.address;
        for _ in 0..4 {
            match self.known.get(address) {
                Some(Copied::Moved(to)) => address = to,
                Some(Copied::Page(target)) => {
                    let there = anchors.get(target.as_str()).is_some_and(|ids| ids.contains(&found.fragment));
                    let place = if there { format!("#{}", found.fragment) } else { String::new() };
                    let way = if target == file && there { String::new() } else { relative(file, target) };
                    return Some(format!("{way}{place}"));
                }
                Some(Copied::Data(target)) => return Some(relative(file, target)),
                None => break,
            }
        }
        Some(relative(file, "without-server.html"))
    }
}

/// Whether an address is that of a document with one of its passages marked.
fn is_place(address: &Address) -> bool {
    let marks = ["char=", "fact="].iter().any(|mark| address.query.starts_with(mark));
    marks && address.path.starts_with("/doc/")
}

/// The addresses of a page that are copied.
fn leads(page: &Address, text: &str) -> Vec<Address> {
    let links = html::addresses(text).into_iter().filter_map(|link| page.link(&link));
    let mut found: Vec<Address> = links
        .map(|mut link| {
            if is_place(&link.address) {
                link.address.query.clear();
            }
            link.address
        })
        .filter(|address| address.is_copied() && !address.path.starts_with("/copy/"))
        .collect();
    found.sort();
    found.dedup();
    found
}
