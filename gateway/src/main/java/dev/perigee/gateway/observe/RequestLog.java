package dev.perigee.gateway.observe;

import dev.perigee.gateway.door.TurnListener.Ended;
import dev.perigee.gateway.redaction.Redaction;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last requests to one server, which nobody sees but redacted; each is a line in the satellite's log at level
/// debug as well. Thread-safe: its monitor guards it.
final class RequestLog {
    static final int ENTRIES_MAX = 100;

    private static final Logger log = LoggerFactory.getLogger("dev.perigee.gateway.requests");

    private final Redaction redaction;
    private final Deque<KeptRequest> entries = new ArrayDeque<>();
    private long next;

    RequestLog(Redaction redaction) {
        this.redaction = redaction;
    }

    /// What is kept of it.
    KeptRequest add(Ended turn, Outcome outcome, Instant now) {
        KeptRequest kept = kept(turn, outcome, now);
        if (log.isDebugEnabled()) {
            RequestEntry entry = kept.entry();
            log.atDebug()
                    .addKeyValue("server", turn.server())
                    .addKeyValue("client", entry.client())
                    .addKeyValue("method", entry.method())
                    .addKeyValue("subject", entry.subject())
                    .addKeyValue("outcome", entry.outcome())
                    .addKeyValue("millis", entry.millis())
                    .addKeyValue("params", entry.params())
                    .addKeyValue("answer", entry.answer())
                    .log("mcp request");
        } else if (kept.isLarge()) {
            kept.entry();
        }
        return kept;
    }

    /// At most `max` entries from an offset on; of those that are no longer kept, nothing.
    List<RequestEntry> read(long from, int max) {
        List<KeptRequest> found;
        synchronized (this) {
            found = entries.stream()
                    .filter(entry -> entry.offset() >= from)
                    .limit(max)
                    .toList();
        }
        return found.stream().map(KeptRequest::entry).toList();
    }

    private synchronized KeptRequest kept(Ended turn, Outcome outcome, Instant now) {
        KeptRequest kept = new KeptRequest(next++, now, turn, outcome, redaction);
        if (entries.size() == ENTRIES_MAX) {
            entries.removeFirst();
        }
        entries.addLast(kept);
        return kept;
    }
}
