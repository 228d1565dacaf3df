package dev.perigee.cli;

import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.protocol.BadValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// `perigee` itself.
@Command(
        name = "perigee",
        synopsisSubcommandLabel = "COMMAND",
        description = "Runs commands on machines behind firewalls, over connections that only go out.",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  perigee up                           start everything on this machine",
            "  perigee send local -- uname -a       run a program on the satellite local",
            "  perigee COMMAND --help               what a command takes"
        })
final class RootCommand implements ExitCoded {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Override
    public int run() {
        throw new BadValue("COMMAND is missing: expected one of those that `perigee --help` lists");
    }
}
