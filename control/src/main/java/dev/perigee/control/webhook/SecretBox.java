package dev.perigee.control.webhook;

/// Keeps secrets so that the database alone does not tell them. Thread-safe.
public interface SecretBox {
    /// Can be opened with the same `label` only.
    String seal(String label, String secret);

    /// Throws `BadValue` for what this box did not seal.
    String open(String label, String sealed);
}
