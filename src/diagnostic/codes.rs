//! The codes of everything that can be told of a scenario: one table, each with its meaning in one line and its page.
//!
//! Errors begin with `E`, warnings with `W`; the hundreds tell the subject: 00 the text, 01 files and changes, 02 names,
//! 03 values and the network, 04 time, 05 attacks, 06 teams and sensors, 07 cooperation, 08 the exercise and its measures,
//! 09 what the language has and the simulation has not.
//!
//! A page is a Markdown file in `pages/`, which `jointex explain` prints: what the code means and why it matters, an
//! example that gives it, and the example mended. Examples are fragments of a scenario, put into `tests/pages/base.ron`
//! by a test, which says how and holds that the pages are true.
//!
//! **Invariant:** every code has a page, and none is given twice.

/// A code and what is said of it.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// The code, such as `E0203`.
    pub code: &'static str,
    /// What it means, in one sentence.
    pub meaning: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
}

macro_rules! codes {
    ($($name:ident $code:literal $meaning:literal),* $(,)?) => {
        $(#[doc = $meaning] pub const $name: &str = $code;)*

        /// Every code, ascending: errors first.
        pub const ALL: &[Code] = &[
            $(Code { code: $code, meaning: $meaning, page: include_str!(concat!("pages/", $code, ".md")) }),*
        ];
    };
}

codes! {
    NOT_UNDERSTOOD "E0001" "Something stands where the language has no place for it.",
    BRACKET "E0002" "A bracket is not closed, or closes nothing.",
    UNCLOSED "E0003" "A text in quotes or a comment is not closed.",
    SINGLE_QUOTES "E0004" "A text stands in single quotes.",
    PUNCTUATION "E0005" "A comma, a colon or a value is missing.",
    UNQUOTED "E0006" "A number is followed by letters: a duration without its quotes.",
    HALF_NAMED "E0007" "Only some of the values in brackets have names.",
    ESCAPE "E0008" "A text has an escape that is not known.",
    NOT_A_SCENARIO "E0009" "The file holds something other than a scenario.",
    TOO_LONG_TEXT "E0010" "A file is longer than any that is read.",
    TOO_DEEP "E0011" "Values are nested too deeply.",
    WRONG_KIND "E0020" "A value is of another kind than its slot takes.",
    UNKNOWN_FIELD "E0021" "A record has no field of this name.",
    MISSING_FIELD "E0022" "A record lacks a field that it needs.",
    REPEATED_FIELD "E0023" "A record has a field twice.",
    UNKNOWN_WORD "E0024" "A word is none of those that its slot knows.",
    NOT_AN_ID "E0025" "An id is empty, or has space at its ends or control characters.",
    ID_CHARACTERS "E0026" "An id has a character that paths and measures use for themselves.",
    NOT_A_MEASURE "E0027" "A text is not written as measures are.",
    NOT_A_DURATION "E0030" "A text is not a duration.",
    NEGATIVE_TIME "E0031" "A duration is negative.",
    MISSING_UNIT "E0032" "A duration has no unit.",
    UNKNOWN_UNIT "E0033" "A duration has a unit that is not known, or that has no fixed length.",
    TOO_LONG_TIME "E0034" "A duration is longer than a thousand years.",
    NEGATIVE_RATE "E0035" "A rate is negative.",
    NOT_A_MOMENT "E0036" "A text is no moment or date of any calendar.",
    NOT_HOURS "E0037" "A text is no time of day, or names no days of the week.",
    TIME_ZONE "E0038" "No time zone has this name.",
    BEYOND_CALENDAR "E0039" "A moment lies beyond what calendars reach.",
    CLOCK_CHANGE "E0040" "A civil time is skipped or comes twice as the clocks are changed.",
    FORMAT "E0101" "The file is written in a version of the language that is not known.",
    OUTSIDE_FOLDER "E0102" "A file is named that may lie outside the scenario's folder.",
    UNREADABLE "E0103" "A file that is named could not be read.",
    INCLUDE_RING "E0104" "A file includes itself, or files include each other too deeply or too often.",
    INCLUDE_NAME "E0105" "The name of an include is unfit or taken.",
    NOT_A_PATH "E0106" "A text is not written as paths are.",
    NO_SUCH_PART "E0107" "A path leads to no part of the scenario.",
    NO_SUCH_ELEMENT "E0108" "A path names an element that its list does not have.",
    AMBIGUOUS_ELEMENT "E0109" "A path names more than one element.",
    NOT_SETTABLE "E0110" "A change is made to something that can't be changed.",
    UNKNOWN_VARIANT "E0111" "No variant has this id.",
    DUPLICATE "E0201" "Two entities of one kind have the same id.",
    SAME_KEY "E0202" "Two names have the same key, so that their draws would be the same.",
    UNKNOWN_ID "E0203" "Nothing has this id.",
    UNKNOWN_LOCAL "E0204" "A name is not known in the record that it belongs to.",
    NOT_A_MEMBER "E0205" "A member of a group that does not exist, or of what is no group.",
    RESERVED "E0206" "An id that can't be given because it is built in.",
    REPEATED "E0207" "A list has an element twice.",
    UNKNOWN_TAG "E0208" "No asset has this tag.",
    UNKNOWN_LINK "E0209" "No link leads from the one zone to the other, or runs over the cable.",
    UNNEEDED_WEAKNESS "E0210" "An inject changes a weakness that no technique needs.",
    PROBABILITY "E0301" "A probability or a share is not from 0 to 1.",
    TOO_SMALL "E0302" "A number must be more than 0, and is not.",
    TOO_MANY "E0303" "More of something than can be simulated.",
    DISTRIBUTION "E0304" "Parameters for which a distribution does not exist.",
    EMPTY "E0305" "A list or a set that needs an element has none.",
    NEGATIVE "E0306" "A number is less than 0, and must not be.",
    OUT_OF_RANGE "E0307" "A number is outside the range of its field.",
    SHARES "E0308" "Shares of a whole do not add up to 1.",
    FAULTS_OF_NO_TIME "E0309" "Faults follow each other without time passing.",
    OVERLAP "E0310" "Two blocks of a daily profile overlap.",
    GRAPH "E0311" "A random graph for which its zone has too few assets.",
    SELF_LINK "E0312" "A link joins something to itself.",
    TOPOLOGY_FILE "E0313" "A file is no topology.",
    TOPOLOGY_SIZE "E0314" "A topology does not have one node for each asset of its zone.",
    TWO_INSIDES "E0315" "A zone says twice who reaches whom inside.",
    IN_THE_INTERNET "E0316" "An asset stands in the internet.",
    OTHER_ZONE "E0317" "A topology joins an asset of another zone.",
    OWN_BACKUP "E0318" "The backup of an asset is on itself.",
    NO_TIME "E0401" "The exercise ends as it starts.",
    TOO_LONG_RUN "E0402" "The exercise or its prelude is longer than can be simulated.",
    MEASURED_TOO_LATE "E0403" "Measuring begins when the exercise is over.",
    TOO_EARLY "E0404" "A moment before STARTEX, or before the prelude.",
    AFTER_ENDEX "E0405" "A moment after ENDEX.",
    NEVER_STARTS "E0501" "Steps wait for each other, so that none of them ever starts.",
    LOOP_OF_NO_TIME "E0502" "An attack flow loops without time passing.",
    AIMLESS "E0503" "A step lacks the target or the supplier that its technique needs.",
    MEANINGLESS "E0504" "A field means nothing for what the technique does.",
    BURST "E0505" "A burst of no mail, or of more than there are targets.",
    NO_USERS "E0506" "Mail or storage media go to assets where nobody works.",
    NO_FOOTHOLD "E0507" "A step acts from a foothold where there may be none.",
    UNKNOWN_ACTION "E0508" "What a technique does is not known.",
    CANT_SPREAD "E0509" "A technique spreads that gives no new foothold.",
    ENDLESS_CONTACT "E0510" "Attempts of a spread follow each other without time passing.",
    MESH_CONTACT "E0511" "A spread needs explicit links, and its zone has none.",
    FEW_ADDRESSES "E0512" "A scan has fewer addresses than assets in reach.",
    TOO_FAST "E0513" "A scan tries a target more than a million times a second.",
    NOT_STARTED "E0514" "A campaign waits for an inject that never starts it.",
    NO_TRIAGE "E0601" "Alerts go to a team that does not judge them.",
    HALF_A_TASK "E0602" "A phase has a tier but no time, or a time but no tier.",
    NO_SEATS "E0603" "A tier or a crew has no seats.",
    NEVER_URGENT "E0604" "A queue that is served by arrival preempts.",
    LONG_HANDOVER "E0605" "A hand-over takes as long as a shift.",
    ALL_AWAY "E0606" "Everybody of a tier is always away.",
    CATCH_ALL "E0607" "A rule for playbooks holds for every incident.",
    UNKNOWN_TIER "E0608" "Work is given to a tier that the team does not have.",
    TWO_CONCERNS "E0609" "A notice is about a function and about assets.",
    FEW_PARTIES "E0701" "An agreement has fewer than two parties.",
    ENDS_BEFORE "E0702" "An agreement or a membership ends before it begins.",
    NO_HUB "E0703" "The hub of an agreement is not one organisation.",
    NO_PAIRS "E0704" "An agreement in pairs has parties that no pair can be made of.",
    FALLBACK_RING "E0705" "Fall-backs of channels lead round in a ring.",
    INJECT_TIME "E0801" "An inject comes in no way, or in more than one.",
    STRAY_DELAY "E0802" "An inject has a delay that counts from nothing.",
    INJECT_RING "E0803" "Injects wait for each other, so that none of them ever comes.",
    SELF_STARTED "E0804" "An inject starts a campaign that starts by itself.",
    EITHER_OR "E0805" "An effect names both or neither of two things of which it takes one.",
    NO_CHANGE "E0806" "An effect says nothing that would change.",
    NOT_AWAITED "E0807" "A condition waits for a measure that is no moment.",
    NO_LEVEL "E0808" "A condition compares a measure that has no value before the end.",
    LIMIT_KIND "E0809" "A duration limits a number, or a number a time.",
    UNKNOWN_MEASURE "E0810" "There is no such measure.",
    UNKNOWN_FILTER "E0811" "A measure has no such filter.",
    AMBIGUOUS "E0812" "A measure does not say of whom.",
    NOTHING_MEASURED "E0813" "A measure is asked of something that the scenario does not have.",
    NO_RESPONDER "E0814" "A measure is asked of an organisation that can't be meant.",
    ORIGIN "E0815" "A time counts from something that is no origin.",
    WEIGHTLESS "E0816" "All that a function rests on has no weight.",
    TOO_MANY_NEEDED "E0817" "A function needs more assets than it has.",
    OTHER_OWNER "E0818" "A function rests on assets of another organisation.",
    DEAD_RING "E0819" "Functions need each other so that, once down, none ever comes back.",
    WEIGHED_RING "E0820" "Functions that need each other weigh a need, so that their levels never settle.",
    NO_WINDOW "E0821" "A mission ends before it begins.",
    UNCLIMBABLE "E0831" "A step of a ladder can't be reached.",
    STAND_DOWN "E0832" "A step of a ladder stands down in no way, or in two.",
    NOT_SIMULATED "E0901" "The language has it, the simulation does not yet.",
    CONTROL_CHARACTER "W0001" "A text has a control character.",
    UNUSED_IN_FRAGMENT "W0101" "A fragment says something that only the main file can.",
    UNCHANGED "W0102" "A variant changes nothing.",
    UNANSWERED "W0201" "No asset has a service or a weakness that is named.",
    UNKEPT "W0202" "An asset is opened by a credential that no asset keeps.",
    LONG_SHORT_NAME "W0203" "A short name is long.",
    EMPTY_ZONE "W0301" "A zone has no assets.",
    NEVER_ON_DUTY "W0401" "Nobody is ever on duty during the exercise, and nobody can be called in.",
    TOO_LATE "W0402" "Something begins as the exercise ends.",
    OUTLASTS "W0403" "Something goes on after ENDEX.",
    NEVER_SUCCEEDS "W0501" "A step can't succeed on any of its targets.",
    UNDELIVERED "W0502" "Mail of a step reaches nobody of an organisation.",
    UNKNOWING "W0503" "A step needs knowledge that its campaign never gains.",
    IDLE_CAMPAIGN "W0504" "A campaign does nothing.",
    SOURCELESS "W0505" "A campaign spreads, but never holds anything to spread from.",
    SPREADS_NOWHERE "W0506" "A spread has no target in reach.",
    NO_RETURN "W0507" "A campaign is to return, and has no step to return by.",
    ALWAYS_ACTIVE "W0508" "What follows on a source that is active for ever.",
    UNPOISONED "W0509" "A supplier that no step poisons.",
    IDLE_TRAFFIC "W0510" "A technique moves megabits that nothing counts.",
    NO_WAY "W0511" "No way leads to any target of a step.",
    OUT_OF_REACH "W0512" "No campaign can come into a zone.",
    OVERLOAD "W0601" "More false alarms than a team should have to judge.",
    COVERS_NOTHING "W0602" "A sensor covers nothing.",
    SEES_NOTHING "W0603" "A sensor sees nothing.",
    FOREIGN "W0604" "A sensor or a notice is about what its team does not protect.",
    NO_REPORTERS "W0605" "A notice comes from users, and there are none.",
    UNUSED_PLAYBOOK "W0606" "No team follows a playbook.",
    UNUSED_STAFF "W0607" "No playbook calls on an authority or a crew.",
    NOBODY "W0608" "A team has nobody.",
    NO_PROTECTION "W0609" "An organisation protects others but has no team.",
    UNUSED_CONTROL "W0610" "No organisation has a control.",
    IDLE_PROFILE "W0611" "A daily profile, or severities, of no false alarms.",
    NEVER_FULL "W0612" "What a queue does when it is full, and it never is.",
    UNUSED_RULE "W0613" "A rule for playbooks is about a tactic that no campaign uses.",
    AGAINST_NOTHING "W0614" "An organisation has a control against nothing that campaigns do.",
    NO_RANSOM "W0615" "A notice comes from an adversary, and no campaign encrypts.",
    NOTHING_DONE "W0616" "Unrelated incidents come to a team that does nothing about them.",
    UNSEEN "W0617" "A sensor looks at what no technique shows.",
    IDLE_TIER "W0618" "A tier has nothing to do.",
    ALWAYS_THERE "W0619" "People are on call who are always there.",
    STRANGERS "W0701" "Channels of an agreement join nobody.",
    NOT_A_PARTY "W0702" "A team reports under an agreement to which it is no party.",
    CEILING "W0703" "A report is marked more strictly than any channel carries.",
    NOT_IN_FORCE "W0704" "An agreement is not in force during the exercise.",
    NEVER_READ "W0705" "A channel that acts by itself says how long reading takes.",
    UNUSED_AGREEMENT "W0706" "No playbook reports under an agreement.",
    CLASSIFIED "W0707" "A report is classified higher than any channel carries.",
    NEVER_MANNED "W0708" "The ends of a channel are never manned.",
    IDLE_CHANNEL "W0709" "Something that a channel says has no effect.",
    IDLE_AREA "W0710" "An area of an agreement has no effect.",
    UNADVISED "W0711" "Nobody sends what an organisation or a team waits for.",
    UNCONCERNED "W0801" "An inject does not concern its team.",
    CERTAIN "W0802" "A limit that is always kept, or never.",
    IDLE "W0803" "An effect of an inject changes nothing.",
    IDLE_NEED "W0804" "What is said of a function or its needs changes nothing.",
}

/// What is said of a code, in whatever case it is written.
pub fn find(code: &str) -> Option<&'static Code> {
    ALL.iter().find(|known| known.code.eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn codes_ascend_so_none_is_given_twice() {
        assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
    }
}
