package dev.perigee.satellite.ledger;

import java.io.Closeable;
import java.io.IOException;

/// The bytes under a journal. Appended bytes survive the process at once, and the machine after `force`. Not
/// thread-safe except for `force`, which may run beside the others and covers what was appended before it was called.
public interface JournalFile extends Closeable {
    byte[] readAll() throws IOException;

    long size();

    /// Adds `bytes` at the end. When it throws, any part of them may have been written.
    void append(byte[] bytes) throws IOException;

    void force() throws IOException;

    void truncate(long size) throws IOException;

    /// Puts `contents` in place of all that there was: durably, and either wholly or not at all.
    void replace(byte[] contents) throws IOException;
}
