//! The codes of what compile finds, each with its meaning in one line.
//!
//! Errors begin with `E`, warnings with `W`; the hundreds tell the subject: 02 names, 03 values, 04 time, 05 attacks, 06 teams,
//! 07 cooperation, 08 exercise and measures, 09 what the language has and the simulation has not.
//!
//! **Invariant:** a code, once given, keeps its meaning.

macro_rules! codes {
    ($($name:ident $code:literal $meaning:literal),* $(,)?) => {
        $(#[doc = $meaning] pub const $name: &str = $code;)*

        /// Every code that compile gives, with its meaning.
        pub const CODES: &[(&str, &str)] = &[$(($code, $meaning)),*];
    };
}

codes! {
    DUPLICATE "E0201" "A name is given twice.",
    SAME_KEY "E0202" "Two names of one kind have the same key, so their draws would be the same.",
    UNKNOWN_ID "E0203" "Nothing has this id.",
    UNKNOWN_NAME "E0204" "A local name (tier, step) is not known in its record.",
    MEMBER "E0205" "A member of a group that does not exist, or of what is no group.",
    RESERVED "E0206" "An id that can't be given because it is built in.",
    PROBABILITY "E0301" "A probability or share outside 0 to 1.",
    NUMBER "E0302" "A number outside its range.",
    TOO_MANY "E0303" "More of something than can be simulated.",
    DISTRIBUTION "E0304" "Parameters for which a distribution does not exist.",
    EMPTY "E0305" "A list or a set that needs an element has none.",
    TOPOLOGY "E0306" "A topology that can't be built.",
    MISPLACED "E0307" "Something stands where it can't: wrong owner, wrong zone.",
    CONTRADICTION "E0308" "Two fields that exclude or need each other.",
    OUTSIDE_EXERCISE "E0401" "A moment before STARTEX or not before ENDEX.",
    FRAME "E0402" "STARTEX, ENDEX or the start of measuring make no exercise.",
    DATE "E0403" "Not a civil date.",
    FLOW "E0501" "An attack flow that can't run: a step never starts, or runs in a loop of no time.",
    STEP "E0502" "A step that its technique can't do as written.",
    TECHNIQUE "E0503" "A technique that does not say enough.",
    SPREAD "E0504" "A spread that can't be simulated as written.",
    TEAM "E0601" "A team that lacks what its work needs.",
    PLAYBOOK "E0602" "A phase that can't be done as written.",
    AGREEMENT "E0701" "An agreement that makes no sense as written.",
    INJECT "E0801" "An inject that can't be given as written.",
    MEASURE "E0802" "A measure that is not known, or not clear.",
    OBJECTIVE "E0803" "An objective that can't be judged as written.",
    FUNCTION "E0804" "A function that can't be judged as written.",
    NOT_SIMULATED "E0901" "The language has it, the simulation does not yet.",
    UNUSED_NAME "W0201" "A name that nothing else uses; perhaps misspelt.",
    NEVER_ON_DUTY "W0401" "Nobody is ever on duty during the exercise, and nobody can be called in.",
    TOO_LATE "W0402" "Something that begins as the exercise ends.",
    TOO_LONG "W0403" "Something of which a part comes after ENDEX.",
    NEVER_SUCCEEDS "W0501" "A step that can't succeed on any of its targets.",
    NO_EFFECT "W0502" "Something in a campaign that changes nothing.",
    OVERLOAD "W0601" "More expected work than a team should have.",
    BLIND "W0602" "A sensor or notice that covers or sees nothing, or nothing of its team's concern.",
    UNUSED "W0603" "Something for responding that nobody uses.",
    NO_EXCHANGE "W0701" "An agreement over which nothing passes.",
    UNCONCERNED "W0801" "An inject that does not concern its team.",
    CERTAIN "W0802" "A limit that is always kept, or never.",
    IDLE "W0803" "An effect of an inject that changes nothing.",
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn codes_ascend_so_none_is_given_twice() {
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
