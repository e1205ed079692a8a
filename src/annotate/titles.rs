//! Words of titles: honorifics, letters after names, heads of posts, and the fields of ministries.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Honorifics and ranks in lower case, without full stops.
pub(super) const HONORIFICS: &str = " admiral adm alhaja alhaji amb ambassador archbishop bishop brig brigadier capt captain cardinal chief cmdr col colonel \
    commander commodore dame dasho dato dato' datin datuk daw dr drs dra emir eng engr excellency gen general h.e h.h h.m h.r.h he highness \
    hm hon honorable honourable hrh imam inspector ir judge justice king lady lic lieutenant lord lt lt-gen ltgen madam madame \
    m maj major majesty marshal messrs miss mlle mme monsignor most monsieur mr mrs ms msgr lyonchhen lyonpo maulana mullah nana panglima pehin pengiran pn police princess \
    prince prof professor puan queen rev reverend right royal rt samdech sardar sayyid sec sen seri senator sergeant serene sgt sheik \
    sheikh shaikh shri sir smt sr sra sri sultan superintendent tan tengku tun tunku vice-admiral ";

/// Letters after a name.
const SUFFIXES: &str = " AC AM AO BEM CB CBE CH CHM CMG CNZM CSM CVO DBE DCNZM DSO EGH ESQ Esq Esq. FCPA GBE GCMG GCSK GCVO GNZM ISO JP \
    Jr Jr. KBE KC KCMG KCVO KNZM KStJ LLB LLD LVO MBE MEP MHA MHR MLA MLC MNZM MP MPs MPP MVO OAM OBE OM ONZ ONZM PC PhD Ph.D PSM \
    QC QPM QSO RN SC Sr Sr. ";

/// Capitalised words that no name of a person holds.
pub(super) const NO_NAMES: &str = " action agency agenda agreement alliance assembly association authority bank bureau centre center chairs charter co-chairs \
    college commission committee communique communiqué community conference congress convention corporation council court declaration \
    delegation delegations department division federation force forum foundation framework fund government governments group \
    initiative institute law level mechanism meeting meetings member members ministerial ministry mission movement nations network \
    observer observers office officials organisation organization parliament participants parties partners plan police process pro-tempore programme \
    program protocol region report republic resolution secretariat section senate senior service services session society statement \
    states strategy summit treaty unit union united university working workshop ";

/// Nouns that end the name of an institution, which a post may be in.
pub(super) const INSTITUTIONS: &str = " academy administration agency assembly association authority bank board bureau center centre college commission \
    committee community congress corporation corps council court delegation department directorate division federation force forces \
    foundation fund government group institute institution ministry mission network office organisation organization parliament \
    police programme secretariat senate service services society team tribunal union unit university ";

/// Nouns that name a post.
pub(super) const HEADS: &str = " administrator adviser advisor ambassador attorney attorney-general auditor-general beretitenti chair chairman chief chairperson \
    chairwoman chancellor co-chair co-chairman co-chairperson commissioner comptroller controller consul consul-general convenor convener coordinator co-ordinator \
    counsellor director director-general envoy governor governor-general head inspector-general manager minister moderator ombudsman \
    ombudsperson premier president prime-minister rapporteur representative secretary secretary-general solicitor-general speaker \
    taoiseach treasurer undersecretary subsecretary facilitator commandant mayor registrar vice-premier vice-rector rector under-secretary under-secretary-general vice-chair vice-chairman vice-chairperson vice-minister \
    vice-president ";

/// Words of the fields of ministries and offices: they belong to the post, never to the name behind it.
pub(super) const FIELDS: &str = " aboriginal affairs ageing agriculture aid air americas antarctic arctic army arts asia assistance asylum aviation border \
    borders budget building business cabinet care children citizens citizenship civil climate coastal commerce commonwealth \
    communications communities community conservation consular consumer cooperation co-operation correctional corrections councils counter-terrorism courts crime \
    cultural culture customs cyber data defence defense development diaspora digital disarmament disaster drug drugs economic economy education \
    elderly electricity emergencies emergency employment energy enterprise environment environmental equality ethnic europe european \
    exchequer export external families family federal finance finances financial fire fisheries food foreign forestry forests gender general governance \
    government grassroots health heritage higher home homeland housing human humanitarian immigration indigenous industries industrial industry \
    information infrastructure innovation integration intelligence interior internal international investment islands islamic \
    judicial justice juvenile labor labour land lands law legal livestock local maritime management manpower marine \
    maritimes market markets media mekong micro migrant migration military mineral minerals mines mining mobility multicultural multilateral \
    narcotics national native natural naturalisation navy nuclear oceans operations order oversight pacific parliamentary passports peace people \
    peoples personnel petroleum planning plantation police policing policy political population populations ports posts poverty primary prisons \
    privatisation procurement prosecutions protection provincial public railways reconciliation refugee refugees regional rehabilitation \
    relations religious reform refugees research reserves resettlement resources returns revenue rights rural safety sanitation science sciences \
    secondary security senior service services settlements shipping skills smuggling social south south-east southeast space sport \
    sports state state- statistics status strategic strategy supply supreme sustainable taxation technical technologies technology telecommunications terrorism territories territory \
    textiles tourism trade trafficking transnational transport transportation treasury tribal union united urban utilities veterans victims vocational water welfare \
    western wildlife women women's works workers workforce world youth ";

static LETTERS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| SUFFIXES.split_whitespace().collect());

/// Plurals of [`HEADS`] with another ending than `s`.
pub(super) const PLURALS: &[&str] =
    &["secretaries", "directors-general", "attorneys-general", "secretaries-general", "chairmen"];

/// Whether a printed word is one that stands after names.
pub(super) fn is_suffix(printed: &str) -> bool {
    LETTERS.contains(printed)
}

/// Whether a word in lower case has an ending that names of persons rarely have and fields of ministries often.
pub(super) fn ends_like_field(low: &str) -> bool {
    let made = |ending: &str, least: usize| low.len() >= least && low.ends_with(ending);
    made("tion", 7)
        || made("tions", 8)
        || made("ments", 8)
        || made("ment", 9)
        || made("ships", 8)
        || made("ship", 8)
        || made("ities", 8)
}

/// Whether a word in lower case in front of a post's head belongs to it, also without a capital.
pub(super) fn is_grade(low: &str) -> bool {
    matches!(low, "deputy" | "assistant" | "acting" | "vice" | "foreign" | "prime" | "permanent" | "special" | "high")
}
