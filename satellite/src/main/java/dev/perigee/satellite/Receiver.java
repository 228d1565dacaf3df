package dev.perigee.satellite;

import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.registration.Secrets;
import dev.perigee.satellite.execution.Executions;
import dev.perigee.satellite.inbox.Arrival;
import dev.perigee.satellite.inbox.Inbox;
import dev.perigee.satellite.link.Backoff;
import dev.perigee.satellite.link.Link;
import dev.perigee.satellite.link.LinkException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks for work, again and again, for as many commands as there are free slots, starts what the inbox lets through,
/// and cancels what it is told to, also while no slot is free. Runs on one thread; stops when that is interrupted.
final class Receiver implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Receiver.class);

    /// How long it waits for a free slot before it asks without one: quick commands need no poll more than others.
    private static final Duration SLOT_WAIT = Duration.ofMillis(100);

    private final Link link;
    private final Inbox inbox;
    private final Executions executions;
    private final Reporter reporter;
    private final Backoff backoff;
    private final RandomGenerator random;
    private final Pacing pacing;
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);

    /// Where that which arrives goes: through the inbox into execution, and its acknowledgement to the reporter.
    record Intake(Inbox inbox, Executions executions, Reporter reporter) {}

    Receiver(Intake intake, Link link, Backoff backoff, RandomGenerator random, Pacing pacing) {
        this.link = link;
        this.inbox = intake.inbox();
        this.executions = intake.executions();
        this.reporter = intake.reporter();
        this.backoff = backoff;
        this.random = random;
        this.pacing = pacing;
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

    private void receive() throws InterruptedException {
        int reserved = executions.reserve(SLOT_WAIT);
        Arrival arrival = new Arrival(List.of(), List.of(), false);
        Duration leftAlone = Duration.ZERO;
        try {
            arrival = ask(reserved);
        } catch (LinkException e) {
            leftAlone = e.retryAfter();
            log.atWarn().addKeyValue("error", e.getMessage()).log("cannot ask for work; trying again");
        } finally {
            executions.release(reserved - arrival.toRun().size());
        }
        arrival.toRun().forEach(executions::start);
        arrival.toCancel().forEach(executions::cancel);
        if (arrival.useful()) {
            backoff.reset();
        } else {
            var _ = never.await(backoff.next(leftAlone).toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// Without a free slot it asks for cancellations only, and no longer than until one is free.
    private Arrival ask(int slots) throws LinkException, InterruptedException {
        Duration wait = pacing.begin(connected.getCount() == 0);
        Poll poll = new Poll(Secrets.create(random), Math.min(slots, Poll.MAX_LIMIT), wait, inbox.cancelling());
        Link.Held held = link.open(poll);
        if (slots == 0) {
            executions.whenFree(held::abandon);
        }
        Optional<Deliveries> answer = held.await();
        connected.countDown();
        if (answer.isEmpty()) {
            return Arrival.NOTHING;
        }
        if (answer.get().isEmpty()) {
            // One without slots ends as soon as there is one.
            Duration pause = slots == 0 ? Duration.ZERO : pacing.emptyHanded();
            var _ = never.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            return Arrival.NOTHING;
        }
        Arrival arrival = inbox.accept(answer.get(), poll.session());
        if (!answer.get().deliveries().isEmpty()) {
            reporter.expectAcknowledgements();
        }
        return arrival;
    }
}
