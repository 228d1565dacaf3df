package dev.perigee.gateway.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perigee.gateway.upstream.ServerName;
import java.util.concurrent.atomic.AtomicLong;

/// When each server's lists changed last, as numbers that only rise. What is forgotten counts as another number than
/// any that was given, so that a list is then read once too often and never once too little. Thread-safe.
final class Changes {
    private static final int SUBJECTS_MAX = 10_000;

    private final AtomicLong last = new AtomicLong();
    private final Cache<Subject, Long> numbers =
            Caffeine.newBuilder().maximumSize(SUBJECTS_MAX).build();

    private record Subject(ServerName server, Catalog.Kind kind) {}

    void note(ServerName server, Catalog.Kind kind) {
        numbers.put(new Subject(server, kind), last.incrementAndGet());
    }

    long number(ServerName server, Catalog.Kind kind) {
        return numbers.get(new Subject(server, kind), _ -> last.incrementAndGet());
    }
}
