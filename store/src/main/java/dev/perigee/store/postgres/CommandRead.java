package dev.perigee.store.postgres;

import dev.perigee.control.command.Command;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.store.commit.Pending;
import java.util.List;

/// What is read of the commands so often that many callers share a round trip.
abstract sealed class CommandRead extends Pending<List<Command>> {
    /// The commands of these ids that exist.
    static final class Find extends CommandRead {
        private final List<CommandId> ids;

        Find(List<CommandId> ids) {
            this.ids = ids.stream().distinct().toList();
        }

        List<CommandId> ids() {
            return ids;
        }
    }

    /// The next queued commands of a satellite.
    static final class Queued extends CommandRead {
        private final SatelliteId satellite;
        private final int max;

        Queued(SatelliteId satellite, int max) {
            this.satellite = satellite;
            this.max = max;
        }

        SatelliteId satellite() {
            return satellite;
        }

        int max() {
            return max;
        }
    }
}
