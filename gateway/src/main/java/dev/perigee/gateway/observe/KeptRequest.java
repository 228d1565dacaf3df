package dev.perigee.gateway.observe;

import dev.perigee.gateway.door.TurnListener.Ended;
import dev.perigee.gateway.redaction.Redaction;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A request in the log. What is small is redacted when somebody first looks at it, since most entries are never
/// looked at; what is large at once, so that no large message is held. Thread-safe.
final class KeptRequest {
    static final int PARAMS_CHARS_MAX = 4_000;
    static final int ANSWER_CHARS_MAX = 4_000;
    private static final int NAME_CHARS_MAX = 200;
    private static final long SMALL_BYTES_MAX = 8_192;

    private final long offset;
    private final Instant time;
    private final Outcome outcome;
    private final Redaction redaction;
    private @Nullable Ended turn;
    private @Nullable RequestEntry entry;

    KeptRequest(long offset, Instant time, Ended turn, Outcome outcome, Redaction redaction) {
        this.offset = offset;
        this.time = time;
        this.turn = turn;
        this.outcome = outcome;
        this.redaction = redaction;
    }

    /// Whether it holds more than is kept of it in the end.
    synchronized boolean isLarge() {
        return turn != null && turn.request().json().bytes().length + Outcome.answerBytes(turn.end()) > SMALL_BYTES_MAX;
    }

    long offset() {
        return offset;
    }

    synchronized RequestEntry entry() {
        if (entry == null && turn != null) {
            entry = redacted(turn);
            turn = null;
        }
        return Objects.requireNonNull(entry);
    }

    private RequestEntry redacted(Ended ended) {
        return new RequestEntry(
                offset,
                time,
                redaction.text(Turns.client(ended), NAME_CHARS_MAX),
                redaction.text(ended.request().method(), NAME_CHARS_MAX),
                Turns.subject(ended)
                        .map(subject -> redaction.text(subject, NAME_CHARS_MAX))
                        .orElse(null),
                redaction.json(ended.request().params().bytes(), PARAMS_CHARS_MAX),
                outcome.wireName(),
                redaction.json(Turns.answer(ended.end()), ANSWER_CHARS_MAX),
                ended.took().toMillis());
    }
}
