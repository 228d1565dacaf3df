package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.redaction.Redaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who waits for a start waits for the same one, whatever comes of it.
@Timeout(30)
class SharedStartTest {
    private static final int WAITERS = 50;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final VirtualTime time = new VirtualTime();
    private final MemoryServer server = Host.server();
    private final AtomicInteger connecting = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void close() {
        go.countDown();
        threads.shutdownNow();
    }

    @Test
    void allWaitersShareOneStart() throws Exception {
        Upstream upstream = upstream(server);
        List<Future<UpstreamSession>> waiters = wait(upstream);
        go.countDown();

        UpstreamSession first = waiters.getFirst().get(10, TimeUnit.SECONDS);
        for (Future<UpstreamSession> waiter : waiters) {
            assertThat(waiter.get(10, TimeUnit.SECONDS)).isSameAs(first);
        }
        assertThat(connecting).hasValue(1);
    }

    @Test
    void allWaitersShareOneFailure() throws Exception {
        Upstream upstream = upstream(_ -> {
            throw new ConnectFailed(new Loss(Loss.Cause.NOT_STARTED, "no such program"));
        });
        List<Future<UpstreamSession>> waiters = wait(upstream);
        go.countDown();

        for (Future<UpstreamSession> waiter : waiters) {
            assertThat(waiter)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withMessageContaining("no such program");
        }
        assertThat(connecting).hasValue(1);
    }

    @Test
    void aCallWaitsForARestartThatIsDueSoon() throws Exception {
        go.countDown();
        Upstream upstream = upstream(server);
        Host.call(upstream, Host.client("one"));
        server.talks().getLast().die();
        Future<UpstreamSession> waiter = threads.submit(() -> upstream.session(Host.client("two")));
        while (time.waiting() == 0) {
            Thread.onSpinWait();
        }
        assertThat(waiter).isNotDone();
        time.pass(Duration.ofSeconds(1));

        assertThat(waiter.get(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(connecting).hasValue(2);
    }

    @Test
    void whoIsTakenAwayBeforeItHasSaidHelloIsEndedAtOnceAndNotStartedAgain() throws Exception {
        go.countDown();
        CompletableFuture<Exchange> greeting = new CompletableFuture<>();
        server.on("server/discover", (talk, request) -> greeting.complete(talk.exchange(request)));
        Upstream upstream = upstream(server);
        Future<UpstreamSession> waiter = threads.submit(() -> upstream.session(Host.client("one")));
        Exchange unanswered = greeting.get(10, TimeUnit.SECONDS);

        upstream.close();

        assertThat(server.talks()).singleElement().matches(MemoryServer.Talk::isClosed);
        assertThat(waiter)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("the gateway ended it");
        unanswered.offer(new Exchange.Event.Lost(new Loss(Loss.Cause.CLOSED, "the gateway ended it"), false));
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(connecting).hasValue(1);
    }

    private List<Future<UpstreamSession>> wait(Upstream upstream) throws InterruptedException {
        List<Future<UpstreamSession>> waiters = new ArrayList<>();
        List<Thread> waiting = new CopyOnWriteArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            UpstreamClient client = Host.client("client-" + i);
            waiters.add(threads.submit(() -> {
                waiting.add(Thread.currentThread());
                return upstream.session(client);
            }));
        }
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        // Who came only after the end of the start would begin another.
        while (waiting.size() < WAITERS
                || !waiting.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
        return waiters;
    }

    private Upstream upstream(Connector connector) {
        Connector slow = listener -> {
            connecting.incrementAndGet();
            begun.countDown();
            go.await();
            return connector.connect(listener);
        };
        return new Upstream(
                new ServerName("slow"),
                new Upstream.Traits(slow, Transport.STDIO, Redaction.NONE, null),
                new Upstream.Surroundings(
                        time,
                        GatewayEvents.NONE,
                        Duration.ofSeconds(10),
                        Upstream.IDLE_MAX,
                        time,
                        threads,
                        new Places(5)));
    }
}
