package dev.perigee.gateway.answers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.upstream.ServerName;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The numbers of the last changes of each server and of its parts, which only rise. One that is forgotten counts as
/// changed. Thread-safe.
final class Changes {
    private static final int SUBJECTS_MAX = 10_000;

    private final AtomicLong last = new AtomicLong();
    private final Cache<Subject, Long> numbers =
            Caffeine.newBuilder().maximumSize(SUBJECTS_MAX).build();

    private record Subject(ServerName server, @Nullable Capability part) {}

    /// Of the server as a whole, and of the part that is asked about.
    record Since(long whole, long part) {}

    void note(ServerName server, @Nullable Capability part) {
        numbers.put(new Subject(server, part), last.incrementAndGet());
    }

    Since number(ServerName server, @Nullable Capability part) {
        long whole = number(new Subject(server, null));
        return new Since(whole, part == null ? 0 : number(new Subject(server, part)));
    }

    private long number(Subject subject) {
        return numbers.get(subject, _ -> last.incrementAndGet());
    }
}
