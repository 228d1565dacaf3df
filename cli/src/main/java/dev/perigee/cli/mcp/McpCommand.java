package dev.perigee.cli.mcp;

import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.protocol.BadValue;
import picocli.CommandLine.Command;

/// `perigee mcp`, which only groups what can be asked of a satellite's door.
@Command(
        name = "mcp",
        description = "The MCP servers behind a satellite: how they stand, their tools, calls and logs.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
public final class McpCommand implements ExitCoded {
    @Override
    public int run() {
        throw new BadValue("what to do is missing: expected perigee mcp servers, tools, call or logs");
    }
}
