package dev.perigee.testkit.simulation;

import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.satellite.inbox.Arrival;
import dev.perigee.satellite.inbox.Inbox;
import dev.perigee.satellite.ledger.Ledger;
import dev.perigee.satellite.outbox.Outbox;
import dev.perigee.testkit.simulation.Events.Side;
import dev.perigee.testkit.simulation.SimulatedCall.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One life of a satellite: the real ledger, inbox and outbox, with events in the place of threads. Runs what the
/// inbox lets through, each in a slot, and gives the outbox what it came to.
final class SatelliteProcess {
    private static final Outbox.Limits OUTBOX_LIMITS = new Outbox.Limits(64 * 1024, 3);
    private static final int SETTLED_MAX = 1000;
    private static final Duration NOW = Duration.ZERO;
    private static final Duration GRACE = Duration.ofMillis(600);
    private static final double ENDED_BY_SIGNAL = 0.9;
    private static final Duration NOTICED_AFTER = Duration.ofMillis(30);

    private final World world;
    private final SimulatedSatellite machine;
    private final Life life;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Polling polling;
    private final Reporting reporting;
    private final Configuring configuring;
    private final Deque<Delivery> again = new ArrayDeque<>();
    private final Set<CommandId> starting = new HashSet<>();
    private final Map<CommandId, Life> running = new LinkedHashMap<>();
    private final List<SimulatedCall<?>> calls = new ArrayList<>();
    private int free;
    private boolean draining;

    private SatelliteProcess(World world, SimulatedSatellite machine, Life life, Ledger ledger) {
        this.world = world;
        this.machine = machine;
        this.life = life;
        this.outbox = new Outbox(ledger, OUTBOX_LIMITS);
        this.inbox = new Inbox(machine.id(), ledger, outbox);
        this.polling = new Polling(world, machine, this);
        this.reporting = new Reporting(world, machine, this, outbox);
        this.configuring = new Configuring(world, machine, this);
        this.free = machine.slots();
    }

    static SatelliteProcess open(World world, SimulatedSatellite machine, Life life) throws IOException {
        Ledger.Limits limits = new Ledger.Limits(
                SETTLED_MAX, world.plan().settings().satellites().compactFromBytes());
        return new SatelliteProcess(world, machine, life, Ledger.open(machine.journal(), limits));
    }

    void begin() throws IOException {
        configuring.begin();
        new Beating(world, machine, this).begin();
        again.addAll(inbox.recover());
        after(NOW, reporting::look);
        fillSlots();
    }

    Life life() {
        return life;
    }

    boolean isIdle() {
        return running.isEmpty() && starting.isEmpty() && again.isEmpty() && outbox.isEmpty() && configuring.isIdle();
    }

    boolean isDraining() {
        return draining;
    }

    List<CommandId> cancelling() {
        return inbox.cancelling();
    }

    @Nullable
    String heardOfConfig() {
        return configuring.heard();
    }

    /// An answer says which configuration this satellite is to have.
    void hinted(String config) {
        configuring.hinted(config);
    }

    /// Reserves all free slots.
    int reserve() {
        int reserved = again.isEmpty() ? free : 0;
        free -= reserved;
        return reserved;
    }

    /// Takes in the answer to a poll for which `reserved` slots are kept; returns whether none of what it brought was
    /// of use.
    boolean arrived(Deliveries arrived, String session, int reserved) {
        Arrival arrival = accept(arrived, session);
        List<Delivery> taken = arrival.toRun();
        Violation.unless(taken.size() <= reserved || world.has(Defect.NO_INBOX), "no more arrives than can run", taken);
        Violation.unless(
                taken.stream().allMatch(delivery -> delivery.session().equals(session)) || world.has(Defect.NO_INBOX),
                "only what was asked for is taken",
                taken);
        free += reserved - taken.size();
        for (Delivery delivery : taken) {
            starting.add(delivery.command());
            after(NOW, () -> start(delivery));
        }
        arrival.toCancel().forEach(this::cancel);
        if (!arrived.isEmpty()) {
            reporting.arrived();
        }
        return !arrival.useful() && !arrived.isEmpty();
    }

    /// The slots of a poll that failed are free again.
    void released(int reserved) {
        free += reserved;
    }

    /// Asks for nothing more, and interrupts what runs.
    void drain() {
        draining = true;
        for (CommandId id : List.copyOf(running.keySet())) {
            end(id, new Result.Interrupted("the satellite is stopping", Output.EMPTY, Output.EMPTY));
        }
        reporting.wake();
    }

    /// The process is gone, and what ran in it; the control plane sometimes notices, and then ends the session a while
    /// later.
    void cutOff() {
        configuring.cutOff();
        running.keySet().forEach(world.books().runs()::cutOff);
        for (SimulatedCall<?> call : calls) {
            if (world.chance().of(0.5)) {
                Duration later = world.chance().skewed(NOTICED_AFTER, Duration.ofSeconds(10));
                world.after(NOTICED_AFTER, Side.CONTROL_PLANE, World.ALWAYS, call::gone);
                world.after(later, Side.CONTROL_PLANE, World.ALWAYS, call::finishGone);
            }
        }
    }

    /// The process waits for an answer to `call`.
    void asked(SimulatedCall<?> call) {
        calls.removeIf(SimulatedCall::isOver);
        calls.add(call);
    }

    /// An answer to a poll of this or of an earlier life.
    void answered(String session, Answer<Handout> answer) {
        polling.answered(session, answer);
    }

    void after(Duration delay, Runnable action) {
        world.after(delay, Side.SATELLITE, life, machine.guarded(life, action));
    }

    private void fillSlots() {
        while (free > 0 && !again.isEmpty() && !draining) {
            free--;
            run(again.remove());
        }
        if (free > 0) {
            polling.slotFree();
        } else {
            polling.poll();
        }
    }

    private Arrival accept(Deliveries arrived, String session) {
        if (world.has(Defect.NO_INBOX)) {
            return new Arrival(arrived.deliveries(), List.of(), true);
        }
        return inbox.accept(arrived, session);
    }

    private void start(Delivery delivery) {
        if (starting.remove(delivery.command())) {
            run(delivery);
        }
    }

    /// As the executions do: what waits or is about to start does not, and what runs ends soon, unless it ends by
    /// itself before or cannot be ended.
    private void cancel(CommandId id) {
        world.note(machine.id() + " cancels " + id);
        Life run = running.get(id);
        if (again.removeIf(delivery -> delivery.command().equals(id))) {
            file(id, Result.Cancelled.NEVER_BEGUN);
        } else if (starting.remove(id)) {
            file(id, Result.Cancelled.NEVER_BEGUN);
            slotLeft();
        } else if (run != null && world.has(Defect.CANCELLED_GOES_ON)) {
            file(id, Result.Cancelled.NEVER_BEGUN);
        } else if (run != null && world.chance().of(ENDED_BY_SIGNAL)) {
            after(world.chance().skewed(NOW, GRACE), () -> {
                if (!run.isOver()) {
                    end(id, Program.cutShort(id));
                    slotLeft();
                }
            });
        }
    }

    private void slotLeft() {
        free++;
        after(NOW, reporting::look);
        fillSlots();
    }

    private void run(Delivery delivery) {
        CommandId id = delivery.command();
        RunBook runs = world.books().runs();
        CommandBook commands = world.books().commands();
        int number = runs.begun(machine.id(), delivery, commands.command(id));
        machine.runs(commands.leasePlace(id));
        Life run = new Life();
        running.put(id, run);
        Program program = Program.draw(world, delivery, number);
        world.note(machine.id() + " runs " + id + " for " + program.duration());
        after(program.duration(), () -> {
            if (!run.isOver()) {
                end(id, program.result());
                slotLeft();
            }
        });
    }

    private void end(CommandId id, Result result) {
        world.books().runs().ended(id, result);
        Objects.requireNonNull(running.remove(id)).end();
        world.note(machine.id() + " ran " + id + ": " + result.state());
        file(id, result);
    }

    private void file(CommandId id, Result result) {
        long before = machine.journal().size();
        outbox.end(id, result);
        boolean journaled = machine.journal().size() > before;
        world.books().runs().filed(machine.id(), id, result, journaled);
    }
}
