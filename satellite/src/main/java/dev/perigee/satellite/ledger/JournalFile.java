package dev.perigee.satellite.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

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

    /// Begins to put `contents` in place of all that there was, for whoever may not wait for a disk when that happens.
    /// It may run beside `append`, and not beside `force`.
    default Draft draft(byte[] contents) throws IOException {
        return tail -> {
            byte[] all = Arrays.copyOf(contents, contents.length + tail.length);
            System.arraycopy(tail, 0, all, contents.length, tail.length);
            replace(all);
        };
    }

    /// Contents that survive the machine and are not in place yet.
    interface Draft {
        /// Puts the contents and `tail` in place of all that there was, either wholly or not at all. Waits for no
        /// disk.
        void takePlace(byte[] tail) throws IOException;

        /// Makes that durable, but for the tail, which `force` does.
        default void settle() throws IOException {}
    }
}
