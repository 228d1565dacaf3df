package dev.perigee.protocol.delivery;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.command.CommandSpec;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One handing-over of a command to its satellite. The satellite has `lease` to acknowledge it, counted from when it
/// asked; after that the command is offered again with the next `attempt`. `timeout` bounds the execution. An
/// `idempotent` command may run again after an interruption.
public record Delivery(
        CommandId command,
        SatelliteId satellite,
        String session,
        int attempt,
        Instant leaseUntil,
        CommandSpec spec,
        Duration timeout,
        boolean idempotent) {
    public Delivery {
        require("command", command);
        require("satellite", satellite);
        require("session", session);
        require("leaseUntil", leaseUntil);
        require("spec", spec);
        require("timeout", timeout);
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new BadValue("delivery without " + field);
        }
    }
}
