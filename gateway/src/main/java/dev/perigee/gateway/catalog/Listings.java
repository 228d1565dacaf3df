package dev.perigee.gateway.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perigee.gateway.catalog.Catalog.Kind;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamClient;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lists that are known, and those being read: one reading for all who wait for it, on a thread of its own, which
/// goes on when they no longer wait. Thread-safe.
final class Listings {
    private static final Logger log = LoggerFactory.getLogger(Listings.class);
    private static final int FAILURES_MAX = 10_000;

    private final Catalog.Bounds bounds;
    private final Changes changes;
    private final InstantSource clock;
    private final Cache<Key, Listing> known;
    private final Cache<Key, Instant> pauses =
            Caffeine.newBuilder().maximumSize(FAILURES_MAX).build();
    private final Map<Key, Reading> readings = new ConcurrentHashMap<>();

    /// Which list: an upstream that is configured anew is another one. `profile` is the digest of what clients can do;
    /// `owner` is empty where all that can do the same share the list.
    private record Key(Upstream server, Kind kind, String profile, String owner) {
        Key ownedBy(String client) {
            return new Key(server, kind, profile, client);
        }
    }

    /// Somebody's need of a list: what is known of it, and what is being read if that does not hold.
    private record Need(Key key, Listing last, @Nullable Reading reading) {}

    Listings(Catalog.Bounds bounds, Changes changes, InstantSource clock) {
        this.bounds = bounds;
        this.changes = changes;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumWeight(bounds.bytesMax())
                .<Key, Listing>weigher((_, listing) -> (int) Math.min(Integer.MAX_VALUE, listing.bytes() + 1))
                .build();
    }

    /// The list of each server, as far as it is known in time.
    List<Listing> of(Kind kind, List<Upstream> servers, UpstreamClient client) throws InterruptedException {
        String profile = digest(client.profile().capabilities());
        Instant began = clock.instant();
        List<Need> needs = servers.stream()
                .map(server -> need(new Key(server, kind, profile, ""), client))
                .toList();
        List<Listing> listings = new ArrayList<>();
        for (Need need : needs) {
            Listing listing = await(need, began);
            listings.add(
                    listing.isFor(client.id()) ? listing : await(need(need.key().ownedBy(client.id()), client), began));
        }
        return listings;
    }

    private Need need(Key shared, UpstreamClient client) {
        Listing last = known.getIfPresent(shared);
        boolean personal = last != null && !last.isFor(client.id());
        Key key = personal ? shared.ownedBy(client.id()) : shared;
        Listing own = personal ? known.getIfPresent(key) : last;
        Instant now = clock.instant();
        boolean holds = own != null && own.holds(changes.number(key.server().name(), key.kind()), now);
        if (holds || isPaused(key, now)) {
            return new Need(key, own == null ? Listing.NOTHING : own, null);
        }
        return new Need(key, own == null ? Listing.NOTHING : own, reading(key, client));
    }

    private boolean isPaused(Key key, Instant now) {
        Instant end = pauses.getIfPresent(key);
        return end != null && now.isBefore(end);
    }

    private Reading reading(Key key, UpstreamClient client) {
        Reading reading = readings.computeIfAbsent(key, _ -> new Reading());
        if (reading.begin()) {
            Thread.ofVirtual().name("discovery-" + key.server().name()).start(() -> read(key, client, reading));
        }
        return reading;
    }

    private Listing await(Need need, Instant began) throws InterruptedException {
        if (need.reading() == null) {
            return need.last();
        }
        Duration max = need.last().isNothing() ? bounds.answerMax() : bounds.staleMax();
        Duration left = max.minus(Duration.between(began, clock.instant()));
        return need.reading().await(left).orElse(need.last());
    }

    private void read(Key key, UpstreamClient client, Reading reading) {
        Optional<Listing> read = Optional.empty();
        try {
            read = switch (new Discovery(key.kind(), key.server(), client, clock).read(bounds, changes)) {
                case Discovery.Outcome.Read(Listing listing) -> Optional.of(listing);
                case Discovery.Outcome.Failed(String why) -> {
                    failed(key, why);
                    yield Optional.empty();
                }
            };
            read.ifPresent(listing -> keep(key, listing));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed(key, e.toString());
        } finally {
            readings.remove(key, reading);
            reading.end(read);
        }
    }

    private void keep(Key key, Listing listing) {
        pauses.invalidate(key);
        known.put(key, listing);
        String owner = listing.owner();
        if (owner != null && key.owner().isEmpty()) {
            known.put(key.ownedBy(owner), listing);
        }
    }

    private void failed(Key key, String why) {
        pauses.put(key, clock.instant().plus(bounds.failurePause()));
        log.atWarn()
                .addKeyValue("server", key.server().name())
                .addKeyValue("list", key.kind().method())
                .addKeyValue("why", why)
                .log(
                        known.getIfPresent(key) == null
                                ? "a server is left out of a list"
                                : "a server's last known list is shown");
    }

    private static String digest(JsonObject capabilities) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(capabilities.bytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
