package dev.perigee.testkit.simulation;

import dev.perigee.protocol.delivery.Poll;
import dev.perigee.protocol.registration.Secrets;
import dev.perigee.satellite.link.Backoff;
import dev.perigee.testkit.simulation.Events.Side;
import dev.perigee.testkit.simulation.SimulatedCall.Answer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Asks for work as the satellite's receiver does, one poll at a time. An answer to an earlier poll is passed over, or
/// taken for the answer to this one.
final class Polling {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

    private final World world;
    private final SimulatedSatellite machine;
    private final SatelliteProcess process;
    private final Backoff backoff;
    private @Nullable Pending pending;
    private boolean resting;

    private record Pending(String session, int reserved) {}

    Polling(World world, SimulatedSatellite machine, SatelliteProcess process) {
        this.world = world;
        this.machine = machine;
        this.process = process;
        this.backoff = new Backoff(
                Duration.ofMillis(200), Duration.ofSeconds(10), world.chance().random());
    }

    /// A slot is free: a poll that asks for no commands is given up for one that does.
    void slotFree() {
        if (pending != null && pending.reserved() == 0) {
            world.note(machine.id() + " abandons its poll");
            pending = null;
        }
        poll();
    }

    /// Asks for as much as there are free slots, unless it is asking already.
    void poll() {
        if (pending != null || resting || process.isDraining()) {
            return;
        }
        int reserved = process.reserve();
        Poll poll = new Poll(
                Secrets.create(world.chance().random()),
                reserved,
                world.plan().settings().satellites().pollWait(),
                process.cancelling(),
                process.heardOfConfig());
        pending = new Pending(poll.session(), reserved);
        String what = machine.id() + " polls for " + reserved;
        String credential = machine.key().reveal();
        machine.network().send(what, Side.CONTROL_PLANE, () -> {
            SimulatedCall<Handout> call = new SimulatedCall<>(
                    what, machine.network(), Side.SATELLITE, answer -> machine.answered(poll.session(), answer));
            process.asked(call);
            machine.controlPlane().poll(call, credential, poll);
        });
        process.after(
                poll.waitMax().plus(ANSWER_MAX), () -> answered(poll.session(), new Answer.Failed<>("no answer")));
    }

    void answered(String session, Answer<Handout> answer) {
        Pending asked = pending;
        if (asked == null) {
            return;
        }
        if (!asked.session().equals(session)) {
            boolean stray = answer instanceof Answer.Given
                    && world.strikes(world.plan().faults().messages().stray());
            if (!stray) {
                return;
            }
            world.note(machine.id() + " takes an old answer for a new one");
        }
        pending = null;
        switch (answer) {
            case Answer.Given(Handout(var given, String config)) -> {
                if (!given.isEmpty()) {
                    world.note(machine.id() + " receives " + given.deliveries().size() + " and is to cancel "
                            + given.cancellations().size());
                }
                process.hinted(config);
                next(process.arrived(given, asked.session(), asked.reserved()));
            }
            case Answer.Failed(String why) -> {
                world.note(machine.id() + " polled in vain: " + why);
                process.released(asked.reserved());
                next(true);
            }
        }
    }

    private void next(boolean refused) {
        Duration rest = refused ? backoff.next() : Duration.ZERO;
        if (!refused) {
            backoff.reset();
        }
        resting = true;
        process.after(rest, () -> {
            resting = false;
            poll();
        });
    }
}
