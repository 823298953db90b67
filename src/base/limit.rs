//! Every limit on what is shown: how much of it, and where all of it can be seen.

macro_rules! limits {
    ($($(#[doc = $doc:literal])+ $name:ident = $most:literal, $all:literal;)+) => {
        /// A limit on what is shown. Beyond it the answer says how many more there are.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Limit {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Limit {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// How many are shown.
            #[must_use]
            pub const fn most(self) -> usize {
                match self {
                    $(Self::$name => $most,)+
                }
            }

            /// What is limited.
            #[must_use]
            pub fn what(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($($doc),+).trim(),)+
                }
            }

            /// Where all of it can be seen.
            #[must_use]
            pub const fn all(self) -> &'static str {
                match self {
                    $(Self::$name => $all,)+
                }
            }
        }
    };
}

limits! {
    // Answers and what stands beside them.

    /// rows of a table on a terminal
    RowsOnTerminal = 10_000, "files and pipes get all";
    /// remarks under an answer
    Remarks = 2, "`.why` at the prompt, `--format json` elsewhere";
    /// names in the remark on what is unknown
    UnknownNames = 3, "the question with `whose … is unknown` or without the condition; JSON counts them as `unjudged`";
    /// names in the remark on what depends or is disputed
    VerdictNames = 6, "the same question with `… or depends`, as in `whose answer to … is depends or disputed`";
    /// cells in the remark on how supposed facts differ
    DifferentCells = 3, "the comparison asked without `suppose`";
    /// things after the cut of `first` that are checked for equal values
    Ties = 100, "the question without `first`; the remark says `at least`";
    /// conditions left out in turn to find the one that excludes everything
    ConditionsLeftOut = 12, "the question with fewer conditions";
    /// kinds in the welcome line of the prompt
    KindsInWelcome = 4, "`.schema`";
    /// values that completion offers
    OfferedValues = 100, "more letters narrow them; `show …` lists all";
    /// characters of a text that completion offers as a value
    OfferedText = 60, "`show …` lists all";

    // Why, and the evidence of a thing.

    /// facts of one reason
    Facts = 60, "`describe` of the things";
    /// facts of one long path of links
    FactsOfWay = 12, "`why` of the things between";
    /// linked things under a reason
    Linked = 20, "`which …` with the link reversed";
    /// linked things under a reason of a linked thing
    LinkedFurther = 6, "`why` of that thing";
    /// linked things at deeper levels
    LinkedDeeper = 3, "`why` of that thing";
    /// values in one line of a reason
    Values = 3, "`describe` of the thing";
    /// named things that fit together
    Fitting = 3, "the question, showing the named things";
    /// linked things in the sentence of a reason
    SpokenOf = 3, "the lines below the sentence";
    /// reasons that are given for one thing
    Reasons = 3_000, "`why` of the things that are not explained";
    /// nested definitions and links that are explained
    ReasonsDeep = 16, "`why` of the things that are not explained";
    /// opposites that are shown where nothing contradicts
    NearestOpposites = 3, "`why NAME`";
    /// steps of the evidence of a thing
    Steps = 1_000, "`why` of the last things";
    /// opposites in the evidence of a thing
    Opposites = 20, "`which … contradict NAME`";
    /// names in a sentence on what a thing depends on
    NamesInSentence = 6, "`which … hang on …`; JSON has more of them";
    /// things without which the evidence fails, in JSON
    HangsOn = 100, "`which … hang on …`";
    /// things in a cycle of support, in JSON
    Circle = 100, "`which … are in a circle`";
    /// names on one side of a contradiction
    OpposedNames = 3, "`describe` of the thing";
    /// replacements between two things that contradict
    Replacements = 4, "`why` of the things between";
    /// characters of a value in a reason
    ValueText = 80, "`describe` of the thing";

    // Pictures.

    /// boxes of a picture before they are grouped
    Boxes = 300, "`draw` of fewer things";
    /// groups of one role in a picture
    Groups = 60, "`draw` of fewer things";
    /// values shown in a box
    BoxRemarks = 2, "`describe` of the thing";
    /// characters of a text in a box, in DOT and Mermaid
    BoxText = 160, "`describe` of the thing";
    /// lines of a label in a box
    BoxLines = 4, "the title of the box, shown when you point at it";
    /// lines of the values in a box
    BoxRemarkLines = 2, "the title of the box, shown when you point at it";
    /// nouns of one shape in the legend
    LegendKinds = 4, "the boxes themselves";
    /// lines of a note or a heading in a picture
    NoteLines = 12, "the description of the picture";
    /// weak points named in the description of a picture
    WeakNames = 20, "the boxes themselves";
    /// boxes of a picture beside a finding
    FindingBoxes = 40, "`caveat draw NAME`";

    // Reports.

    /// open findings in a brief report
    BriefFindings = 10, "`--detail findings`";
    /// open findings of one check in a brief report
    BriefOfCheck = 3, "`--detail findings`";
    /// checks named that could not be decided
    BriefUnknown = 10, "`--detail overview`";
    /// web addresses of one piece of evidence
    Addresses = 5, "`describe` of the thing";
    /// levels of an explanation at a terminal
    LevelsFew = 2, "`--detail full`";
    /// levels of an explanation at a terminal, for critical findings
    LevelsSome = 6, "`--detail full`";
    /// levels of an explanation in SARIF and JUnit
    LevelsForCi = 4, "`--format json`";
    /// levels of an explanation in Markdown
    LevelsInMarkdown = 6, "`--format json`";
    /// bytes of a report in Markdown up to which findings are explained
    ExplainedBytes = 716_800, "`--format json`";
    /// bytes of all pictures of a report in HTML
    PictureBytes = 1_200_000, "`caveat draw NAME`";
    /// characters of a value that changed
    ChangedText = 60, "`describe` of the thing";
    /// characters of a digest on a page
    DigestText = 12, "the title of the digest, and the data of the page";

    // Messages.

    /// diagnostics of one command
    Diagnostics = 20, "fix those that are shown";
    /// characters of one line of a message
    MessageText = 2_000, "the text that the message is about";
    /// errors of one kind in the facts
    FaultsOfOneSort = 10, "fix those that are shown";
    /// names that are nearest to what was typed
    Nearest = 3, "completion, `caveat schema`";
    /// findings named when a waiver matches none of them
    FindingsToWaive = 8, "`caveat audit`";
    /// assurances named when a subject was typed
    AssurancesUnder = 4, "`which assurances are under …`";
    /// names of files that changed on disk
    ChangedFiles = 1, "`.data`";
    /// characters of a passage that stays open in an import
    OpenText = 60, "the document, at the line given";
    /// characters of an invalid value
    ImpossibleText = 80, "the line of the file";
}
