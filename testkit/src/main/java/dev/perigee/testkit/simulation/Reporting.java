package dev.perigee.testkit.simulation;

import dev.perigee.protocol.delivery.Receipt;
import dev.perigee.protocol.delivery.Report;
import dev.perigee.satellite.link.Backoff;
import dev.perigee.satellite.outbox.Outbox;
import dev.perigee.testkit.simulation.Events.Side;
import dev.perigee.testkit.simulation.SimulatedCall.Answer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reports what the outbox has as the satellite's reporter does, one report at a time.
final class Reporting {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
    private static final Duration ACKNOWLEDGE_AFTER = Duration.ofMillis(50);
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private final World world;
    private final SimulatedSatellite machine;
    private final SatelliteProcess process;
    private final Outbox outbox;
    private final Backoff backoff;
    private @Nullable Report pending;
    private boolean resting;
    private boolean expecting;
    private Duration lastUse = Duration.ZERO;

    Reporting(World world, SimulatedSatellite machine, SatelliteProcess process, Outbox outbox) {
        this.world = world;
        this.machine = machine;
        this.process = process;
        this.outbox = outbox;
        this.backoff = new Backoff(
                Duration.ofMillis(200), Duration.ofSeconds(10), world.chance().random());
    }

    /// Something arrived: acknowledgements are wanted in a moment, results at once.
    void arrived() {
        lastUse = world.events().now();
        if (!expecting) {
            expecting = true;
            process.after(ACKNOWLEDGE_AFTER, () -> {
                expecting = false;
                wake();
            });
        }
        if (outbox.due().filter(report -> !report.ended().isEmpty()).isPresent()) {
            look();
        }
        process.after(WAIT_MAX, this::checkWait);
    }

    /// Everything is due.
    void wake() {
        outbox.wake();
        look();
    }

    /// What the reporter does when it is notified, or is free again.
    void look() {
        if (pending == null && !resting) {
            outbox.due().ifPresent(this::send);
        }
    }

    private void checkWait() {
        boolean quiet = pending == null
                && !resting
                && world.events().now().minus(lastUse).compareTo(WAIT_MAX) >= 0;
        Violation.unless(
                !quiet || outbox.isEmpty(),
                "what there is to report is reported soon",
                machine.id() + " does nothing since " + lastUse);
    }

    private void send(Report report) {
        pending = report;
        lastUse = world.events().now();
        String what = machine.id() + " reports " + report.acknowledged().size() + " acknowledged and "
                + report.ended().size() + " ended";
        String credential = machine.key().reveal();
        world.note(what);
        if (world.has(Defect.FORGETS_WHAT_IT_SENDS)) {
            outbox.delivered(report);
        }
        machine.network().send(what, Side.CONTROL_PLANE, () -> {
            SimulatedCall<Receipt> call = new SimulatedCall<>(
                    what,
                    machine.network(),
                    Side.SATELLITE,
                    answer -> process.after(Duration.ZERO, () -> answered(report, answer)));
            machine.controlPlane().report(call, credential, report);
        });
        process.after(ANSWER_MAX, () -> answered(report, new Answer.Failed<>("no answer")));
    }

    @SuppressWarnings("ReferenceEquality") // an answer belongs to one sending, not to all that said the same
    private void answered(Report report, Answer<Receipt> answer) {
        if (pending != report) {
            return;
        }
        pending = null;
        switch (answer) {
            case Answer.Given(Receipt receipt) -> {
                world.note(machine.id() + " has its receipt");
                receipt.late()
                        .forEach(id -> world.books()
                                .runs()
                                .late(world.books().commands().command(id)));
                Violation.unless(receipt.unknown().isEmpty(), "what a satellite reports is known", receipt);
                world.books().runs().reported(report);
                outbox.delivered(report);
                backoff.reset();
                process.after(Duration.ZERO, this::look);
            }
            case Answer.Failed(String why) -> {
                world.note(machine.id() + " reported in vain: " + why);
                resting = true;
                process.after(backoff.next(), () -> {
                    resting = false;
                    wake();
                });
            }
        }
    }
}
