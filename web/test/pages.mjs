// Every page that is looked at in a browser: one line each. Each is opened wide and light, narrow and dark, and without
// script; axe looks at it, nothing may overflow, no request may leave the host.

const MEETING = "meeting/bali-process/ministerial-conference-1";

export const pages = [
  { name: "home", path: "/" },
  { name: "documents", path: "/doc" },
  { name: "meetings", path: "/meeting" },
  { name: "reader", path: "/doc/bali-2003-mc2?char=102,265" },
  { name: "meeting", path: `/${MEETING}` },
  { name: "state", path: "/state/fiji" },
  { name: "body", path: "/body/bali-process/aheg-1" },
  { name: "person", path: "/person/alexander-downer" },
  { name: "matrix", path: "/matrix" },
  { name: "mandates", path: "/mandates" },
  { name: "mandates-to", path: "/mandates?to=body/bali-process/regional-support-office" },
  { name: "timeline", path: "/timeline" },
  { name: "map", path: "/map" },
  { name: "compare-start", path: "/compare" },
  { name: "compare", path: `/compare?a=${MEETING}&b=meeting/bali-process/senior-officials-meeting-2004-06-brisbane` },
  { name: "paths-start", path: "/paths" },
  { name: "paths", path: "/paths?from=state/fiji&to=org/unhcr" },
  { name: "help", path: "/help" },
  { name: "mandates-of-kind", path: "/mandate" },
  { name: "search", path: "/search?q=smuggling" },
  { name: "graph-start", path: "/graph" },
  { name: "graph", path: `/graph?of=${MEETING}` },
  { name: "queries", path: "/queries" },
  { name: "query-form", path: "/queries/mandates_of_meeting" },
  { name: "query-chart", path: "/queries/activity_by_year" },
  { name: "sparql", path: "/sparql" },
  { name: "sparql-answer", path: "/sparql?query=SELECT%20*%20%7B%20%3Fs%20a%20igm%3AMeeting%20%7D" },
  { name: "sparql-mistake", path: "/sparql?query=SELECT%20*%20%7B%20%3Fs%20foo%3Aa%20%3Fo%20%7D", status: 400 },
  { name: "quality", path: "/quality" },
  { name: "ontology", path: "/ontology" },
  { name: "data-set", path: "/dataset" },
  { name: "unknown", path: "/state/atlantis", status: 404 },
];
