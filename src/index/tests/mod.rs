//! What the disk may do to an index, tried call by call.

mod disk;
mod faults;
mod house;
