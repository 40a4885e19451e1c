//! Pictures for people: what a report shows, its page, two clips side by side, faces drawn.

mod canvas;
pub mod compare;
pub mod cut_strip;
pub mod evidence_pack;
pub mod exhibits;
pub mod face_views;
pub mod film_page;
pub mod neighbours;
pub mod report_page;
pub mod stills_page;
