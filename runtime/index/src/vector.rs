//! Directions with 128 coordinates in small integers: sums of them, and how alike two are.

/// Coordinates of a vector.
pub(crate) const DIMENSIONS: usize = 128;
/// The length of a [`Vector`], as nearly as whole numbers allow.
const LENGTH: i64 = 127;
/// The length of a [`Sum`]'s direction where it becomes part of another sum.
const PART: i64 = 1 << 20;

/// A direction, as a vector of the length 127.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Vector(pub [i8; DIMENSIONS]);

impl Vector {
    /// The cosines of the angles to others, given as signed bytes one after the other: -1.0 to 1.0 or a hundredth beyond.
    pub(crate) fn cosines(&self, others: &[u8]) -> Vec<f32> {
        // Products of 16-bit integers, summed in pairs, are one instruction of every processor.
        let own = self.0.map(i16::from);
        let product = |other: &[u8; DIMENSIONS]| -> i32 {
            own.iter().zip(other).map(|(own, other)| i32::from(*own) * i32::from(i16::from(other.cast_signed()))).sum()
        };
        others.as_chunks().0.iter().map(|other| product(other) as f32 / (LENGTH * LENGTH) as f32).collect()
    }
}

/// A sum of vectors.
#[derive(Clone, Debug)]
pub(crate) struct Sum([i64; DIMENSIONS]);

impl Default for Sum {
    fn default() -> Self {
        Self([0; DIMENSIONS])
    }
}

impl Sum {
    /// Adds a vector, so many times.
    pub(crate) fn add(&mut self, times: i64, coordinates: impl Iterator<Item = i64>) {
        for (sum, coordinate) in self.0.iter_mut().zip(coordinates) {
            *sum += times * coordinate;
        }
    }

    /// Adds another sum.
    pub(crate) fn add_sum(&mut self, other: &Self) {
        for (sum, coordinate) in self.0.iter_mut().zip(other.0) {
            *sum += coordinate;
        }
    }

    /// Adds the direction of another sum, so many times, however long that sum is.
    pub(crate) fn add_direction(&mut self, times: i64, other: &Self) {
        self.add(times, other.of_length(PART).unwrap_or_default().0.into_iter());
    }

    /// Its direction; none if nothing was added, or what was added cancels out.
    pub(crate) fn vector(&self) -> Option<Vector> {
        let scaled = self.of_length(LENGTH)?;
        Some(Vector(scaled.0.map(|coordinate| coordinate.clamp(-LENGTH, LENGTH) as i8)))
    }

    fn of_length(&self, length: i64) -> Option<Self> {
        let squares: u128 = self.0.iter().map(|coordinate| u128::from(coordinate.unsigned_abs()).pow(2)).sum();
        let norm = i64::try_from(squares.isqrt()).ok().filter(|norm| *norm > 0)?;
        let half = |coordinate: i64| coordinate.signum() * (norm / 2);
        Some(Self(self.0.map(|coordinate| (coordinate * length + half(coordinate)) / norm)))
    }
}
