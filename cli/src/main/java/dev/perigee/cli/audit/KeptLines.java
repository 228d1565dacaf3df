package dev.perigee.cli.audit;

import dev.perigee.protocol.audit.AuditHeading;
import dev.perigee.protocol.audit.AuditLine;
import dev.perigee.protocol.audit.AuditPage;
import dev.perigee.server.audit.KeptAudit;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Those in a data directory, a page of them in memory at a time.
final class KeptLines implements Lines {
    private final KeptAudit kept;
    private final AuditHeading heading;
    private AuditPage page;
    private Iterator<AuditLine> lines;

    KeptLines(Path data) {
        kept = KeptAudit.open(data);
        try {
            page = kept.page(0);
            heading = new AuditHeading(page.chain(), page.keys());
            lines = page.lines().iterator();
        } catch (RuntimeException e) {
            kept.close();
            throw e;
        }
    }

    @Override
    public AuditHeading heading() {
        return heading;
    }

    /// What was verified before the next page is asked for is an entry that can be read.
    @Override
    public @Nullable AuditLine next() {
        if (!lines.hasNext() && !page.lines().isEmpty()) {
            page = kept.page(page.last());
            lines = page.lines().iterator();
        }
        return lines.hasNext() ? lines.next() : null;
    }

    @Override
    public void close() {
        kept.close();
    }
}
