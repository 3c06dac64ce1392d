//! Places that are used again, for what is under way.
//!
//! **Invariant:** a place is given out once until it is given back.

/// Values with a place each.
#[derive(Debug)]
pub(super) struct Slab<T> {
    places: Vec<T>,
    free: Vec<u32>,
}

impl<T: Copy> Slab<T> {
    pub(super) const fn new() -> Slab<T> {
        Slab { places: Vec::new(), free: Vec::new() }
    }

    /// Puts a value into a free place.
    #[inline]
    pub(super) fn insert(&mut self, value: T) -> u32 {
        match self.free.pop() {
            Some(place) => {
                self.places[place as usize] = value;
                place
            }
            None => {
                self.places.push(value);
                self.places.len() as u32 - 1
            }
        }
    }

    /// The value at a place, which stays as it was when the place is given back, until it is used again.
    #[inline]
    pub(super) fn get(&self, place: u32) -> &T {
        &self.places[place as usize]
    }

    #[inline]
    pub(super) fn get_mut(&mut self, place: u32) -> &mut T {
        &mut self.places[place as usize]
    }

    /// How many places there are, given out or not.
    pub(super) fn places(&self) -> usize {
        self.places.len()
    }

    /// Bytes of all places.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.places) + size_of_val(&*self.free)
    }

    /// Gives a place back, and the value that was there.
    #[inline]
    pub(super) fn remove(&mut self, place: u32) -> T {
        self.free.push(place);
        self.places[place as usize]
    }

    /// The values whose places are given out, at the cost of a search for each; for checks.
    pub(super) fn live(&self) -> impl Iterator<Item = &T> {
        let given_out = |place: &usize| !self.free.contains(&(*place as u32));
        (0..self.places.len()).filter(given_out).map(|place| &self.places[place])
    }

    /// Forgets everything, but keeps the memory.
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.free.clear();
    }
}
