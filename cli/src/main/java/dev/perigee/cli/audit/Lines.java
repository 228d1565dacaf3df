package dev.perigee.cli.audit;

import dev.perigee.protocol.audit.AuditHeading;
import dev.perigee.protocol.audit.AuditLine;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A chain, line by line, from wherever it is kept. For one thread.
interface Lines extends AutoCloseable {
    AuditHeading heading();

    /// Null behind the last. Throws `BadValue` when there is one that cannot be read.
    @Nullable
    AuditLine next() throws IOException;

    @Override
    void close() throws IOException;
}
