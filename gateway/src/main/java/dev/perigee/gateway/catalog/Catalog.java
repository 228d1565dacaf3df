package dev.perigee.gateway.catalog;

import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.rpc.JsonArray;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamClient;
import dev.perigee.gateway.upstream.UpstreamSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What several servers offer, as one list: in the order of the servers' names and then in each server's own
/// order, named so that no two clash. A server that does not answer in time is left out and holds up nobody else.
/// Each list is made for one client, because what a server lists may depend on what the client can do.
public final class Catalog {
    private static final Logger log = LoggerFactory.getLogger(Catalog.class);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
    private static final int PAGES_MAX = 100;

    /// What can be listed.
    public enum Kind {
        TOOLS("tools/list", "tools", Capability.TOOLS),
        PROMPTS("prompts/list", "prompts", Capability.PROMPTS),
        RESOURCES("resources/list", "resources", Capability.RESOURCES),
        RESOURCE_TEMPLATES("resources/templates/list", "resourceTemplates", Capability.RESOURCES);

        private final String method;
        private final String member;
        private final Capability capability;

        Kind(String method, String member, Capability capability) {
            this.method = method;
            this.member = member;
            this.capability = capability;
        }

        public String method() {
            return method;
        }

        /// Whether its entries are called by name, and so by a public one. Resources have addresses of their own.
        public boolean isNamed() {
            return this == TOOLS || this == PROMPTS;
        }
    }

    /// Something that a server offers: the entry as the server wrote it.
    public record Entry(ServerName server, JsonObject own) {
        public String ownName() {
            return own.string("name").orElse("");
        }
    }

    /// What these servers offer to `client`.
    public List<Entry> entries(Kind kind, List<Upstream> servers, UpstreamClient client) throws InterruptedException {
        List<Entry> entries = new ArrayList<>();
        try (ExecutorService asking = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("discovery-", 0).factory())) {
            List<Future<List<Entry>>> lists = servers.stream()
                    .map(server -> asking.submit(() -> ask(kind, server, client)))
                    .toList();
            for (Future<List<Entry>> list : lists) {
                entries.addAll(list.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return entries;
    }

    /// As the result of a list request, under public names.
    public static JsonObject result(Kind kind, List<Entry> entries) {
        List<JsonObject> shown = entries.stream()
                .map(entry -> kind.isNamed()
                        ? entry.own()
                                .with(
                                        "name",
                                        PublicName.of(entry.server(), entry.ownName())
                                                .value())
                        : entry.own())
                .toList();
        return JsonObject.EMPTY.with(kind.member, JsonArray.of(shown));
    }

    private static List<Entry> ask(Kind kind, Upstream server, UpstreamClient client) throws InterruptedException {
        try {
            UpstreamSession session = server.session(client);
            return session.greeting().offers(kind.capability) ? pages(kind, server.name(), session, client) : List.of();
        } catch (ConnectFailed e) {
            log.atWarn()
                    .addKeyValue("server", server.name())
                    .addKeyValue("why", e.getMessage())
                    .log("a server is left out of a list");
            return List.of();
        }
    }

    private static List<Entry> pages(Kind kind, ServerName server, UpstreamSession session, UpstreamClient client)
            throws InterruptedException {
        List<Entry> entries = new ArrayList<>();
        JsonObject params = JsonObject.EMPTY;
        for (int page = 0; page < PAGES_MAX; page++) {
            Optional<JsonObject> result =
                    result(session.begin(kind.method, params), request -> client.asked(server, request, session));
            if (result.isEmpty()) {
                log.atWarn().addKeyValue("server", server).log("a server did not answer " + kind.method);
                return entries;
            }
            result.get().objects(kind.member).forEach(own -> entries.add(new Entry(server, own)));
            Optional<byte[]> cursor = result.get().value("nextCursor");
            if (cursor.isEmpty() || cursor.get()[0] != '"') {
                return entries;
            }
            params = JsonObject.EMPTY.with("cursor", cursor.get());
        }
        return entries;
    }

    private static Optional<JsonObject> result(Exchange exchange, Consumer<Message.Request> asked)
            throws InterruptedException {
        Optional<Exchange.Event> event = exchange.next(ANSWER_MAX);
        while (event.isPresent()) {
            switch (event.get()) {
                case Exchange.Event.Told _ -> event = exchange.next(ANSWER_MAX);
                case Exchange.Event.Asked question -> {
                    asked.accept(question.request());
                    event = exchange.next(ANSWER_MAX);
                }
                case Exchange.Event.Answered answered -> {
                    return answered.response().result();
                }
                case Exchange.Event.Lost _ -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
