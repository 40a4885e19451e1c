//! Operations on pictures: convolutions, pools, padding, scaling.

use super::{Builder, Site};
use crate::tflite::BadModel;
use crate::tflite::constant::whole_numbers;
use crate::tflite::file::MOST_NUMBERS;
use crate::tflite::op::{Activation, Convolution, Image, Op, Pad, Pool, Resize, Window};

impl Builder {
    pub(super) fn convolve(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        let (number, from, to) = site.pictures()?;
        let [channels, rows, columns, depth] = *site.input(1)?.1.shape else {
            return Err(site.bad("the weights have not four dimensions"));
        };
        if channels != to.channels || depth != from.channels {
            return Err(site.bad(format!(
                "the weights turn {depth} channels into {channels}, not {from:?} into {to:?}"
            )));
        }
        if site.number(4, 1)? != 1 || site.number(5, 1)? != 1 {
            return Err(site.bad("dilation is not supported"));
        }
        let stride = [site.size(2, "stride")?, site.size(1, "stride")?];
        let window = window(site, from, to, [rows, columns], stride)?;
        let weights = self.constant(site, 1, channels * rows * columns * depth)?;
        let bias = self.bias(site, channels)?;
        let work = to.count().saturating_mul(rows * columns * depth);
        let activation = site.activation(3)?;
        let op = Convolution { from, to, window, weights, bias, residual: None, activation };
        self.push(site, Op::Convolve(op), vec![number], work)
    }

    /// FULLY_CONNECTED: a convolution of a picture of one sample.
    pub(super) fn fully_connect(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        let ((number, tensor), (_, result)) = (site.input(0)?, site.output()?);
        let [channels, depth] = *site.input(1)?.1.shape else {
            return Err(site.bad("the weights have not two dimensions"));
        };
        if tensor.count() != depth || result.count() != channels {
            let found = format!(
                "one list of {depth} numbers is turned into {channels}, not {:?} into {:?}",
                tensor.shape, result.shape
            );
            return Err(site.bad(found));
        }
        if site.operation.options.map_or(Ok(0), |table| table.i8(1, 0))? != 0 {
            return Err(site.bad("shuffled weights are not supported"));
        }
        let one = |channels| Image { height: 1, width: 1, channels };
        let (from, to) = (one(depth), one(channels));
        let window = Window { size: [1, 1], stride: [1, 1], before: [0, 0] };
        let weights = self.constant(site, 1, channels * depth)?;
        let bias = self.bias(site, channels)?;
        let activation = site.activation(0)?;
        let op = Convolution { from, to, window, weights, bias, residual: None, activation };
        self.push(site, Op::Convolve(op), vec![number], channels * depth)
    }

    pub(super) fn depthwise(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        let (number, from, to) = site.pictures()?;
        let [1, rows, columns, channels] = *site.input(1)?.1.shape else {
            return Err(site.bad("the weights are not of shape [1, rows, columns, channels]"));
        };
        if channels != to.channels || channels != from.channels {
            return Err(
                site.bad(format!("one result per channel is supported, not {channels} from {from:?}"))
            );
        }
        if site.number(5, 1)? != 1 || site.number(6, 1)? != 1 {
            return Err(site.bad("dilation is not supported"));
        }
        let stride = [site.size(2, "stride")?, site.size(1, "stride")?];
        let window = window(site, from, to, [rows, columns], stride)?;
        let weights = self.constant(site, 1, rows * columns * channels)?;
        let bias = self.bias(site, channels)?;
        let work = to.count().saturating_mul(rows * columns);
        let activation = site.activation(4)?;
        let op = Convolution { from, to, window, weights, bias, residual: None, activation };
        self.push(site, Op::Depthwise(op), vec![number], work)
    }

    /// Transposed convolution whose windows do not overlap: each sample becomes a block, so it is a convolution of
    /// 1 × 1 to all samples of the block, which then take their places.
    pub(super) fn transposed(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        let (number, from, to) = site.pictures()?;
        let [channels, rows, columns, depth] = *site.input(1)?.1.shape else {
            return Err(site.bad("the weights have not four dimensions"));
        };
        // The options are a plain record of padding, stride across, stride down.
        let record =
            site.operation.custom_options.as_chunks::<4>().0.iter().map(|four| i32::from_le_bytes(*four));
        let strides: Vec<i32> = record.skip(1).take(2).collect();
        let block = rows;
        if columns != block || block > 16 || strides != [block as i32, block as i32] {
            let found = format!(
                "a square window that is its own stride is supported, not {rows} × {columns} by {strides:?}"
            );
            return Err(site.bad(found));
        }
        let made = Image { height: from.height * block, width: from.width * block, channels };
        if depth != from.channels || made != to {
            return Err(site.bad(format!("its result should be {made:?}, but is {to:?}")));
        }
        let size = channels * block * block * depth;
        let given = self.constant(site, 1, size)?;
        let bias = self.bias(site, channels)?;
        // Channel, row, column becomes row, column, channel: the order in which blocks are unfolded.
        let flat = block * block * channels;
        let source = |i: usize| (i % channels) * block * block + i / channels;
        let weights =
            (0..flat).flat_map(|i| given.chunks_exact(depth).nth(source(i)).unwrap_or_default().to_vec());
        let op = Convolution {
            from,
            to: Image { channels: flat, ..from },
            window: Window { size: [1, 1], stride: [1, 1], before: [0, 0] },
            weights: weights.collect(),
            bias: bias.iter().copied().cycle().take(flat).collect(),
            residual: None,
            activation: Activation::None,
        };
        let between = self.between(to.count());
        self.push_to(site, Op::Convolve(op), vec![number], between, to.count().saturating_mul(depth))?;
        self.push(site, Op::DepthToSpace { to, block }, vec![between], to.count())
    }

    /// The bias, which may be left out.
    fn bias(&mut self, site: &Site<'_, '_>, channels: usize) -> Result<std::sync::Arc<[f32]>, BadModel> {
        if site.has_input(2) { self.constant(site, 2, channels) } else { Ok(vec![0.0; channels].into()) }
    }

    pub(super) fn pool(&mut self, site: &Site<'_, '_>, largest: bool) -> Result<(), BadModel> {
        let (number, from, to) = site.pictures()?;
        let size = [site.size(4, "window")?, site.size(3, "window")?];
        let stride = [site.size(2, "stride")?, site.size(1, "stride")?];
        let window = window(site, from, to, size, stride)?;
        if from.channels != to.channels {
            return Err(site.bad(format!("it turns {from:?} into {to:?}")));
        }
        let op = Pool { from, to, window, largest, activation: site.activation(5)? };
        let work = to.count().saturating_mul(size[0] * size[1]);
        self.push(site, Op::Pool(op), vec![number], work)
    }

    /// The mean over rows and columns: a pool of the whole picture.
    pub(super) fn mean(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        let (number, tensor) = site.input(0)?;
        let from = site.picture(tensor)?;
        let mut axes = whole_numbers(site.input(1)?.1, 4)?;
        axes.sort_unstable();
        let result = site.output()?.1;
        if axes != [1, 2] || result.count() != from.channels {
            return Err(site.bad(format!(
                "the mean over rows and columns is supported, not over {axes:?} to {:?}",
                result.shape
            )));
        }
        let window = Window { size: [from.height, from.width], stride: [1, 1], before: [0, 0] };
        let to = Image { height: 1, width: 1, channels: from.channels };
        let op = Pool { from, to, window, largest: false, activation: Activation::None };
        self.push(site, Op::Pool(op), vec![number], from.count())
    }

    pub(super) fn pad(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        let (number, from, to) = site.pictures()?;
        let pads = whole_numbers(site.input(1)?.1, 8)?;
        let pads: Vec<usize> =
            pads.iter().map_while(|&n| usize::try_from(n).ok().filter(|n| *n <= 4096)).collect();
        let [0, 0, above, below, left, right, front, behind] = *pads else {
            return Err(
                site.bad(format!("zeros around rows, columns and channels are supported, not {pads:?}"))
            );
        };
        let made = Image {
            height: from.height + above + below,
            width: from.width + left + right,
            channels: from.channels + front + behind,
        };
        if made != to {
            return Err(site.bad(format!("its result should be {made:?}, but is {to:?}")));
        }
        self.push(site, Op::Pad(Pad { from, to, before: [above, left, front] }), vec![number], 0)
    }

    pub(super) fn resize(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        let (number, from, to) = site.pictures()?;
        let size = whole_numbers(site.input(1)?.1, 2)?;
        if size != [to.height as i32, to.width as i32] || from.channels != to.channels {
            return Err(
                site.bad(format!("it turns {from:?} into {to:?}, but a size of {size:?} is asked for"))
            );
        }
        let (align_corners, half_pixel) = (site.flag(2)?, site.flag(3)?);
        if align_corners && half_pixel {
            return Err(site.bad("corners cannot be aligned when samples lie in the middle of their squares"));
        }
        let op = Resize { from, to, align_corners, half_pixel };
        self.push(site, Op::Resize(op), vec![number], to.count().saturating_mul(4))
    }

    pub(super) fn depth_to_space(&mut self, site: &Site<'_, '_>) -> Result<(), BadModel> {
        let (number, from, to) = site.pictures()?;
        let block = site.size(0, "block")?;
        let unfolds = from.height.checked_mul(block) == Some(to.height)
            && from.width.checked_mul(block) == Some(to.width)
            && to.channels.checked_mul(block * block) == Some(from.channels);
        if !unfolds {
            return Err(site.bad(format!("blocks of {block} do not turn {from:?} into {to:?}")));
        }
        self.push(site, Op::DepthToSpace { to, block }, vec![number], 0)
    }
}

/// How a window of that size and stride walks from one picture to the other.
fn window(
    site: &Site<'_, '_>,
    from: Image,
    to: Image,
    size: [usize; 2],
    stride: [usize; 2],
) -> Result<Window, BadModel> {
    let same = site.same()?;
    // The picture with all its borders is copied for some kernels.
    let bordered = (from.height + size[0]).saturating_mul(from.width + size[1]).saturating_mul(from.channels);
    if bordered > 2 * MOST_NUMBERS {
        return Err(site.bad(format!("a window of {size:?} over {from:?} is too large")));
    }
    let mut before = [0; 2];
    for (i, (across, want)) in [(from.height, to.height), (from.width, to.width)].into_iter().enumerate() {
        let made = if same {
            across.div_ceil(stride[i])
        } else {
            across.checked_sub(size[i]).map_or(0, |room| room / stride[i] + 1)
        };
        if made != want {
            let found = format!(
                "a window of {size:?} by {stride:?} over {from:?} should give {made} samples across, not {want}"
            );
            return Err(site.bad(found));
        }
        if same {
            before[i] = ((made - 1) * stride[i] + size[i]).saturating_sub(across) / 2;
        }
    }
    Ok(Window { size, stride, before })
}
