package dev.perigee.satellite.command;

import dev.perigee.protocol.command.StreamName;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Where the handler of one command says how far it is and what its program writes, while it runs. Any thread may; it
/// never blocks for whoever listens. The newest word on how far it is counts, and bytes that come too fast are dropped.
public interface Progress {
    /// A percentage (0 to 100) if there is one, and a note: one line, of which 200 characters are taken.
    void reached(@Nullable Integer percent, String note);

    /// The next bytes of a stream, which begin at `offset`.
    void wrote(StreamName stream, long offset, ByteBuffer bytes);
}
