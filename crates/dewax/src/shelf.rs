//! What steps make once and read in many frames: kept by whoever renders, never by the step, so that a step stays a function of its
//! arguments and nothing outlives the render.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// One kind of things, by the types of their keys and values.
type Board = HashMap<(TypeId, TypeId), Box<dyn Any + Send>>;

/// Keeps what was made, by a key that says everything that it depends on. A copy is the same shelf.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Mutex<Board>>);

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shelf").finish_non_exhaustive()
    }
}

impl Shelf {
    /// What was made for this key, or what `make` makes now. Of a kind at most `most` are kept: those that were asked for last.
    ///
    /// Two that ask at once may both make it: what they make is the same.
    pub fn get<K, V>(&self, key: &K, most: usize, make: impl FnOnce() -> V) -> Arc<V>
    where
        K: Clone + PartialEq + Send + 'static,
        V: Send + Sync + 'static,
    {
        if let Some(found) = self.with(|kept: &mut Vec<(K, Arc<V>)>| {
            let at = kept.iter().position(|(k, _)| k == key)?;
            // What was asked for last goes last.
            let used = kept.remove(at);
            let value = used.1.clone();
            kept.push(used);
            Some(value)
        }) {
            return found;
        }
        // Not under the lock: it may take seconds, and may ask for something else.
        let made = Arc::new(make());
        self.with(|kept: &mut Vec<(K, Arc<V>)>| {
            kept.push((key.clone(), made.clone()));
            if kept.len() > most.max(1) {
                kept.remove(0);
            }
            Some(())
        });
        made
    }

    /// The things of one kind.
    fn with<K, V, R>(&self, each: impl FnOnce(&mut Vec<(K, Arc<V>)>) -> Option<R>) -> Option<R>
    where
        K: Send + 'static,
        V: Send + Sync + 'static,
    {
        let mut board = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kind = (TypeId::of::<K>(), TypeId::of::<V>());
        let kept = board.entry(kind).or_insert_with(|| Box::new(Vec::<(K, Arc<V>)>::new()));
        each(kept.downcast_mut()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn what_is_there_is_not_made_again_and_what_was_not_asked_for_goes() {
        let (shelf, made) = (Shelf::default(), Cell::new(0));
        let get = |key: u32| {
            *shelf.clone().get(&key, 2, || {
                made.set(made.get() + 1);
                key * 10
            })
        };
        assert_eq!([get(1), get(2), get(1), get(2)], [10, 20, 10, 20]);
        assert_eq!(made.get(), 2, "a copy is the same shelf");
        get(1);
        get(3);
        assert_eq!((get(1), made.get()), (10, 3), "2 was asked for longest ago");
        get(2);
        assert_eq!(made.get(), 4);
        // Another kind of thing under the same key is another thing.
        assert_eq!(*shelf.get(&1u32, 2, || "one"), "one");
        assert_eq!(get(1), 10);
        // And another render has its own.
        assert_eq!(*Shelf::default().get(&1u32, 2, || 11u32), 11);
    }
}
