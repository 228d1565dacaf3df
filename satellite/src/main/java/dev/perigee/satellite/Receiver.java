package dev.perigee.satellite;

import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.delivery.SignedDelivery;
import dev.perigee.protocol.registration.Secrets;
import dev.perigee.satellite.execution.Executions;
import dev.perigee.satellite.inbox.Inbox;
import dev.perigee.satellite.link.Backoff;
import dev.perigee.satellite.link.Link;
import dev.perigee.satellite.link.LinkException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks for work, again and again, for as many commands as there are free slots, and starts what the inbox lets
/// through. Runs on one thread; stops when that is interrupted.
final class Receiver implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Receiver.class);

    private final Link link;
    private final Inbox inbox;
    private final Executions executions;
    private final Reporter reporter;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final Duration wait;
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    /// Where that which arrives goes: through the inbox into execution, and its acknowledgement to the reporter.
    record Intake(Inbox inbox, Executions executions, Reporter reporter) {}

    Receiver(Intake intake, Link link, Backoff backoff, RandomGenerator random, Duration wait) {
        this.link = link;
        this.inbox = intake.inbox();
        this.executions = intake.executions();
        this.reporter = intake.reporter();
        this.backoff = backoff;
        this.random = random;
        this.wait = wait;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted() && inbox.open()) {
                receive();
            }
            if (!inbox.open()) {
                log.error("no more work is taken, because the journal failed; start the satellite again");
            }
        } catch (InterruptedException _) {
            log.debug("receiving stopped");
        }
    }

    /// Waits until the control plane has answered for the first time, at most `max`; whether it has.
    boolean awaitConnected(Duration max) throws InterruptedException {
        return connected.await(max.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// The first answer comes at once, so that it is soon known whether the control plane lets the satellite in.
    private Duration nextWait() {
        return connected.getCount() == 0 ? wait : Duration.ZERO;
    }

    private void receive() throws InterruptedException {
        int reserved = executions.reserve();
        List<Delivery> taken = List.of();
        boolean refused = true;
        try {
            Poll poll = new Poll(Secrets.create(random), Math.min(reserved, Poll.MAX_LIMIT), nextWait(), List.of());
            List<SignedDelivery> arrived = link.poll(poll);
            connected.countDown();
            taken = inbox.accept(arrived, poll.session());
            refused = taken.isEmpty() && !arrived.isEmpty();
            if (!arrived.isEmpty()) {
                reporter.expectAcknowledgements();
            }
        } catch (LinkException e) {
            log.atWarn().addKeyValue("error", e.getMessage()).log("cannot ask for work; trying again");
        } finally {
            executions.release(reserved - taken.size());
        }
        taken.forEach(executions::start);
        if (refused) {
            var _ = never.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS);
        } else {
            backoff.reset();
        }
    }
}
