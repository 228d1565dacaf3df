package dev.perigee.testkit.simulation;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.satellite.config.ConfigFile;
import dev.perigee.testkit.simulation.Events.Side;
import dev.perigee.testkit.simulation.SimulatedCall.Answer;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A satellite's machine: its key and its journal, which outlive the process, and its way to the control
/// plane.
final class SimulatedSatellite {
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final Duration RESTART_MIN = Duration.ofSeconds(1);
    private static final Duration RESTART_MAX = Duration.ofHours(1);

    private final World world;
    private final SatelliteKey key;
    private final SimulatedControlPlane controlPlane;
    private final SimulatedNetwork network;
    private final FaultyJournalFile journal;
    private final int slots;
    private final SimulatedPlace place;
    private final boolean unwilling;
    private int lastPlace;
    private @Nullable SatelliteProcess process;

    SimulatedSatellite(World world, SatelliteKey key, SimulatedControlPlane controlPlane) {
        this.world = world;
        this.key = key;
        this.controlPlane = controlPlane;
        this.network = new SimulatedNetwork(world);
        this.journal = new FaultyJournalFile(
                world, new FaultyJournalFile.Watch(() -> runs().forced(id()), () -> runs().rewritten(id())));
        this.slots =
                world.chance().between(1, world.plan().settings().satellites().slotsMax());
        this.place = new SimulatedPlace(world);
        this.unwilling = world.chance().of(0.3);
    }

    SatelliteId id() {
        return key.satellite();
    }

    SatelliteKey key() {
        return key;
    }

    int slots() {
        return slots;
    }

    SimulatedNetwork network() {
        return network;
    }

    FaultyJournalFile journal() {
        return journal;
    }

    SimulatedControlPlane controlPlane() {
        return controlPlane;
    }

    SimulatedPlace place() {
        return place;
    }

    /// Whether this machine lacks what a configuration wants.
    boolean cannotRun(ConfigDocument document) {
        return unwilling && document.text().contains(Configuring.BAD);
    }

    /// The configuration that is on its disk.
    ConfigDocument kept() {
        return place.read()
                .map(text -> Json.WIRE.read(text, ConfigFile.Good.class).document())
                .orElse(ConfigDocument.EMPTY);
    }

    /// It has come to rest with this configuration.
    void settled(ConfigDocument running) {
        Violation.unless(
                running.equals(kept()), "what runs is the last good configuration", id() + " " + running.text());
        Violation.unless(!cannotRun(running), "what fails is not kept", id() + " " + running.text());
    }

    /// The run is over.
    void close() {
        if (process != null) {
            process.cutOff();
        }
    }

    boolean isIdle() {
        return process != null && process.isIdle();
    }

    void start() {
        world.note(id() + " starts");
        Life life = new Life();
        guarded(life, () -> {
                    try {
                        SatelliteProcess next = SatelliteProcess.open(world, this, life);
                        process = next;
                        next.begin();
                    } catch (IOException e) {
                        world.note(id() + " cannot start: " + e.getMessage());
                        stop(life, false, RESTART_MIN);
                    }
                })
                .run();
    }

    /// A command runs whose lease was the `place`th.
    void runs(int place) {
        boolean inOrder = place >= lastPlace || !world.plan().lane().isCalm();
        Violation.unless(inOrder, "with one slot, commands run in the order of their leases", place);
        lastPlace = place;
    }

    /// Stops in good order: what runs is interrupted, and a moment is left to report it.
    void drain() {
        SatelliteProcess current = process;
        if (current != null) {
            world.note(id() + " drains");
            current.after(DRAIN, () -> stop(current.life(), false, RESTART_MIN));
            guarded(current.life(), current::drain).run();
        }
    }

    /// Everything in memory is gone; it starts again after a while, which may be long.
    void stop(boolean machineToo) {
        if (process != null) {
            stop(process.life(), machineToo, world.chance().skewed(RESTART_MIN, RESTART_MAX));
        }
    }

    /// An answer to a poll comes in, whichever life it was for.
    void answered(String session, Answer<Handout> answer) {
        SatelliteProcess current = process;
        if (current != null) {
            guarded(current.life(), () -> current.answered(session, answer)).run();
        }
    }

    /// An operator's restart, where the journal has failed for good.
    void restartIfBroken() {
        if (process != null && journal.hasFailedForGood()) {
            stop(process.life(), false, RESTART_MIN);
        }
    }

    /// Stops this satellite where `action` crashes.
    Runnable guarded(Life life, Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (Crash crash) {
                world.note(id() + " crashes in " + crash.getMessage());
                stop(life, world.chance().of(0.5), world.chance().skewed(RESTART_MIN, RESTART_MAX));
            }
        };
    }

    private void stop(Life life, boolean machineToo, Duration downFor) {
        world.note(id() + " stops" + (machineToo ? " with its machine" : "") + " for " + downFor);
        life.end();
        if (process != null) {
            process.cutOff();
            process = null;
        }
        journal.processStops();
        if (machineToo) {
            journal.machineStops();
        }
        runs().stopped(id(), machineToo);
        world.after(downFor, Side.WORLD, World.ALWAYS, this::start);
    }

    private RunBook runs() {
        return world.books().runs();
    }
}
