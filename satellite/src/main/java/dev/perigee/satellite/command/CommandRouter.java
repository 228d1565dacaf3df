package dev.perigee.satellite.command;

import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.satellite.command.exec.ExecHandler;

/// Finds the handler for a command's type and runs it to its end on the calling thread.
public final class CommandRouter {
    private final ExecHandler exec;

    public CommandRouter(ExecHandler exec) {
        this.exec = exec;
    }

    Result run(Delivery delivery) throws InterruptedException {
        return switch (delivery.spec()) {
            case CommandSpec.Exec program -> exec.run(delivery, program);
            case CommandSpec.Ping _ -> new Result.Completed(0, Output.EMPTY, Output.EMPTY, 0);
            case CommandSpec.Unknown(String type) -> new Result.Unsupported(type);
        };
    }

    /// Ends what runs, so that each command comes to an `interrupted` result soon.
    void stop() {
        exec.stop();
    }
}
