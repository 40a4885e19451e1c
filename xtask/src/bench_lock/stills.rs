//! The portraits: where their eyes are, and what of them is bare skin. Found by looking; in px of a copy with a long side
//! of 900 px.

/// The long side of the copy that the places belong to, px.
pub(crate) const LONG_PX: f64 = 900.0;

/// A place, px.
type Place = (f64, f64);

/// An ellipse that is no skin: middle, and half of width and height.
type Ellipse = (Place, Place);

/// A portrait.
#[derive(Debug)]
pub(crate) struct Still {
    /// As it is named in tables, and the file's name.
    pub(crate) name: &'static str,
    pub(crate) file: &'static str,
    /// Its width and height, px.
    pub(crate) size_px: (f64, f64),
    /// Middles of the pupils, left in the picture first.
    pub(crate) eyes: [Place; 2],
    /// Distance of the eyes in the clip, and where in its frame the middle between them is at rest, px.
    pub(crate) iod_px: f64,
    pub(crate) home: Place,
    /// Corners around the skin of the face, up to hair and beard.
    pub(crate) skin: &'static [Place],
    /// Eyes with brows, nostrils, mouth.
    pub(crate) no_skin: &'static [Ellipse],
}

/// All of them.
pub(crate) const STILLS: [Still; 4] = [
    Still {
        name: "pores",
        file: "d_st_unsplash_pores.jpg",
        size_px: (2000.0, 3008.0),
        eyes: [(250.0, 253.0), (392.0, 228.0)],
        iod_px: 150.0,
        home: (640.0, 250.0),
        skin: &[
            (300.0, 82.0),
            (370.0, 88.0),
            (408.0, 140.0),
            (428.0, 185.0),
            (452.0, 260.0),
            (462.0, 340.0),
            (456.0, 420.0),
            (428.0, 478.0),
            (370.0, 506.0),
            (310.0, 500.0),
            (252.0, 472.0),
            (208.0, 428.0),
            (182.0, 370.0),
            (176.0, 310.0),
            (190.0, 255.0),
            (207.0, 180.0),
            (242.0, 115.0),
        ],
        no_skin: &[
            ((245.0, 240.0), (70.0, 42.0)),
            ((390.0, 210.0), (62.0, 40.0)),
            ((345.0, 330.0), (48.0, 28.0)),
            ((357.0, 408.0), (68.0, 38.0)),
        ],
    },
    Still {
        name: "flux",
        file: "d_st_flux_woman.png",
        size_px: (1024.0, 1024.0),
        eyes: [(410.0, 167.0), (487.0, 167.0)],
        iod_px: 120.0,
        home: (640.0, 262.0),
        skin: &[
            (455.0, 78.0),
            (488.0, 88.0),
            (516.0, 115.0),
            (528.0, 160.0),
            (527.0, 205.0),
            (515.0, 250.0),
            (488.0, 288.0),
            (450.0, 303.0),
            (412.0, 289.0),
            (384.0, 253.0),
            (371.0, 205.0),
            (369.0, 160.0),
            (378.0, 120.0),
            (412.0, 88.0),
        ],
        no_skin: &[
            ((405.0, 153.0), (36.0, 26.0)),
            ((491.0, 153.0), (36.0, 26.0)),
            ((446.0, 213.0), (26.0, 14.0)),
            ((446.0, 254.0), (38.0, 24.0)),
        ],
    },
    Still {
        name: "man",
        file: "d_st_consented_man.jpg",
        size_px: (3000.0, 4000.0),
        eyes: [(372.0, 299.0), (476.0, 300.0)],
        iod_px: 140.0,
        home: (640.0, 360.0),
        skin: &[
            (312.0, 178.0),
            (415.0, 168.0),
            (478.0, 195.0),
            (493.0, 240.0),
            (496.0, 300.0),
            (498.0, 350.0),
            (486.0, 385.0),
            (440.0, 385.0),
            (385.0, 393.0),
            (342.0, 396.0),
            (304.0, 368.0),
            (276.0, 330.0),
            (278.0, 280.0),
            (290.0, 220.0),
        ],
        no_skin: &[
            ((365.0, 281.0), (55.0, 36.0)),
            ((474.0, 281.0), (38.0, 36.0)),
            ((438.0, 368.0), (40.0, 22.0)),
            ((430.0, 415.0), (65.0, 40.0)),
        ],
    },
    Still {
        name: "freckles",
        file: "d_st_ai_freckles.png",
        size_px: (836.0, 836.0),
        eyes: [(325.0, 488.0), (565.0, 488.0)],
        iod_px: 150.0,
        home: (640.0, 360.0),
        skin: &[
            (400.0, 244.0),
            (500.0, 240.0),
            (575.0, 272.0),
            (632.0, 312.0),
            (660.0, 380.0),
            (668.0, 480.0),
            (662.0, 580.0),
            (644.0, 680.0),
            (596.0, 768.0),
            (528.0, 836.0),
            (450.0, 860.0),
            (382.0, 840.0),
            (304.0, 776.0),
            (250.0, 700.0),
            (226.0, 600.0),
            (220.0, 520.0),
            (264.0, 440.0),
            (278.0, 350.0),
            (316.0, 272.0),
        ],
        no_skin: &[
            ((325.0, 465.0), (85.0, 65.0)),
            ((571.0, 463.0), (90.0, 65.0)),
            ((455.0, 640.0), (65.0, 40.0)),
            ((448.0, 742.0), (105.0, 55.0)),
        ],
    },
];
