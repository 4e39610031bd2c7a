//! What a server and its worker say to each other over a pipe: a head of fixed length, then the bytes it announces.
//! Numbers are little-endian.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

/// Bytes of an order's head.
pub(super) const ORDER_HEAD: usize = 40;

/// Bytes of an outcome's head.
pub(super) const OUTCOME_HEAD: usize = 17;

/// Stands for the length of an input that there is none of: the program is only compiled.
const NO_INPUT: u64 = u64::MAX;

/// What comes before a job's program and its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    /// Bytes of the program.
    pub(super) program: u64,
    /// Bytes of the input; none where the program is only compiled.
    pub(super) input: Option<u64>,
    /// Bytes that the job may use.
    pub(super) memory: u64,
    /// Bytes that the outcome may have.
    pub(super) output: u64,
    /// Milliseconds after which the worker ends itself, should nobody have ended it.
    pub(super) millis: u64,
}

impl Order {
    pub(super) fn to_bytes(self) -> [u8; ORDER_HEAD] {
        let mut bytes = [0; ORDER_HEAD];
        let numbers = [self.program, self.input.unwrap_or(NO_INPUT), self.memory, self.output, self.millis];
        for (place, number) in bytes.chunks_exact_mut(8).zip(numbers) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        bytes
    }

    pub(super) fn from_bytes(bytes: [u8; ORDER_HEAD]) -> Self {
        let mut numbers = bytes.chunks_exact(8).map(number);
        let mut next = || numbers.next().unwrap_or_default();
        let (program, input, memory, output, millis) = (next(), next(), next(), next(), next());
        Self { program, input: (input != NO_INPUT).then_some(input), memory, output, millis }
    }
}

/// What became of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// How many outputs, and their JSON text: one as it is, several or none as an array.
    Values(u64, Vec<u8>),
    /// The program can't be compiled.
    Unfit(Vec<Mistake>),
    /// The program ended with an error, in jq's words.
    Failed(String),
    /// The outputs are longer than allowed.
    TooLong,
    /// The interpreter gave up.
    Broken,
}

/// Why a program can't be compiled; see [`jq::Mistake`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mistake {
    pub(super) message: String,
    pub(super) hint: Option<String>,
}

impl From<jq::Mistake> for Mistake {
    fn from(jq::Mistake { message, hint }: jq::Mistake) -> Self {
        Self { message, hint }
    }
}

impl Outcome {
    /// Writes head and bytes.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let (tag, outputs, bytes) = match self {
            Self::Values(outputs, json) => (0, *outputs, json.as_slice().into()),
            Self::Unfit(mistakes) => (1, 0, serde_json::to_vec(mistakes)?.into()),
            Self::Failed(message) => (2, 0, message.as_bytes().into()),
            Self::TooLong => (3, 0, std::borrow::Cow::Borrowed(&[][..])),
            Self::Broken => (4, 0, std::borrow::Cow::Borrowed(&[][..])),
        };
        let length = u64::try_from(bytes.len()).map_err(io::Error::other)?;
        out.write_all(&[tag])?;
        out.write_all(&outputs.to_le_bytes())?;
        out.write_all(&length.to_le_bytes())?;
        out.write_all(&bytes)?;
        out.flush()
    }

    /// Reads what follows a head; none for what no worker writes.
    pub(super) fn read(tag: u8, outputs: u64, bytes: Vec<u8>) -> Option<Self> {
        match tag {
            0 => Some(Self::Values(outputs, bytes)),
            1 => serde_json::from_slice(&bytes).ok().map(Self::Unfit),
            2 => String::from_utf8(bytes).ok().map(Self::Failed),
            3 => Some(Self::TooLong),
            4 => Some(Self::Broken),
            _ => None,
        }
    }
}

/// An outcome's head: its kind, the number of outputs, the bytes that follow.
pub(super) fn outcome_head(bytes: [u8; OUTCOME_HEAD]) -> (u8, u64, u64) {
    let [tag, rest @ ..] = bytes;
    let (outputs, length) = rest.split_at(8);
    (tag, number(outputs), number(length))
}

/// Exactly so many bytes.
pub(super) fn exactly(input: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let size = usize::try_from(length).map_err(io::Error::other)?;
    let mut bytes = Vec::with_capacity(size);
    if input.take(length).read_to_end(&mut bytes)? < size {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

fn number(bytes: &[u8]) -> u64 {
    bytes.try_into().map(u64::from_le_bytes).unwrap_or_default()
}
