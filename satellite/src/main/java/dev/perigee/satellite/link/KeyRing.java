package dev.perigee.satellite.link;

import dev.perigee.protocol.registration.SatelliteKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The satellite's key on disk and, while it is changed, the next one in a file beside it. A next key is on disk before
/// it is used, and takes the key's place when the control plane has taken it: whenever the process ends, one of the two
/// files opens the next connection. Thread-safe: its monitor guards changes.
public final class KeyRing implements Supplier<SatelliteKey> {
    private final KeyFile file;
    private final KeyFile nextFile;
    private volatile SatelliteKey kept;
    private volatile @Nullable SatelliteKey next;

    private KeyRing(KeyFile file, KeyFile nextFile, SatelliteKey kept, @Nullable SatelliteKey next) {
        this.file = file;
        this.nextFile = nextFile;
        this.kept = kept;
        this.next = next;
    }

    /// Of `key`, which is in `path`.
    public static KeyRing open(Path path, SatelliteKey key) throws IOException {
        PrivateFile beside = new PrivateFile(path.resolveSibling(path.getFileName() + ".next"));
        return open(new PrivateFile(path), beside, key);
    }

    /// Of `key`, which is in `file`; the next one, if there is one, is in the file beside it.
    static KeyRing open(KeyFile file, KeyFile beside, SatelliteKey key) throws IOException {
        return new KeyRing(
                file, beside, key, beside.read().map(SatelliteKey::parse).orElse(null));
    }

    /// The one to use now: the next one as soon as there is one.
    @Override
    public SatelliteKey get() {
        SatelliteKey following = next;
        return following == null ? kept : following;
    }

    Optional<SatelliteKey> next() {
        return Optional.ofNullable(next);
    }

    /// Since when the key is in its file.
    Instant since() throws IOException {
        return file.writtenAt();
    }

    /// Keeps the next key; on disk when this returns, and used from then on.
    synchronized void keep(SatelliteKey following) throws IOException {
        nextFile.write(following.reveal());
        next = following;
    }

    /// The control plane has taken the next key: it is the key.
    synchronized void adopt() throws IOException {
        SatelliteKey following = next;
        if (following != null) {
            file.write(following.reveal());
            kept = following;
            next = null;
            nextFile.delete();
        }
    }

    /// The control plane does not know the next key: the one before it stays.
    public synchronized void discard() throws IOException {
        next = null;
        nextFile.delete();
    }
}
