package dev.perigee.gateway.observe;

import dev.perigee.http.EventStream;
import dev.perigee.protocol.json.Json;
import java.util.Optional;

/// What one reader gets of a log as it grows. Keeps only where the reader is: what it was too slow for is skipped,
/// which the offsets show.
final class LogFollowing implements EventStream.Source {
    private final LogSource source;

    /// Asked by one thread at a time.
    private long position;

    LogFollowing(LogSource source, long position) {
        this.source = source;
        this.position = position;
    }

    @Override
    public EventStream.Next next() {
        Optional<LogSource.Numbered> next = source.next(position);
        if (next.isEmpty()) {
            return new EventStream.Next.Nothing();
        }
        position = next.get().offset() + 1;
        return new EventStream.Next.Event(
                Long.toString(next.get().offset()),
                "line",
                Json.WIRE.text(next.get().line()));
    }
}
