package dev.perigee.testkit.simulation;

import dev.perigee.satellite.config.ConfigFile;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a satellite's machine keeps its configuration. It is replaced as a whole; the process may stop before and
/// after.
final class SimulatedPlace implements ConfigFile.Place {
    private final World world;
    private @Nullable String text;

    SimulatedPlace(World world) {
        this.world = world;
    }

    @Override
    public Optional<String> read() {
        return Optional.ofNullable(text);
    }

    @Override
    public void write(String next) throws IOException {
        crash("before its configuration is kept");
        if (world.strikes(world.plan().faults().calls().failure())) {
            throw new IOException("input/output error");
        }
        text = next;
        crash("after its configuration is kept");
    }

    private void crash(String where) {
        if (world.strikes(world.plan().faults().calls().crash())) {
            throw new Crash(where);
        }
    }
}
