BASE <https://w3id.org/igm/>
PREFIX igm: <https://w3id.org/igm/ns#>
PREFIX cap: <https://w3id.org/igm/voc/capacity/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX schema: <https://schema.org/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX wikibase: <http://wikiba.se/ontology#>

CLEAR DEFAULT ;
INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o  FILTER NOT EXISTS { ?s a igm:Claim }  FILTER NOT EXISTS { ?s a igm:Evidence }  FILTER NOT EXISTS { ?s prov:wasInvalidatedBy ?d } } FILTER(?g != <graph/resolution>) } ;
DELETE { ?s ?p ?o } WHERE { GRAPH <graph/resolution> { ?c wikibase:rank ?r  FILTER(?r != wikibase:PreferredRank) }
  GRAPH ?g { ?c rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }
  FILTER NOT EXISTS { GRAPH <graph/resolution> { ?b wikibase:rank wikibase:PreferredRank } GRAPH ?h { ?b rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } } } ;
DELETE { ?d ?p ?o } INSERT { ?k ?p ?o } WHERE { GRAPH <graph/curation> { ?d dcterms:isReplacedBy ?k } ?d ?p ?o  FILTER(?p != dcterms:isReplacedBy) } ;
DELETE { ?s ?p ?d } INSERT { ?s ?p ?k } WHERE { GRAPH <graph/curation> { ?d dcterms:isReplacedBy ?k } ?s ?p ?d } ;
DELETE { ?s igm:status ?less } WHERE {
  VALUES (?more ?m) { (<voc/status/done> 0) (<voc/status/decided> 1) (<voc/status/planned> 2) (<voc/status/offered> 3)
    (<voc/status/proposed> 4) (<voc/status/hypothetical> 5) (<voc/status/negated> 6) (<voc/status/asserted> 7) }
  VALUES (?less ?l) { (<voc/status/done> 0) (<voc/status/decided> 1) (<voc/status/planned> 2) (<voc/status/offered> 3)
    (<voc/status/proposed> 4) (<voc/status/hypothetical> 5) (<voc/status/negated> 6) (<voc/status/asserted> 7) }
  FILTER(?m < ?l)  ?s igm:status ?more, ?less } ;
DELETE { ?s rdfs:label ?l } INSERT { ?s skos:altLabel ?l } WHERE {
  ?s rdfs:label ?l, ?better  FILTER(LANG(?better) = LANG(?l))
  BIND(EXISTS { GRAPH ?g { ?s rdfs:label ?l . ?d foaf:primaryTopic ?s } } AS ?about)
  BIND(EXISTS { GRAPH ?g { ?s rdfs:label ?better . ?d foaf:primaryTopic ?s } } AS ?about2)
  BIND(EXISTS { GRAPH ?g { ?s rdfs:label ?l } } AS ?own)
  BIND(EXISTS { GRAPH ?g { ?s rdfs:label ?better } } AS ?own2)
  FILTER(?about2 && !?about || ?about2 = ?about && (?own2 && !?own || ?own2 = ?own && (STRLEN(?better) > STRLEN(?l)
    || STRLEN(?better) = STRLEN(?l) && STR(?better) < STR(?l)))) } ;
INSERT { ?m schema:attendee ?a } WHERE { ?x igm:context ?m ; org:member ?a . ?m a igm:Meeting } ;
INSERT { ?s igm:shownBy ?e } WHERE {
  ?s prov:wasDerivedFrom ?e  FILTER(CONTAINS(STR(?e), "#char="))
  FILTER NOT EXISTS {
    ?s prov:wasDerivedFrom ?o  FILTER(CONTAINS(STR(?o), "#char="))
    BIND(STRBEFORE(STR(?e), "#") AS ?d)  BIND(STRBEFORE(STR(?o), "#") AS ?d2)
    BIND(xsd:integer(STRBEFORE(STRAFTER(STR(?e), "#char="), ",")) AS ?from)  BIND(xsd:integer(STRAFTER(STR(?e), ",")) AS ?until)
    BIND(xsd:integer(STRBEFORE(STRAFTER(STR(?o), "#char="), ",")) AS ?from2)  BIND(xsd:integer(STRAFTER(STR(?o), ",")) AS ?until2)
    FILTER(?d2 < ?d || ?d2 = ?d && (?until2 > ?until || ?until2 = ?until && ?from2 < ?from)) } } ;
INSERT { ?m schema:organizer ?a } WHERE { ?x igm:context ?m ; org:member ?a ; org:role/skos:broader* cap:convenor . ?m a igm:Meeting }
