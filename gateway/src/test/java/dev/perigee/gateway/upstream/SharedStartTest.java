package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.redaction.Redaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    private List<Future<UpstreamSession>> wait(Upstream upstream) throws InterruptedException {
        List<Future<UpstreamSession>> waiters = new ArrayList<>();
        CountDownLatch asked = new CountDownLatch(WAITERS);
        for (int i = 0; i < WAITERS; i++) {
            UpstreamClient client = Host.client("client-" + i);
            waiters.add(threads.submit(() -> {
                asked.countDown();
                return upstream.session(client);
            }));
        }
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
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
