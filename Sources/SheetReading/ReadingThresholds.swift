/// Every number by which the reader decides, each with its reason.
///
/// `make bench-scan` shows what a change does. Darkness runs from 0, the paper beside a mark, to 1, the page's own print.
enum ReadingThresholds {
    // Finding the page.

    /// Pixels a point at which marks are read: 130 dots per inch, where a bubble's line is a pixel wide.
    ///
    /// More only takes time.
    static let scale = 1.8
    /// Below this a row is three lines of grey: 70 dots per inch.
    static let leastScale = 0.95
    /// A blob counts as a corner mark when its area, measured by the code, is within this factor of the mark's.
    ///
    /// At a tilt of 30° the near side is 1.4 times as large as the far one each way, and farther along at the corner; toner
    /// and blur spread.
    static let cornerArea = 0.4...3.8
    /// A mark is a square.
    ///
    /// This compares its spread with a square's of that area: letters and lines are spread wider.
    static let cornerSpread = 1.35
    /// How far a corner may be from where the code alone would put it, as a share of the way: at a tilt of 30° a corner is
    /// nearer or farther by 0.4.
    static let cornerStray = 0.5
    /// What twice the area is worth in that share: a row mark has a quarter of a corner's and is nearer by less than 0.2.
    static let cornerLarger = 0.1
    /// How well four corners must agree with the code, in points.
    ///
    /// The decoder gives the code's corners to half a module, 1.2 points, and blur doubles that; a wrong blob is off by ten.
    static let codeDisagreement = 4.5
    /// What a missing corner costs against one that is there, in the points of that disagreement.
    static let cornerMissing = 1.5
    /// What it costs when no row mark is where the corners put it: more than any disagreement.
    static let rowMarksMissing = 6.0
    /// So many of a page's row marks must be where the corners say; else the corners were something else.
    static let rowMarksFound = 0.6

    /// So much room beside a page, in its widths, and another may lie there whose code was not seen at the first look.
    ///
    /// Two sheets side by side leave more than 0.9; a table around one sheet, up to 0.4.
    static let roomForPage = 0.7

    // Seeing the paper.

    /// Print must be at least so much darker than paper, of 255: less is glare or a picture of nothing.
    static let leastContrast = 45.0
    /// The share of a bubble's surroundings that is taken for darker than paper: a filled bubble and a caption are in them.
    static let paperPercentile = 0.80
    /// A bubble's own line must be seen with at least this darkness along its way, on average over a row.
    ///
    /// The line is 0.6 points: at 100 dots per inch it shows with 0.35, on torn or covered paper with less than 0.05.
    static let outline = 0.14

    // Seeing a crease.

    /// How much darker than both its sides a crease is, as a share of the paper's light.
    ///
    /// Paler than this nobody takes it for a mark; a printed line and a pen's are darker.
    static let creaseDepth = 0.06...0.42
    /// How light the darker side of a crease is against the lighter one: below, one of them is print.
    static let creaseStep = 0.75
    /// So much of it must be seen between the margins, where print and marks do not hide it.
    static let creaseSeen = 0.6
    /// … and so much of it in each margin, where nothing is printed and nobody writes.
    static let creaseInMargin = 0.75
    /// How much a fold may slant, as a share of its length: more is no fold by hand but a line that somebody drew.
    static let creaseSlant = 0.04

    // Seeing through blur.

    /// A picture is out of focus when its bubbles' lines have less than this darkness, on average over the page.
    ///
    /// They have 0.65 on a scanner and 0.5 with a phone held still. Rows in doubt are then sharpened.
    static let sharpOutline = 0.5
    /// How far blur spreads a stroke of a page that is out of focus but can still be read, in points.
    static let blurRadius = 0.9

    // Judging a bubble.

    /// Darkness at which anything is ink, however wide.
    ///
    /// Coffee and the deepest shadow stay below.
    static let solidBegins = 0.45
    static let solidFull = 0.65
    /// How much darker than both its sides a stroke is.
    ///
    /// Noise and JPEG at quality 30 stay below; a hard pencil's thin line at 100 dots per inch has 0.2.
    static let strokeBegins = 0.11
    static let strokeFull = 0.28
    /// How much darker than its outside a bubble's inside is when somebody may have filled it palely; an erased mark leaves 0.05.
    static let washBegins = 0.09
    /// … and when somebody did: more than coffee that lies on the inside alone.
    static let washMarked = 0.30
    /// How much darker than both its sides a band across a bubble may be that is taken for paper: coffee has 0.35.
    ///
    /// A shadow is dark on one side and may have any depth.
    static let bandDarkest = 0.42
    /// The rings that cups and glasses leave have a radius of about so many half points; half of it or straight fits as well.
    static let bandRadius = 220.0
    /// The bubble's inside begins so many points from its line, where blur has faded out.
    static let inset = 1.9
    /// Up to this share of ink a bubble is empty: specks and the tip of a neighbour's cross.
    ///
    /// A pencil's light stroke, half lost in blur, has 0.02 and is for a person.
    static let empty = 0.014
    /// From this share on it is marked: a single slash across it has 0.10, a tick 0.15, a cross 0.25.
    static let marked = 0.085
    /// Darkness at which something beside a bubble is ink; paler is a smear or a stain.
    static let strayBegins = 0.3
    static let strayFull = 0.55
    /// Ink between and under the bubbles that is nobody's overshoot.
    ///
    /// From so many square points on, a row without a mark is looked at by a person: somebody ticked beside the bubble.
    static let strayInk = 5.0

    // Seeing handwriting.

    /// The share of ink from which a piece of an empty box, as large as a bubble, counts as written on.
    ///
    /// More than an erased mark or noise leaves, less than a letter in light pencil has. Whatever is seen goes to a person:
    /// seeing too much costs a look, seeing too little a sign-up.
    static let written = 0.03
    /// How many such pieces make a row that somebody has to look at: a speck lies in one, a name in several.
    static let writtenPieces = 2
}
