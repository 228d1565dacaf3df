package dev.perigee.gateway.catalog;

import dev.perigee.gateway.catalog.Catalog.Entry;
import dev.perigee.gateway.catalog.Catalog.Kind;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamClient;
import dev.perigee.gateway.upstream.UpstreamSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one list of one server, page by page, in the name of a client. Blocks.
final class Discovery {
    static final int PAGES_MAX = 100;
    static final int ENTRIES_MAX = 10_000;

    private final Kind kind;
    private final Upstream server;
    private final UpstreamClient client;
    private final InstantSource clock;
    private final List<JsonObject> own = new ArrayList<>();
    private @Nullable Duration ttl;
    private boolean personal;

    /// What it came to.
    sealed interface Outcome {
        record Read(Listing listing) implements Outcome {}

        record Failed(String why) implements Outcome {}
    }

    Discovery(Kind kind, Upstream server, UpstreamClient client, InstantSource clock) {
        this.kind = kind;
        this.server = server;
        this.client = client;
        this.clock = clock;
    }

    Outcome read(Catalog.Bounds bounds, Changes changes) throws InterruptedException {
        UpstreamSession session;
        try {
            session = server.session(client);
        } catch (ConnectFailed e) {
            return new Outcome.Failed(String.valueOf(e.getMessage()));
        }
        // After the session was opened, which may count as a change, and before it is asked.
        long version = changes.number(server.name(), kind);
        Optional<String> failure = session.greeting().offers(kind.capability())
                ? pages(session, clock.instant().plus(bounds.answerMax()))
                : Optional.empty();
        if (failure.isPresent()) {
            return new Outcome.Failed(failure.get());
        }
        List<Entry> entries = kind.isNamed()
                ? Names.publish(server.name(), own)
                : own.stream().map(each -> new Entry(server.name(), each, each)).toList();
        Duration believed = ttl != null || announces(session) ? ttl : bounds.unannouncedMax();
        Instant until = believed == null ? null : clock.instant().plus(believed);
        Listing listing = Listing.of(kind, entries, version, until);
        return new Outcome.Read(personal ? listing.ownedBy(client.id()) : listing);
    }

    /// Why it failed; empty when all were read.
    private Optional<String> pages(UpstreamSession session, Instant deadline) throws InterruptedException {
        JsonObject params = JsonObject.EMPTY;
        for (int page = 0; page < PAGES_MAX; page++) {
            Exchange exchange = session.begin(kind.method(), params);
            switch (answer(exchange, session, deadline)) {
                case Answer.Refused(String why) -> {
                    return Optional.of(why);
                }
                case Answer.Given(JsonObject result) -> {
                    take(result);
                    Optional<byte[]> cursor = result.value("nextCursor").filter(value -> value[0] == '"');
                    if (cursor.isEmpty()) {
                        return Optional.empty();
                    }
                    params = JsonObject.EMPTY.with("cursor", cursor.get());
                }
            }
            if (own.size() > ENTRIES_MAX) {
                return Optional.of("it lists more than " + ENTRIES_MAX + " " + kind.member());
            }
        }
        return Optional.of("its list has more than " + PAGES_MAX + " pages");
    }

    private sealed interface Answer {
        record Given(JsonObject result) implements Answer {}

        record Refused(String why) implements Answer {}
    }

    private Answer answer(Exchange exchange, UpstreamSession session, Instant deadline) throws InterruptedException {
        while (true) {
            Optional<Exchange.Event> event = exchange.next(Duration.between(clock.instant(), deadline));
            if (event.isEmpty()) {
                session.cancel(exchange, "nobody waits any longer");
                return new Answer.Refused("it did not answer " + kind.method() + " in time");
            }
            switch (event.get()) {
                case Exchange.Event.Told _ -> {}
                case Exchange.Event.Asked(Message.Request request) -> client.asked(server.name(), request, session);
                case Exchange.Event.Lost(var why, boolean _) -> {
                    return new Answer.Refused(why.explanation());
                }
                case Exchange.Event.Answered(Message.Response response) -> {
                    return response.result()
                            .<Answer>map(Answer.Given::new)
                            .orElseGet(() -> new Answer.Refused("it answered " + kind.method() + " with an error"));
                }
            }
        }
    }

    private void take(JsonObject page) {
        own.addAll(page.objects(kind.member()));
        Freshness freshness = Freshness.of(page);
        personal |= freshness.personal();
        freshness.ttl().ifPresent(each -> {
            if (ttl == null || each.compareTo(ttl) < 0) {
                ttl = each;
            }
        });
    }

    private boolean announces(UpstreamSession session) {
        return session.greeting()
                .result()
                .object("capabilities")
                .flatMap(all -> all.object(kind.capability().wireName()))
                .flatMap(one -> one.value("listChanged"))
                .filter(value -> new String(value, StandardCharsets.UTF_8).equals("true"))
                .isPresent();
    }
}
