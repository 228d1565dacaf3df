package dev.perigee.satellite.execution;

import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.McpCommand;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.delivery.Delivery;
import dev.perigee.satellite.command.Handling;
import dev.perigee.satellite.command.exec.ExecHandler;
import dev.perigee.satellite.command.mcp.McpHandler;

/// Finds out what is to be done for a command, by its type.
public final class CommandRouter {
    private final ExecHandler exec;
    private final McpHandler mcp;

    public CommandRouter(ExecHandler exec, McpHandler mcp) {
        this.exec = exec;
        this.mcp = mcp;
    }

    Handling route(Delivery delivery) {
        return switch (delivery.spec()) {
            case CommandSpec.Exec program -> exec.handle(delivery, program);
            case CommandSpec.Ping _ -> new Handling.Answer(new Result.Completed(0, Output.EMPTY, Output.EMPTY, 0));
            case McpCommand gateway -> mcp.handle(gateway);
            case CommandSpec.Unknown(String type) -> new Handling.Answer(new Result.Unsupported(type));
        };
    }

    /// Ends what runs, so that each command comes to an `interrupted` result soon.
    void stop() {
        exec.stop();
    }
}
