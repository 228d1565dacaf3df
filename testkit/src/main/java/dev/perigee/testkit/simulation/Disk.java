package dev.perigee.testkit.simulation;

import dev.perigee.control.broadcast.BroadcastStore;
import dev.perigee.control.command.CommandStore;
import dev.perigee.control.config.ConfigStore;
import dev.perigee.control.fleet.FleetStore;
import dev.perigee.control.fleet.LivenessStore;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What a simulated control plane keeps, and what is left of it when its process or its machine stops. Used by one
/// thread. It asks what becomes of each of its inputs and outputs, and so fails in the middle of a call.
public interface Disk extends AutoCloseable {
    CommandStore commands();

    BroadcastStore broadcasts();

    FleetStore fleet();

    LivenessStore liveness();

    ConfigStore configs();

    /// Makes a call that writes.
    default <T> T write(Supplier<T> call) {
        return call.get();
    }

    /// Makes a call that only reads.
    default <T> T read(Supplier<T> call) {
        return call.get();
    }

    /// The process is gone, with its machine perhaps; from now on there is what survived.
    void stops(boolean machineToo);

    @Override
    void close();

    /// What becomes of an input or output.
    enum Io {
        WORKS,
        /// It fails and did nothing.
        FAILS,
        /// It fails though it took effect.
        FAILS_LATE,
        /// It fails because there is no room; what needs none works.
        FULL
    }

    /// Makes the disk of one run, empty. `next` is asked about each input and output, and throws where the process
    /// stops
    /// in it; `random` decides all else that chance does.
    @FunctionalInterface
    interface Maker {
        Disk make(Supplier<Io> next, RandomGenerator random);
    }
}
