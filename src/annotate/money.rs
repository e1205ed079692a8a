//! Sums of money.

use std::ops::Range as Tokens;

use super::class::Class;
use super::{Annotations, TokenKind, number};

/// A sum of money in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Money {
    /// Its tokens ("US$10,000", "2 million euros").
    pub tokens: Tokens<usize>,
    /// Value as a plain decimal ("10000", "1500000").
    pub value: String,
    /// ISO 4217 code, where the text settles it.
    pub currency: Option<String>,
}

/// What stands in front of `$`.
const DOLLARS: &[(&str, &str)] = &[
    ("US", "USD"),
    ("U.S.", "USD"),
    ("USD", "USD"),
    ("A", "AUD"),
    ("AU", "AUD"),
    ("AUD", "AUD"),
    ("NZ", "NZD"),
    ("NZD", "NZD"),
    ("C", "CAD"),
    ("CA", "CAD"),
    ("CAN", "CAD"),
    ("CAD", "CAD"),
    ("S", "SGD"),
    ("SG", "SGD"),
    ("HK", "HKD"),
    ("FJ", "FJD"),
    ("F", "FJD"),
    ("NT", "TWD"),
    ("SI", "SBD"),
    ("EC", "XCD"),
    ("TT", "TTD"),
    ("BZ", "BZD"),
    ("J", "JMD"),
    ("G", "GYD"),
    ("N", "NAD"),
    ("L", "LRD"),
];

const CODES: &[&str] = &[
    "AUD", "BDT", "BND", "CAD", "CHF", "CNY", "DKK", "EUR", "FJD", "GBP", "HKD", "IDR", "INR", "JPY", "KHR", "KRW",
    "AMD", "ARS", "AZN", "BAM", "BGN", "BHD", "BRL", "BWP", "CLP", "CZK", "EGP", "ETB", "GHS", "HUF", "ILS", "ISK",
    "JOD", "KES", "KWD", "KZT", "MUR", "MWK", "MXN", "MZN", "NAD", "NGN", "NPR", "OMR", "PLN", "QAR", "RON", "RUB",
    "RWF", "SCR", "TND", "TZS", "UAH", "UGX", "UYU", "ZMW", "AED", "LKR", "MMK", "MYR", "NOK", "NZD", "PGK", "PHP",
    "PKR", "SBD", "SEK", "SGD", "AFN", "BIF", "BTN", "BYN", "CRC", "DOP", "DZD", "GEL", "GMD", "GNF", "GTQ", "GYD",
    "HNL", "HTG", "IQD", "JMD", "KGS", "LAK", "LBP", "LRD", "LSL", "LYD", "MDL", "MGA", "MKD", "MNT", "MRU", "MVR",
    "NIO", "PYG", "RSD", "SZL", "TJS", "TMT", "TRY", "TTD", "UZS", "YER", "ZWL", "THB", "TWD", "USD", "VND", "VUV",
    "WST", "XAF", "XCD", "XDR", "XOF", "XPF", "XUA", "ZAR",
];

/// What else stands in front of an amount; none is also a word or the name of something else ("COP", "SAR", "IRR").
const OTHERS: &[(&str, &str)] =
    &[("RMB", "CNY"), ("CFAF", "XAF"), ("CFP", "XPF"), ("SDR", "XDR"), ("DM", "DEM"), ("STG", "GBP"), ("UA", "XUA")];

/// Currencies in words, the adjective first where it takes one.
const UNITS: &[(&str, &str)] = &[
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("yen", "JPY"),
    ("baht", "THB"),
    ("rupiah", "IDR"),
    ("ringgit", "MYR"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("kina", "PGK"),
    ("vatu", "VUV"),
    ("pounds", "GBP"),
    ("sterling", "GBP"),
    ("dollars", ""),
    ("dollar", ""),
    ("francs", ""),
    ("rupees", ""),
    ("pesos", ""),
    ("kroner", ""),
    ("kronor", ""),
    ("krona", ""),
    ("krone", ""),
    ("dinars", ""),
    ("shillings", ""),
    ("riyals", ""),
    ("rials", ""),
    ("dirhams", ""),
    ("shekels", "ILS"),
    ("zloty", "PLN"),
    ("zlotys", "PLN"),
    ("forint", "HUF"),
    ("hryvnia", "UAH"),
    ("hryvnias", "UAH"),
    ("roubles", ""),
    ("rubles", ""),
    ("reais", "BRL"),
    ("naira", "NGN"),
    ("cedis", "GHS"),
    ("birr", "ETB"),
    ("tenge", "KZT"),
    ("lari", "GEL"),
    ("taka", "BDT"),
    ("kyat", "MMK"),
    ("riel", "KHR"),
    ("pula", "BWP"),
    ("kwacha", ""),
    ("dirham", ""),
    ("pa'anga", "TOP"),
];

const ADJECTIVES: &[(&str, &str)] = &[
    ("us dollars", "USD"),
    ("u.s. dollars", "USD"),
    ("american dollars", "USD"),
    ("united states dollars", "USD"),
    ("australian dollars", "AUD"),
    ("new zealand dollars", "NZD"),
    ("canadian dollars", "CAD"),
    ("singapore dollars", "SGD"),
    ("fiji dollars", "FJD"),
    ("fijian dollars", "FJD"),
    ("hong kong dollars", "HKD"),
    ("cfa francs", ""),
    ("cfp francs", "XPF"),
    ("rwandan francs", "RWF"),
    ("pakistani rupees", "PKR"),
    ("pakistan rupees", "PKR"),
    ("sri lankan rupees", "LKR"),
    ("nepalese rupees", "NPR"),
    ("mauritian rupees", "MUR"),
    ("norwegian krone", "NOK"),
    ("danish krone", "DKK"),
    ("swedish krona", "SEK"),
    ("icelandic kronur", "ISK"),
    ("kuwaiti dinars", "KWD"),
    ("jordanian dinars", "JOD"),
    ("algerian dinars", "DZD"),
    ("tunisian dinars", "TND"),
    ("bahraini dinars", "BHD"),
    ("saudi riyals", "SAR"),
    ("qatari riyals", "QAR"),
    ("omani rials", "OMR"),
    ("uae dirhams", "AED"),
    ("emirati dirhams", "AED"),
    ("moroccan dirhams", "MAD"),
    ("korean won", "KRW"),
    ("south african rand", "ZAR"),
    ("russian roubles", "RUB"),
    ("russian rubles", "RUB"),
    ("kenyan shillings", "KES"),
    ("kenya shillings", "KES"),
    ("ugandan shillings", "UGX"),
    ("uganda shillings", "UGX"),
    ("tanzanian shillings", "TZS"),
    ("tanzania shillings", "TZS"),
    ("argentine pesos", "ARS"),
    ("chilean pesos", "CLP"),
    ("colombian pesos", "COP"),
    ("uruguayan pesos", "UYU"),
    ("egyptian pounds", "EGP"),
    ("namibian dollars", "NAD"),
    ("namibia dollars", "NAD"),
    ("jamaican dollars", "JMD"),
    ("taiwan dollars", "TWD"),
    ("bermudian dollars", "BMD"),
    ("barbados dollars", "BBD"),
    ("trinidad dollars", "TTD"),
    ("guyana dollars", "GYD"),
    ("brunei dollars", "BND"),
    ("units of account", "XUA"),
    ("special drawing rights", "XDR"),
    ("swiss francs", "CHF"),
    ("indian rupees", "INR"),
    ("danish kroner", "DKK"),
    ("norwegian kroner", "NOK"),
    ("swedish kronor", "SEK"),
    ("philippine pesos", "PHP"),
    ("mexican pesos", "MXN"),
    ("pounds sterling", "GBP"),
];

/// What a sum can begin with.
const BEGINS: Class = Class::DIGIT.or(Class::CURRENCY).or(Class::CAPITAL).or(Class::NUMBER).or(Class::HYPHENATED);

/// The sums of money of a document.
pub(super) fn find(annotations: &Annotations<'_>) -> Vec<Money> {
    let mut sums = Vec::new();
    for tokens in &annotations.block_tokens {
        let reader = Reader { annotations, start: tokens.start, end: tokens.end };
        let mut at = tokens.start;
        while at < tokens.end {
            if !annotations.is(at, BEGINS) && annotations.low(at) != "half" {
                at += 1;
                continue;
            }
            match reader.at(at) {
                Some(sum) => {
                    at = sum.tokens.end;
                    sums.push(sum);
                }
                None => at += 1,
            }
        }
    }
    sums
}

struct Reader<'a> {
    annotations: &'a Annotations<'a>,
    start: usize,
    end: usize,
}

impl Reader<'_> {
    fn low(&self, at: usize) -> &str {
        if at < self.end { self.annotations.low(at) } else { "" }
    }

    fn at(&self, at: usize) -> Option<Money> {
        let token = &self.annotations.tokens[at];
        if token.kind == TokenKind::Number {
            return self.amount_first(at);
        }
        let printed = self.annotations.text(at);
        if token.kind == TokenKind::Punctuation {
            let code = match printed {
                "$" => None,
                "€" => Some("EUR"),
                "£" => Some("GBP"),
                "¥" => None,
                _ => return None,
            };
            return self.sum(at, at + 1, code);
        }
        if token.capital && printed.len() <= 4 {
            if self.low(at + 1) == "$" {
                let code = DOLLARS.iter().find(|(sign, _)| *sign == printed).map(|(_, code)| *code);
                return code.and_then(|code| self.sum(at, at + 2, Some(code)));
            }
            if printed.len() == 3 && CODES.contains(&printed) {
                return self.sum(at, at + 1, Some(printed));
            }
            if let Some((_, code)) = OTHERS.iter().find(|(sign, _)| *sign == printed) {
                return self.sum(at, at + 1, Some(code));
            }
        }
        // "two million dollars"
        if number::words(self.annotations, at, self.end).is_some() || self.low(at) == "half" {
            self.amount_first(at)
        } else {
            None
        }
    }

    /// Sign, then amount.
    fn sum(&self, start: usize, at: usize, code: Option<&str>) -> Option<Money> {
        let (value, end) = self.amount(at)?;
        Some(Money { tokens: start..end, value, currency: code.map(str::to_owned) })
    }

    /// Amount, then unit.
    fn amount_first(&self, at: usize) -> Option<Money> {
        if at > self.start && matches!(self.annotations.text(at - 1), "$" | "€" | "£" | "¥") {
            return None;
        }
        let (value, end) = self.amount(at)?;
        let done = |end: usize, code: &str| {
            let currency = (!code.is_empty()).then(|| code.to_owned());
            Some(Money { tokens: at..end, value: value.clone(), currency })
        };
        for len in [3, 2] {
            if end + len <= self.end {
                let words = &self.annotations.lower[self.annotations.range(end..end + len)];
                if let Some((_, code)) = ADJECTIVES.iter().find(|(name, _)| *name == words) {
                    return done(end + len, code);
                }
            }
        }
        if end < self.end && CODES.contains(&self.annotations.text(end)) {
            return done(end + 1, self.annotations.text(end));
        }
        if self.low(end) == "€" {
            return done(end + 1, "EUR");
        }
        let (_, code) = UNITS.iter().find(|(name, _)| *name == self.low(end))?;
        done(end + 1, code)
    }

    /// The digits of a figure, groups of three with single spaces between them joined: "EUR 500 000".
    fn grouped(&self, at: usize) -> (String, usize) {
        let mut digits = self.low(at).replace(',', "");
        let mut end = at + 1;
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        while digits.len() < 10
            && plain(&digits)
            && self.low(at).len() < 4
            && self.low(end).len() == 3
            && plain(self.low(end))
        {
            let gap = self.annotations.tokens[end].start - self.annotations.tokens[end - 1].end;
            if gap == 0 || gap > 2 {
                break;
            }
            digits.push_str(self.low(end));
            end += 1;
        }
        (digits, end)
    }

    /// A decimal with its multiplier, as a plain decimal; and the token behind it.
    fn amount(&self, at: usize) -> Option<(String, usize)> {
        if at >= self.end {
            return None;
        }
        // "half a million"
        if self.low(at) == "half" && self.low(at + 1) == "a" && matches!(self.low(at + 2), "million" | "billion") {
            let zeros = if self.low(at + 2) == "million" { 6 } else { 9 };
            return Some((shift("0.5", zeros)?, at + 3));
        }
        let (digits, mut end) = match self.annotations.tokens[at].kind {
            TokenKind::Number => self.grouped(at),
            _ => {
                let (value, end) = number::words(self.annotations, at, self.end)?;
                (value.to_string(), end)
            }
        };
        let zeros = match self.low(end) {
            "thousand" | "k" => 3,
            "million" | "m" | "mn" | "mio" => 6,
            "billion" | "bn" | "b" => 9,
            "trillion" => 12,
            _ => 0,
        };
        end += usize::from(zeros > 0);
        Some((shift(&digits, zeros)?, end))
    }
}

/// A decimal times a power of ten, without needless zeros.
fn shift(digits: &str, zeros: usize) -> Option<String> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut fraction = fraction.to_owned();
    while fraction.len() < zeros {
        fraction.push('0');
    }
    let (moved, rest) = fraction.split_at(zeros);
    let all = format!("{whole}{moved}");
    let whole = all.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let rest = rest.trim_end_matches('0');
    Some(if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") })
}

#[cfg(test)]
mod tests {
    use super::super::{Annotations, Gazetteer};
    use crate::document;

    fn money(text: &str) -> Vec<String> {
        let document = document::read("d", text.as_bytes()).unwrap();
        let annotations = Annotations::new(&document, &Gazetteer::default());
        let shown = annotations.money.iter().map(|m| {
            let code = m.currency.as_deref().unwrap_or("?");
            format!("{}={} {code}", annotations.slice(m.tokens.clone()), m.value)
        });
        shown.collect()
    }

    #[test]
    fn sums_are_read_with_their_currency() {
        let cases = [
            ("Japan pledged US$10,000 for it.", "US$10,000=10000 USD"),
            ("It pledged NZ$30,000 for it.", "NZ$30,000=30000 NZD"),
            ("It gave A$ 3.4m for it.", "A$ 3.4m=3400000 AUD"),
            ("It gave US$ 7 million for it.", "US$ 7 million=7000000 USD"),
            ("It gave USD 5 million for it.", "USD 5 million=5000000 USD"),
            ("It gave 10 million euros for it.", "10 million euros=10000000 EUR"),
            ("It gave 50,000 dollars for it.", "50,000 dollars=50000 ?"),
            ("It gave 50,000 Australian dollars.", "50,000 Australian dollars=50000 AUD"),
            ("It gave AU$1.5 million for it.", "AU$1.5 million=1500000 AUD"),
            ("It gave €2.5 billion for it.", "€2.5 billion=2500000000 EUR"),
            ("It gave $75.50 for it.", "$75.50=75.5 ?"),
            ("It gave two million dollars.", "two million dollars=2000000 ?"),
            ("It gave EUR 500 000 for it.", "EUR 500 000=500000 EUR"),
            ("It gave N$ 15 million, RMB unsaid.", "N$ 15 million=15000000 NAD"),
            ("It gave RMB 5 million for it.", "RMB 5 million=5000000 CNY"),
        ];
        for (text, expected) in cases {
            assert_eq!(money(text), [expected], "{text}");
        }
        assert!(money("All 47 states and 9 organisations met; 10 million people live there.").is_empty());
    }
}
