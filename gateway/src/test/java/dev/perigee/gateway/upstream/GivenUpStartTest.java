package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.rpc.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is ended, restarted or called while something else is about to happen to it.
@Timeout(30)
class GivenUpStartTest {
    private static final Duration NEVER = Duration.ofMinutes(10);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final VirtualTime time = new VirtualTime();
    private final CountDownLatch greeted = new CountDownLatch(1);

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void aKillEndsAProcessThatHasNotSaidHelloYet() throws Exception {
        MemoryServer hanging = hanging();
        Upstream upstream = upstream(hanging, threads);
        Future<UpstreamSession> waiter = threads.submit(() -> upstream.session(Host.client("one")));
        greeted.await();
        upstream.close();

        assertThat(hanging.talks()).singleElement().matches(MemoryServer.Talk::isClosed);
        assertThat(waiter)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("the gateway ended it");
    }

    @Test
    void aRestartEndsAProcessThatHasNotSaidHelloYetAndWhoWaitsGetsTheNext() throws Exception {
        MemoryServer hanging = hanging();
        Upstream upstream = upstream(hanging, threads);
        Future<UpstreamSession> waiter = threads.submit(() -> upstream.session(Host.client("one")));
        greeted.await();
        hanging.on("initialize", MemoryServer.greeting(Host.TOOLS)).on("tools/list", "{\"tools\":[]}");
        Standing standing = upstream.restart("a command");

        assertThat(standing.status()).isEqualTo(InstanceStatus.ONLINE);
        assertThat(waiter.get(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(hanging.talks()).extracting(MemoryServer.Talk::isClosed).containsExactly(true, false);
    }

    @Test
    void aServerWhoseOnlyClientLeavesBeforeItSaidHelloIsOffline() throws Exception {
        MemoryServer hanging = hanging();
        Upstream upstream = upstream(hanging, threads);
        UpstreamClient client = Host.client("one", "{\"roots\":{}}");
        Future<UpstreamSession> waiter = threads.submit(() -> upstream.session(client));
        greeted.await();
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.CONNECTING);
        upstream.leave(client);

        assertThat(waiter).failsWithin(Duration.ofSeconds(10));
        while (upstream.standing().status() == InstanceStatus.CONNECTING) {
            Thread.onSpinWait();
        }
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.OFFLINE);
        assertThat(hanging.talks()).singleElement().matches(MemoryServer.Talk::isClosed);
    }

    @Test
    void aCallThatBeginsWhileItsServerIsAboutToRestKeepsItAwake() throws Exception {
        Queue<Runnable> chores = new ArrayDeque<>();
        AtomicBoolean later = new AtomicBoolean();
        MemoryServer server = Host.server();
        Upstream upstream = upstream(server, chore -> {
            if (later.get()) {
                chores.add(chore);
            } else {
                chore.run();
            }
        });
        Host.call(upstream, Host.client("one"));
        time.pass(Upstream.IDLE_MAX);
        later.set(true);
        upstream.look();
        assertThat(chores).isNotEmpty();
        server.on("tools/call", (_, _) -> {});
        upstream.session(Host.client("one")).begin("tools/call", JsonObject.EMPTY);
        chores.forEach(Runnable::run);

        assertThat(server.talks()).singleElement().matches(talk -> !talk.isClosed());
    }

    @Test
    void whatNobodyWantsAnyMoreIsJoinedByNobody() throws Exception {
        Upstream upstream = upstream(Host.server(), Runnable::run);
        UpstreamClient client = Host.client("one");
        Host.call(upstream, client);
        Conversation conversation = upstream.conversations().getFirst();
        upstream.leave(client);
        upstream.restart("a command");
        assertThat(conversation.forget()).as("a session is open").isFalse();
        conversation.end(null, null, false);
        time.pass(Duration.ofHours(2));

        assertThat(conversation.forget()).isTrue();
        assertThat(conversation.join(client)).isFalse();
    }

    private MemoryServer hanging() {
        return Host.server().on("initialize", (_, _) -> greeted.countDown());
    }

    private Upstream upstream(Connector server, Executor executor) {
        return new Upstream(
                new ServerName("files"),
                new Upstream.Traits(server, Transport.STDIO, Redaction.NONE, null),
                new Upstream.Surroundings(
                        time, GatewayEvents.NONE, NEVER, Upstream.IDLE_MAX, time, executor, new Places(5)));
    }
}
