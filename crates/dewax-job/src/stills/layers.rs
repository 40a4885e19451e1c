//! What was done to a picture, as layers for retouchers.

use super::made::Treatment;
use crate::passes::layers::texture;
use dewax::px::{Plane, Rect, Rgb16};
use dewax::still::{Blending, Layer as Laid};
use dewax_media::psd::{Blend, Document, Entry, Layer};

/// Mid grey, which changes nothing below it.
const GREY: u16 = 32768;

/// The layers of a picture; none where nothing was done. `merged` is what was written.
pub(super) fn document(source: &Rgb16, merged: &Rgb16, treatment: &Treatment) -> Option<Document> {
    let plain = |name: &str, rgb: Rgb16| Layer {
        name: name.to_owned(),
        blend: Blend::Normal,
        hidden: false,
        rgb,
        mask: None,
    };
    let layers = match treatment {
        Treatment::Left => return None,
        Treatment::Stepped(done) => {
            let (rgb, mask) = texture(source, merged, done.1.skin.as_deref());
            vec![Layer { blend: Blend::LinearLight, mask: Some(mask), ..plain("texture", rgb) }]
        }
        Treatment::Laid(done) => {
            done.1.layers.iter().map(|layer| wide(layer, done.0.id(layer.face), source)).collect()
        }
    };
    let entries =
        vec![Entry::Layer(plain("source", source.clone())), Entry::Group("dewax".to_owned(), layers)];
    Some(Document { merged: merged.clone(), entries })
}

/// A layer of a part of the picture as one of all of it.
fn wide(layer: &Laid, id: u32, source: &Rgb16) -> Layer {
    let (width, height) = (source[0].width(), source[0].height());
    let name = format!("{} of face {}", layer.method.name(), id);
    let blend = match layer.blending {
        Blending::LinearLight => Blend::LinearLight,
        Blending::Overlay => Blend::Overlay,
    };
    let rgb = layer.rgb.each_ref().map(|plane| spread(plane, layer.rect, (width, height), GREY));
    let mask = Some(spread(&layer.mask, layer.rect, (width, height), 0));
    Layer { name, blend, hidden: false, rgb, mask }
}

/// A plane with what lies in a part of it, `other` around.
fn spread(part: &Plane<u16>, rect: Rect, (width, height): (usize, usize), other: u16) -> Plane<u16> {
    let mut out = Plane::filled(width, height, other);
    for y in 0..part.height() {
        out.row_mut(rect.y0 + y)[rect.x0..rect.x1].copy_from_slice(part.row(y));
    }
    out
}
