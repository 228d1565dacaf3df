package dev.perigee.satellite.link;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file in memory that outlives its process. `between` is run before and after each change, and may be where the
/// process ends. A forgetful one has what was written only until then.
final class MemoryKeyFile implements KeyFile {
    private final InstantSource clock;
    private final Runnable between;
    private final boolean forgetful;
    private @Nullable String text;
    private @Nullable String onDisk;
    private Instant writtenAt = Instant.EPOCH;

    MemoryKeyFile(InstantSource clock, Runnable between, boolean forgetful) {
        this.clock = clock;
        this.between = between;
        this.forgetful = forgetful;
    }

    /// What it has is on disk, forgetful or not.
    void sync() {
        onDisk = text;
    }

    /// Its process has ended.
    void crash() {
        text = onDisk;
    }

    @Override
    public Optional<String> read() {
        return Optional.ofNullable(text);
    }

    @Override
    public void write(String written) {
        between.run();
        text = written;
        onDisk = forgetful ? onDisk : written;
        writtenAt = clock.instant();
        between.run();
    }

    @Override
    public Instant writtenAt() {
        return writtenAt;
    }

    @Override
    public void delete() {
        between.run();
        text = null;
        onDisk = null;
        between.run();
    }
}
