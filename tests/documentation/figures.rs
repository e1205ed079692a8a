//! Published figures are those that the program reaches: `data/gold/figures.json`, and the table of README.md.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use serde_json::Value;

/// Where the recorded figures stand.
const FIGURES: &str = "data/gold/figures.json";

#[test]
fn recorded_figures_and_those_of_the_readme_are_those_that_the_program_reaches() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    let output = command.args(["evaluate", "--format", "json"]).env_remove("RAPPORTEUR_CORPUS").output().unwrap();
    let now = String::from_utf8(output.stdout).unwrap();
    assert!(!now.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    if bless {
        fs::write(FIGURES, &now).unwrap();
    }
    let recorded = fs::read_to_string(FIGURES).unwrap();
    assert!(recorded == now, "{FIGURES} is not current; `make bless` or `rapporteur evaluate --record` renews it");

    let readme = fs::read_to_string("README.md").unwrap();
    let (before, rest) = readme.split_once("<!-- figures -->\n").expect("README.md has a place for figures");
    let (shown, after) = rest.split_once("<!-- end of figures -->").expect("README.md has an end of figures");
    let table = table(&serde_json::from_str(&recorded).unwrap());
    if bless {
        fs::write("README.md", format!("{before}<!-- figures -->\n{table}<!-- end of figures -->{after}")).unwrap();
    } else {
        assert_eq!(shown, table, "README.md is not current; `make bless` renews it");
    }
}

/// The categories of a recorded run as a table for readers; most attributes are on the page alone.
fn table(run: &Value) -> String {
    let mut table = String::from("| what | labelled | precision | recall | F1 | 95 % interval of F1 |\n");
    table.push_str("| --- | --- | --- | --- | --- | --- |\n");
    for row in run["rows"].as_array().unwrap() {
        let name = row["name"].as_str().unwrap();
        if name.contains([':', ',']) && !name.starts_with("mandates: ") {
            continue;
        }
        let share = |value: &Value| value.as_f64().map_or("–".to_owned(), |share| format!("{share:.3}"));
        let shares = ["precision", "recall", "f1"].map(|figure| share(&row[figure])).join(" | ");
        let interval = format!("{} – {}", share(&row["wilson"][0]), share(&row["wilson"][1]));
        writeln!(table, "| {name} | {} | {shares} | {interval} |", row["gold"]).unwrap();
    }
    table
}
