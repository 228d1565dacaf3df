package dev.perigee.protocol.api;

import dev.perigee.protocol.registration.SystemInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who a satellite says it is, beside what lists show: what it can do, its machine, what it routes; since when it has
/// its key, since when it is to have another, until when the one that it was offered can be used first; and whether
/// several processes use its identity.
public record IdentityView(
        List<String> capabilities,
        @Nullable SystemInfo system,
        List<String> routes,
        Instant keySince,
        @Nullable Instant keyWantedSince,
        @Nullable Instant keyOfferedUntil,
        @Nullable DuplicateView duplicate) {
    public IdentityView {
        capabilities = List.copyOf(capabilities);
        routes = List.copyOf(routes);
    }
}
