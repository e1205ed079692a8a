//! Pledges in tables, in lists, and in the wordings of running text.

use rapporteur::assertion::{Amount, Extraction};

use super::{read, read_conference, slugs, speech_acts};

/// Donor, sum and currency of each pledge with a sum, in the order of donors.
fn pledges(found: &Extraction) -> Vec<String> {
    let mut all = Vec::new();
    for act in speech_acts(found) {
        if let Some(Amount { value, currency }) = &act.amount {
            all.push(format!("{} {value} {}", slugs(&act.issued_by).join("+"), currency.as_deref().unwrap_or("?")));
        }
    }
    all.sort_unstable();
    all
}

const HEAD: &str = "Fourth Ministerial Conference of the Budapest Process\nIstanbul, 19 April 2013\n\n";

#[test]
fn each_row_of_a_table_of_pledges_is_one() {
    let found = read(&format!(
        "{HEAD}Ministers thanked all donors.\n\nPledges\n\n\
         Donor                 Amount            Purpose\n\
         Kenya                 KES 5,000,000     Ferries\n\
         Republic of Korea     USD 300,000       Training of pilots\n\
         Harbour Trust         EUR 20,000        Lighthouses\n\
         Total                 USD 400,000\n\n\
         Ministers met again in the evening.\n"
    ));
    assert_eq!(pledges(&found), ["harbour-trust 20000 EUR", "kenya 5000000 KES", "republic-of-korea 300000 USD"]);
}

#[test]
fn a_column_may_name_the_currency_for_all_figures_and_bars_may_divide_the_cells() {
    let found = read(&format!(
        "{HEAD}| Contributor | Purpose | Amount (EUR million) |\n| Norway | Ferries | 3 |\n| Spain | Lighthouses | 12 |\n"
    ));
    assert_eq!(pledges(&found), ["norway 3000000 EUR", "spain 12000000 EUR"]);
}

#[test]
fn rows_below_a_lead_or_a_heading_are_pledges_and_other_rows_with_sums_are_not() {
    let found = read(&format!(
        "{HEAD}The following contributions had been received:\n\n    Norway: EUR 50,000\n    Spain: USD 80,000 for ferries\n\n\
         Voluntary contributions\n\nPeru - USD 1,000\nChile - USD 2,000 for lighthouses\n"
    ));
    assert_eq!(pledges(&found), ["chile 2000 USD", "norway 50000 EUR", "peru 1000 USD", "spain 80000 USD"]);
    let trade = read(&format!("{HEAD}Exports\n\nNorway: EUR 50,000\nSpain: USD 80,000\n"));
    assert!(pledges(&trade).is_empty(), "{:?}", pledges(&trade));
}

#[test]
fn a_list_of_donors_behind_a_colon_is_read_item_by_item() {
    let found = read_conference(
        "For the ferries the following amounts were pledged: Norway, NOK 1.5 million; the World Bank, USD 40,000 for \
         training; and Peru, USD 25,000.",
    );
    assert_eq!(pledges(&found), ["norway 1500000 NOK", "peru 25000 USD", "world-bank 40000 USD"]);
}

#[test]
fn each_wording_of_a_gift_has_its_own_donor_and_sum() {
    let cases: [(&str, &[&str]); 12] = [
        (
            "Spain pledged EUR 3 million for ferries, Peru USD 200,000 and Chile USD 100,000.",
            &["chile 100000 USD", "peru 200000 USD", "spain 3000000 EUR"],
        ),
        (
            "Spain will give EUR 3 million, Peru USD 200,000 and Chile USD 100,000.",
            &["chile 100000 USD", "peru 200000 USD", "spain 3000000 EUR"],
        ),
        ("Ministers set up a Ferry Fund, to which Kenya undertakes to contribute USD 100,000.", &["kenya 100000 USD"]),
        ("The largest share came from Spain, which committed EUR 3 million.", &["spain 3000000 EUR"]),
        ("The course was financed by Japan with a grant of US$ 85,000.", &["japan 85000 USD"]),
        ("The Ambassador of Peru said that his Government would make available US$ 5,000.", &["peru 5000 USD"]),
        ("Spain, through UNDP, will finance the ferries with EUR 20,000.", &["spain 20000 EUR"]),
        ("Peru agreed to meet the cost of the course, estimated at US$ 4,000.", &["peru 4000 USD"]),
        ("Ministers welcomed Japan's assistance of JPY 900 million for lighthouses.", &["japan 900000000 JPY"]),
        (
            "Peru and Chile promised to pay USD 40,000 and USD 55,000 respectively by June.",
            &["chile 55000 USD", "peru 40000 USD"],
        ),
        ("Peru and Chile will provide USD 40,000 for ferries.", &["peru+chile 40000 USD"]),
        (
            "First gifts were announced as follows: Peru, USD 4,000; and Chile, USD 5,000. Spain spoke.",
            &["chile 5000 USD", "peru 4000 USD"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(pledges(&read_conference(text)), expected, "{text}");
    }
}

#[test]
fn what_a_thing_costs_or_what_somebody_else_gives_is_no_pledge() {
    for text in [
        "The storm did damage worth USD 412 million, of which Kenya bore a third.",
        "The exports of Spain reached EUR 3 million.",
        "Japan provided training, and Ministers spoke of debts of US$ 3 million.",
    ] {
        assert!(pledges(&read_conference(text)).is_empty(), "{text}");
    }
}

#[test]
fn a_unit_of_several_states_is_that_of_the_state_that_gives() {
    let found = read_conference(
        "Norway pledged 30 million kroner. Denmark pledged 20 million kroner. Kenya pledged 5 million dollars. The United \
         States pledged $7 million.",
    );
    assert_eq!(
        pledges(&found),
        ["denmark 20000000 DKK", "kenya 5000000 USD", "norway 30000000 NOK", "united-states 7000000 USD"]
    );
    let other = read_conference("Fiji pledged $3 million and Japan pledged $4 million. Australia pledged A$5 million.");
    assert_eq!(pledges(&other), ["australia 5000000 AUD", "fiji 3000000 ?", "japan 4000000 ?"]);
    let told = read_conference("Canada pledged $2 million. All figures are in United States dollars.");
    assert_eq!(pledges(&told), ["canada 2000000 ?"]);
}

#[test]
fn a_gift_is_told_by_a_noun_a_passive_or_its_sum_in_front() {
    let found = read_conference(
        "Peru made a one-off donation of USD 4,000 to the fund. A further EUR 90,000 has been pledged by Italy. Ministers \
         noted the confirmation by Spain of a loan of EUR 5 million. Kenya's contribution to the course amounted to \
         KES 20,000. Chile received a grant of USD 1 million.",
    );
    assert_eq!(pledges(&found), ["italy 90000 EUR", "kenya 20000 KES", "peru 4000 USD", "spain 5000000 EUR"]);
}

#[test]
fn what_was_asked_of_a_state_is_no_pledge_and_where_a_sum_comes_from_is_one() {
    let found = read_conference(
        "Ministers asked that Japan contribute USD 3 million. A further USD 4,000 will come from Italy. Sweden will match the \
         grant with SEK 6 million. Trade with Peru reached USD 5 million.",
    );
    assert_eq!(pledges(&found), ["italy 4000 USD", "sweden 6000000 SEK"]);
}

#[test]
fn who_receives_owes_or_pays_debts_promises_nothing() {
    for text in [
        "Kenya received a US$ 3 million grant by Chile's enemies.",
        "Fiji doubled a payment of US$ 3 million to bondholders.",
        "Peru repaid its US$ 2 million loan. Chad lost its US$ 5 million grant.",
        "US$ 3 million should be provided by Fiji. No US$ 4 million was promised by Peru.",
        "Kenya backed the plan to start a fund with US$ 3 million.",
    ] {
        assert_eq!(pledges(&read_conference(text)), [""; 0], "{text}");
    }
    let lent = read_conference("Kenya confirmed a loan of US$ 3 million from the World Bank.");
    assert_eq!(pledges(&lent), ["world-bank 3000000 USD"]);
}
