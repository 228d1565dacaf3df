package dev.perigee.gateway.door;

import dev.perigee.gateway.answers.Answers;
import dev.perigee.gateway.catalog.Catalog;
import dev.perigee.gateway.policy.GatewayPolicy;
import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.ConnectFailed;
import dev.perigee.gateway.upstream.Connector;
import dev.perigee.gateway.upstream.GatewayEvents;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Transport;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamSession;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.http.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A door on the loopback before servers in this JVM, with a clock that a test moves, and a caller for each name
/// that comes as a bearer token.
final class OpenDoor implements AutoCloseable {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T10:00:00Z"));
    private final Upstreams upstreams = new Upstreams();
    private final Answers answers = new Answers(Answers.Bounds.DEFAULT, now::get);
    private final Catalog catalog = new Catalog(Catalog.Bounds.DEFAULT, now::get, answers);
    private final ExecutorService logic = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpEdge edge = new HttpEdge(logic, 100, Problems.COMMON);
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<TurnListener.Ended> ended = new CopyOnWriteArrayList<>();
    private final AtomicReference<GatewayPolicy> policy = new AtomicReference<>(GatewayPolicy.NONE);
    private final List<Object> clients = new CopyOnWriteArrayList<>();
    private final TurnListener listener = new TurnListener() {
        @Override
        public void ended(Ended turn) {
            ended.add(turn);
        }

        @Override
        public void came(Came client) {
            clients.add(client);
        }

        @Override
        public void left(Left client) {
            clients.add(client);
        }
    };
    private final Door door;
    private final int port;

    static OpenDoor before(DoorLimits limits) {
        try {
            return new OpenDoor(limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OpenDoor(DoorLimits limits) throws IOException {
        InstantSource clock = now::get;
        door = new Door(
                OpenDoor::caller,
                new Door.Means(upstreams, catalog, answers, listener, clock, limits, policy::get),
                new SplittableRandom(1));
        door.addTo(edge, RebindingGate.onLoopback(), 1 << 20);
        port = edge.listen("127.0.0.1", 0);
    }

    /// From now on.
    void restrict(GatewayPolicy other) {
        policy.set(other);
    }

    /// As when servers are added, taken away or exchanged.
    void listsChanged(String... names) {
        door.listsChanged(Stream.of(names).map(ServerName::new).toList());
    }

    void remove(String name) {
        upstreams.remove(new ServerName(name));
    }

    OpenDoor put(String name, Connector server) {
        return put(name, server, null);
    }

    /// A server that may say nothing for so long.
    OpenDoor put(String name, Connector server, @Nullable Duration silenceMax) {
        Connector heard = catalog.hearing(new ServerName(name), server);
        Upstream.Traits traits = new Upstream.Traits(heard, Transport.HTTP, Redaction.NONE, null, _ -> {}, silenceMax);
        upstreams.put(new Upstream(
                new ServerName(name),
                traits,
                new Upstream.Surroundings(now::get, GatewayEvents.NONE, Duration.ofSeconds(5))));
        return this;
    }

    /// What another door before the same servers would have.
    Surroundings surroundings() {
        return new Surroundings(
                new Door.Means(upstreams, catalog, answers, ended::add, now::get, DoorLimits.DEFAULT),
                new Watches(upstreams),
                new SharedAnswers(answers, catalog));
    }

    Upstream upstream(String name) {
        return upstreams.find(new ServerName(name)).orElseThrow();
    }

    /// A client of the legacy era that has said hello.
    Visitor greeted(String path, String capabilities) {
        Visitor visitor = new Visitor(http, at(path));
        visitor.greet(capabilities);
        return visitor;
    }

    /// A conversation with a server, of a client of its own.
    UpstreamSession session(String name, String capabilities) {
        try {
            return upstream(name).session(new ModernClient("somebody", JsonObject.of(capabilities), now.get()));
        } catch (ConnectFailed e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// A client of the modern era.
    StatelessVisitor stateless(String path) {
        return new StatelessVisitor(http, at(path));
    }

    Answers answers() {
        return answers;
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    HttpClient http() {
        return http;
    }

    /// What the listener has heard.
    List<TurnListener.Ended> ended() {
        return List.copyOf(ended);
    }

    /// Those that came and left, as the listener has heard of it.
    List<Object> clients() {
        return List.copyOf(clients);
    }

    /// As when the gateway is closed.
    void shut() {
        door.close();
    }

    void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        door.sweep();
    }

    @Override
    public void close() {
        // First, and not in an orderly way: that would wait for what a test leaves unanswered.
        http.shutdownNow();
        edge.stopListening();
        edge.close();
        logic.shutdownNow();
        upstreams.close();
    }

    private static Caller caller(Call call) {
        return call.bearer().map(name -> new Caller(name, _ -> true)).orElse(Caller.ANYBODY);
    }
}
