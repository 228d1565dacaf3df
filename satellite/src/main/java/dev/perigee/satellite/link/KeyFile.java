package dev.perigee.satellite.link;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Where a satellite's key is kept. Replaced as a whole: after a crash it is the old or the new one.
interface KeyFile {
    Optional<String> read() throws IOException;

    /// On disk when this returns.
    void write(String text) throws IOException;

    /// When it was last written.
    Instant writtenAt() throws IOException;

    void delete() throws IOException;
}
