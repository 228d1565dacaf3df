package dev.perigee.cli;

import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Version;
import picocli.CommandLine.Command;

/// `perigee version`.
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements ExitCoded {
    private final Shell shell;

    VersionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() {
        shell.streams().out().println("perigee " + Version.current() + " (Java " + Runtime.version() + ")");
        return ExitCode.OK;
    }
}
