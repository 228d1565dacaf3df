package dev.perigee.gateway.observe;

import dev.perigee.gateway.door.TurnListener.Ended;
import dev.perigee.gateway.redaction.Redaction;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last requests to one server, redacted before they are kept; each is a line in the satellite's log as well.
/// Thread-safe: its monitor guards it.
final class RequestLog {
    static final int ENTRIES_MAX = 100;
    static final int PARAMS_CHARS_MAX = 4_000;
    static final int ANSWER_CHARS_MAX = 4_000;
    private static final int NAME_CHARS_MAX = 200;

    private static final Logger log = LoggerFactory.getLogger("dev.perigee.gateway.requests");

    private final Redaction redaction;
    private final Deque<RequestEntry> entries = new ArrayDeque<>();
    private long next;

    RequestLog(Redaction redaction) {
        this.redaction = redaction;
    }

    void add(Ended turn, Outcome outcome, Instant now) {
        RequestEntry entry = kept(new RequestEntry(
                0,
                now,
                redaction.text(Turns.client(turn), NAME_CHARS_MAX),
                redaction.text(turn.request().method(), NAME_CHARS_MAX),
                Turns.subject(turn)
                        .map(subject -> redaction.text(subject, NAME_CHARS_MAX))
                        .orElse(null),
                redaction.json(turn.request().params().bytes(), PARAMS_CHARS_MAX),
                outcome.wireName(),
                redaction.json(Turns.answer(turn.end()), ANSWER_CHARS_MAX),
                turn.took().toMillis()));
        log.atInfo()
                .addKeyValue("server", turn.server())
                .addKeyValue("client", entry.client())
                .addKeyValue("method", entry.method())
                .addKeyValue("subject", entry.subject())
                .addKeyValue("outcome", entry.outcome())
                .addKeyValue("millis", entry.millis())
                .addKeyValue("params", entry.params())
                .addKeyValue("answer", entry.answer())
                .log("mcp request");
    }

    /// At most `max` entries from an offset on; of those that are no longer kept, nothing.
    synchronized List<RequestEntry> read(long from, int max) {
        return entries.stream()
                .filter(entry -> entry.offset() >= from)
                .limit(max)
                .toList();
    }

    private synchronized RequestEntry kept(RequestEntry entry) {
        RequestEntry numbered = new RequestEntry(
                next++,
                entry.time(),
                entry.client(),
                entry.method(),
                entry.subject(),
                entry.params(),
                entry.outcome(),
                entry.answer(),
                entry.millis());
        if (entries.size() == ENTRIES_MAX) {
            entries.removeFirst();
        }
        entries.addLast(numbered);
        return numbered;
    }
}
