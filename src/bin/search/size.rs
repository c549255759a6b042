//! Sizes as people write them.

/// The bytes of `400MB` or `1.5 GB`; `KiB`, `MiB` and `GiB` are those of 1024.
pub(crate) fn bytes(size: &str) -> Result<usize, String> {
    const UNITS: [(&str, f64); 7] = [
        ("kb", 1e3),
        ("mb", 1e6),
        ("gb", 1e9),
        ("kib", 1024.0),
        ("mib", 1_048_576.0),
        ("gib", 1_073_741_824.0),
        ("b", 1.0),
    ];
    let size = size.trim().to_lowercase();
    let end = size.find(|sign: char| sign.is_alphabetic()).unwrap_or(size.len());
    let (number, unit) = size.split_at(end);
    let factor = UNITS.iter().find(|(name, _)| *name == unit).map(|(_, factor)| factor);
    match (number.trim().parse::<f64>(), factor) {
        (Ok(number), Some(factor)) if number.is_finite() && number >= 0.0 => Ok((number * factor) as usize),
        _ => Err("write a number and a unit: 400MB, 1GB".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (size, expected) in [
            ("400MB", Some(400_000_000)),
            ("1 GB", Some(1_000_000_000)),
            ("1.5gb", Some(1_500_000_000)),
            ("256MiB", Some(268_435_456)),
            ("0b", Some(0)),
            ("400", None),
            ("MB", None),
            ("-1MB", None),
            ("1e999MB", None),
            ("много", None),
        ] {
            assert_eq!(bytes(size).ok(), expected, "{size}");
        }
    }
}
