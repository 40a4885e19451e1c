//! What is too large to be held for every frame of a clip: put away where it was made, taken out where it is read.
//!
//! Meshes, person masks and the nodes of locks are some ten thousand bytes per frame and face. A [`Stow`] writes them to what lies
//! behind it (a file that `dewax-media` opens) and holds the last ones that were read. Without one everything stays where it is:
//! the values are the same, bit for bit.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What was read last is held up to this size, in bytes as they are put away: some hundred frames of a face and its lock, more
/// than any step reads around a frame.
const HELD_BYTES: usize = 6 << 20;

/// Where bytes are put away. Nothing that was put is ever changed.
pub trait Backing: Send + Sync {
    /// Puts them at the end; where they begin. `None` when there is no more room.
    fn put(&self, bytes: &[u8]) -> Option<u64>;
    /// Takes as many as there is room for from there on; whether they came.
    fn take(&self, at: u64, bytes: &mut [u8]) -> bool;
}

/// What can be put away.
pub trait Packed: Sized + Send + Sync + 'static {
    /// As bytes.
    fn pack(&self) -> Vec<u8>;
    /// From these bytes; `None` when they are none.
    fn unpack(bytes: &[u8]) -> Option<Self>;
}

/// A place to put things away.
#[derive(Clone)]
pub struct Stow(Arc<Inner>);

struct Inner {
    backing: Box<dyn Backing>,
    held: Mutex<Held>,
    lost: AtomicBool,
}

/// What was read last, by where it lies, with its size and when it was read.
#[derive(Default)]
struct Held {
    by_place: BTreeMap<u64, (usize, u64, Arc<dyn Any + Send + Sync>)>,
    bytes: usize,
    reads: u64,
}

impl fmt::Debug for Stow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stow").field("lost", &self.is_lossy()).finish_non_exhaustive()
    }
}

impl Stow {
    /// In front of that.
    pub fn new(backing: Box<dyn Backing>) -> Self {
        Self(Arc::new(Inner { backing, held: Mutex::default(), lost: AtomicBool::new(false) }))
    }

    /// Whether something that was put away could not be taken out again: what was made since is worth nothing.
    pub fn is_lossy(&self) -> bool {
        self.0.lost.load(Ordering::Relaxed)
    }

    fn take<T: Packed>(&self, at: u64, length: usize) -> Option<Arc<T>> {
        let inner = &*self.0;
        {
            let mut held = inner.held.lock().unwrap_or_else(PoisonError::into_inner);
            held.reads += 1;
            let now = held.reads;
            if let Some((_, read, value)) = held.by_place.get_mut(&at) {
                *read = now;
                return value.clone().downcast().ok();
            }
        }
        let mut bytes = vec![0; length];
        let value = inner.backing.take(at, &mut bytes).then(|| T::unpack(&bytes)).flatten();
        let Some(value) = value.map(Arc::new) else {
            inner.lost.store(true, Ordering::Relaxed);
            return None;
        };
        let mut held = inner.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.keep(at, length, value.clone());
        Some(value)
    }
}

impl Held {
    fn keep(&mut self, at: u64, length: usize, value: Arc<dyn Any + Send + Sync>) {
        if self.by_place.insert(at, (length, self.reads, value)).is_none() {
            self.bytes += length;
        }
        if self.bytes <= HELD_BYTES {
            return;
        }
        // A quarter goes at once, so that this is rare: what was not read for the longest time.
        let mut by_age: Vec<(u64, u64, usize)> =
            self.by_place.iter().map(|(at, (length, read, _))| (*read, *at, *length)).collect();
        by_age.sort_unstable();
        for (_, at, length) in by_age {
            if self.bytes <= HELD_BYTES / 4 * 3 {
                break;
            }
            self.by_place.remove(&at);
            self.bytes -= length;
        }
    }
}

/// A value that may have been put away.
pub struct Stowed<T>(Place<T>);

enum Place<T> {
    Here(Arc<T>),
    Away { stow: Stow, at: u64, length: u32 },
}

impl<T: Packed> Stowed<T> {
    /// A value that is here.
    pub fn new(value: T) -> Self {
        Self(Place::Here(Arc::new(value)))
    }

    /// The value. `None` when it was put away and cannot be taken out; the [`Stow`] knows that then.
    pub fn get(&self) -> Option<Arc<T>> {
        match &self.0 {
            Place::Here(value) => Some(value.clone()),
            Place::Away { stow, at, length } => stow.take(*at, *length as usize),
        }
    }

    /// Puts it away. What finds no room stays here.
    pub fn put_away(&mut self, into: &Stow) {
        let Place::Here(value) = &self.0 else { return };
        let bytes = value.pack();
        if bytes.is_empty() {
            // It would lie where the next one lies, and be taken for that.
            return;
        }
        let place = into.0.backing.put(&bytes).zip(u32::try_from(bytes.len()).ok());
        if let Some((at, length)) = place {
            self.0 = Place::Away { stow: into.clone(), at, length };
        }
    }

    /// Whether it was put away.
    pub fn is_away(&self) -> bool {
        matches!(self.0, Place::Away { .. })
    }

    /// The stow that holds it, if one does.
    pub fn stow(&self) -> Option<&Stow> {
        match &self.0 {
            Place::Here(_) => None,
            Place::Away { stow, .. } => Some(stow),
        }
    }
}

impl<T: Packed + Clone> Stowed<T> {
    /// Changes the value, which stays here from then on. Whether there was one to change.
    pub fn change(&mut self, how: impl FnOnce(&mut T)) -> bool {
        let Some(mut value) = self.get() else { return false };
        how(Arc::make_mut(&mut value));
        self.0 = Place::Here(value);
        true
    }
}

impl<T> Clone for Stowed<T> {
    fn clone(&self) -> Self {
        Self(match &self.0 {
            Place::Here(value) => Place::Here(value.clone()),
            Place::Away { stow, at, length } => Place::Away { stow: stow.clone(), at: *at, length: *length },
        })
    }
}

impl<T: Packed + Default> Default for Stowed<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Packed> From<T> for Stowed<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Packed + fmt::Debug> fmt::Debug for Stowed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl<T: Packed + PartialEq> PartialEq for Stowed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.get().zip(other.get()).is_some_and(|(a, b)| a == b)
    }
}

impl<T: Packed + Serialize> Serialize for Stowed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.get().ok_or_else(|| serde::ser::Error::custom("what was put away is lost"))?;
        value.serialize(serializer)
    }
}

impl<'de, T: Packed + Deserialize<'de>> Deserialize<'de> for Stowed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::new)
    }
}

/// Numbers of a fixed size as bytes, for [`Packed`].
#[derive(Debug, Default)]
pub struct Bytes(Vec<u8>);

impl Bytes {
    /// With a list of such numbers behind what is there, its length before it.
    #[must_use]
    pub fn with<const N: usize>(mut self, count: usize, numbers: impl Iterator<Item = [u8; N]>) -> Self {
        self.0.extend_from_slice(&(count as u32).to_le_bytes());
        self.0.reserve(count * N);
        numbers.for_each(|number| self.0.extend_from_slice(&number));
        self
    }

    /// The bytes.
    pub fn done(self) -> Vec<u8> {
        self.0
    }
}

/// Takes the next list of [`Bytes::with`] from the front of some bytes: groups of `N` bytes.
pub fn next_list<'a, const N: usize>(bytes: &mut &'a [u8]) -> Option<&'a [[u8; N]]> {
    let (count, rest) = bytes.split_first_chunk::<4>()?;
    let length = (u32::from_le_bytes(*count) as usize).checked_mul(N)?;
    let (list, rest) = rest.split_at_checked(length)?;
    *bytes = rest;
    Some(list.as_chunks().0)
}

impl Packed for Vec<u8> {
    fn pack(&self) -> Vec<u8> {
        self.clone()
    }

    fn unpack(bytes: &[u8]) -> Option<Self> {
        Some(bytes.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes in memory, with room for so many.
    struct Memory(Mutex<Vec<u8>>, usize);

    impl Backing for Memory {
        fn put(&self, bytes: &[u8]) -> Option<u64> {
            let mut all = self.0.lock().ok()?;
            let at = all.len();
            (at + bytes.len() <= self.1).then(|| {
                all.extend_from_slice(bytes);
                at as u64
            })
        }

        fn take(&self, at: u64, bytes: &mut [u8]) -> bool {
            let all = self.0.lock().unwrap();
            let part = all.get(at as usize..at as usize + bytes.len());
            part.map(|p| bytes.copy_from_slice(p)).is_some()
        }
    }

    #[test]
    fn what_is_put_away_comes_back_and_what_has_no_room_stays() {
        let stow = Stow::new(Box::new(Memory(Mutex::default(), 24 << 20)));
        let value = |i: u8| vec![i; 1 << 20];
        let mut all: Vec<Stowed<Vec<u8>>> = (0..30).map(|i| Stowed::new(value(i))).collect();
        all.iter_mut().for_each(|v| v.put_away(&stow));
        assert_eq!(all.iter().filter(|v| v.is_away()).count(), 24, "room for 24");
        for (i, v) in all.iter().enumerate().rev() {
            assert_eq!(*v.get().unwrap(), value(i as u8));
            assert!(stow.0.held.lock().unwrap().bytes <= HELD_BYTES);
        }
        assert!(all[7].change(|v| v[0] = 99));
        assert!(!all[7].is_away() && all[7].get().unwrap()[0] == 99 && all[6] != all[7]);
        assert!(!stow.is_lossy());
    }

    /// A box without a person's mask beside the nodes of a lock: both lay at the same place, and the lock was lost.
    #[test]
    fn what_is_empty_takes_no_place_of_others() {
        let stow = Stow::new(Box::new(Memory(Mutex::default(), 1 << 20)));
        let (mut empty, mut mesh) = (Stowed::new(Vec::new()), Stowed::new(Numbers(vec![1.5, 2.5])));
        empty.put_away(&stow);
        mesh.put_away(&stow);
        assert_eq!(empty.get().map(|v| v.len()), Some(0));
        assert_eq!(mesh.get().map(|v| v.0.clone()), Some(vec![1.5, 2.5]));
    }

    struct Numbers(Vec<f32>);

    impl Packed for Numbers {
        fn pack(&self) -> Vec<u8> {
            Bytes::default().with(self.0.len(), self.0.iter().map(|v| v.to_le_bytes())).done()
        }

        fn unpack(mut bytes: &[u8]) -> Option<Self> {
            Some(Self(next_list::<4>(&mut bytes)?.iter().map(|b| f32::from_le_bytes(*b)).collect()))
        }
    }

    #[test]
    fn what_is_lost_is_known() {
        let stow = Stow::new(Box::new(Memory(Mutex::default(), 100)));
        let mut value = Stowed::new(vec![1u8, 2, 3]);
        value.put_away(&stow);
        let Place::Away { at, .. } = &mut value.0 else { panic!("it was put away") };
        *at = 98;
        assert!(value.get().is_none() && stow.is_lossy());
    }
}
