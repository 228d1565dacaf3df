package dev.perigee.testkit.simulation;

import dev.perigee.control.OutcomeUnknown;
import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.config.ConfigStore;
import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.LivenessStore;
import dev.perigee.testkit.store.InMemoryBroadcastStore;
import dev.perigee.testkit.store.InMemoryCommandStore;
import dev.perigee.testkit.store.InMemoryConfigStore;
import dev.perigee.testkit.store.InMemoryFleetStore;
import dev.perigee.testkit.store.InMemoryLivenessStore;
import java.util.function.Supplier;

/// A disk in memory, where each call is one input or output. A power loss takes what need not have been durable; with a
/// defect, the last writes as well.
final class MemoryDisk implements Disk {
    private static final int COPY_EVERY = 10;

    private final Supplier<Io> next;
    private final Defect defect;
    private InMemoryCommandStore commands = new InMemoryCommandStore();
    private final InMemoryBroadcastStore broadcasts = new InMemoryBroadcastStore(() -> commands);
    private final InMemoryFleetStore fleet = new InMemoryFleetStore();
    private final InMemoryLivenessStore liveness = new InMemoryLivenessStore(fleet);
    private final InMemoryConfigStore configs = new InMemoryConfigStore();
    private InMemoryCommandStore staleCopy = new InMemoryCommandStore();
    private int writes;

    MemoryDisk(Supplier<Io> next, Defect defect) {
        this.next = next;
        this.defect = defect;
    }

    @Override
    public CommandStore commands() {
        return commands;
    }

    @Override
    public BroadcastStore broadcasts() {
        return broadcasts;
    }

    @Override
    public FleetStore fleet() {
        return fleet;
    }

    @Override
    public LivenessStore liveness() {
        return liveness;
    }

    @Override
    public ConfigStore configs() {
        return configs;
    }

    @Override
    public <T> T write(Supplier<T> call) {
        if (answersTooEarly() && writes++ % COPY_EVERY == 0) {
            staleCopy = commands.copy();
        }
        return switch (next.get()) {
            case WORKS -> call.get();
            case FAILS -> throw new StoreUnavailable("input/output error");
            case FULL -> throw new StoreUnavailable("the disk is full");
            case FAILS_LATE -> {
                T _ = call.get();
                if (defect == Defect.STORE_CALLS_DOUBT_FAILURE) {
                    throw new StoreUnavailable("the connection is lost");
                }
                throw new OutcomeUnknown("the connection is lost", new IllegalStateException("simulated"));
            }
        };
    }

    @Override
    public <T> T read(Supplier<T> call) {
        return switch (next.get()) {
            case WORKS, FULL -> call.get();
            case FAILS, FAILS_LATE -> throw new StoreUnavailable("input/output error");
        };
    }

    @Override
    public void stops(boolean machineToo) {
        if (machineToo) {
            commands = answersTooEarly() ? staleCopy : commands.copyAfterPowerLoss();
        }
    }

    @Override
    public void close() {}

    private boolean answersTooEarly() {
        return defect == Defect.STORE_ANSWERS_TOO_EARLY;
    }
}
