// The pictures of a page as one script, for copies of the site.
import "./plot/element";
