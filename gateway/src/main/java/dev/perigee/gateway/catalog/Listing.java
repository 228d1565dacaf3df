package dev.perigee.gateway.catalog;

import dev.perigee.gateway.catalog.Catalog.Entry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A server's list as it was read: its entries, and by what they are asked for. `version`: the number of the change
/// that it is newer than. `until`: how long it is believed, null for as long as no change is heard of. `owner`: the
/// client that alone may see it, null for all that can do the same.
record Listing(
        List<Entry> entries,
        Map<String, Entry> byKey,
        long bytes,
        long version,
        @Nullable Instant until,
        @Nullable String owner) {
    static final Listing NOTHING = new Listing(List.of(), Map.of(), 0, -1, null, null);

    private static final long OVERHEAD_BYTES = 256;

    Listing {
        entries = List.copyOf(entries);
        byKey = Map.copyOf(byKey);
    }

    static Listing of(Catalog.Kind kind, List<Entry> entries, long version, @Nullable Instant until) {
        Map<String, Entry> byKey = new LinkedHashMap<>();
        long bytes = OVERHEAD_BYTES;
        for (Entry entry : entries) {
            entry.shown().string(kind.key()).ifPresent(key -> byKey.putIfAbsent(key, entry));
            bytes += OVERHEAD_BYTES + entry.own().bytes().length;
            bytes += kind.isNamed() ? entry.shown().bytes().length : 0;
        }
        return new Listing(entries, byKey, bytes, version, until, null);
    }

    Listing ownedBy(String client) {
        return new Listing(entries, byKey, bytes, version, until, client);
    }

    Optional<Entry> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /// Whether it was never read.
    boolean isNothing() {
        return version < 0;
    }

    boolean isFor(String client) {
        return owner == null || owner.equals(client);
    }

    boolean holds(long versionNow, Instant now) {
        return version == versionNow && (until == null || now.isBefore(until));
    }
}
